// Reviewing in place: a reviewer's button at each note and each block opens what they may say of it.
import { enter, leave, reviewer } from "./reviewer.js";
import { Verdict } from "./verdict.js";
import { selected } from "./words.js";

const SAID = "whoasks-said";
const start = document.querySelector("[data-review]");
if (start) offer(start, document.querySelector("[data-token]"), new Verdict(document.querySelector("[data-verdict]"), said));

function offer(start, dialog, verdict) {
  start.addEventListener("click", () => (reviewer() ? stop() : dialog.showModal()));
  const form = dialog.querySelector("form");
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { token, reviewer: name } = form.elements;
    const problem = await enter(token.value.trim(), name.value.trim());
    const alert = form.querySelector("[data-problem]");
    alert.textContent = problem ?? "";
    alert.hidden = !problem;
    if (problem) return token.focus();
    form.reset();
    dialog.close();
    show();
  });
  document.querySelector("[data-response]").addEventListener("click", ({ target }) => {
    if (target.matches("[data-judge]")) verdict.judge(target.closest("[data-note]"));
    if (target.matches("[data-add]")) verdict.add(target.closest(".block").querySelector(".words"));
  });
  offerSelection(document.querySelector("[data-add-selected]"), verdict);
  show();
  report();
}

function show() {
  document.documentElement.classList.toggle("reviewing", Boolean(reviewer()));
  start.textContent = reviewer() ? `Stop reviewing as ${reviewer().name}` : "Review";
}

function stop() {
  leave();
  show();
}

// Under words that are selected stands a button that adds them.
function offerSelection(button, verdict) {
  let found;
  document.addEventListener("selectionchange", () => {
    if (document.querySelector("dialog[open]")) return;
    found = reviewer() ? selected() : undefined;
    button.hidden = !found;
    if (!found) return;
    button.style.left = `${Math.min(found.below.left, innerWidth - 200) + scrollX}px`;
    button.style.top = `${found.below.bottom + scrollY + 6}px`;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the words selected
  button.addEventListener("click", () => {
    verdict.add(found.block, found.from, found.to);
    button.hidden = true;
  });
}

// Shows the response as it is published now, where the verdict was given.
function said(words, { start, end }) {
  sessionStorage.setItem(SAID, words);
  history.replaceState(null, "", `#passage-${start}-${end}`);
  location.reload();
}

function report() {
  const words = sessionStorage.getItem(SAID);
  if (!words) return;
  sessionStorage.removeItem(SAID);
  document.querySelector("[data-said]").textContent = words;
  (document.querySelector(`.n[href="${CSS.escape(location.hash).replace("\\#", "#")}"]`) ?? start).focus({ preventScroll: true });
}
