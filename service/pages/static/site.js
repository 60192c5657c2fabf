// What the pages do beyond links and forms. Every page works without it.
import "./suggest.js";
import "./filter.js";
import "./passage.js";
import "./panel.js";
import "./copy.js";
import "./tables.js";
import "./review.js";

document.documentElement.classList.add("scripted");
