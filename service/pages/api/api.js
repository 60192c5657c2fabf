// Lets people try the REST operations of the service's own description. What the page lists without scripts gives way to it.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "./api.css";

const place = document.querySelector("[data-api]");
document.documentElement.classList.toggle("dark-mode", matchMedia("(prefers-color-scheme: dark)").matches);
SwaggerUI({
  domNode: place,
  url: place.dataset.api,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  persistAuthorization: false,
  validatorUrl: null,
});
