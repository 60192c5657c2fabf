// The form in which a reviewer says something of a statement, or adds one.
import { Chosen } from "./chosen.js";
import { judge } from "./reviewer.js";
import { place, text } from "./words.js";

const WITH_ADDRESSEES = new Set(["recommendation", "clarity-request"]);
const WITH_TOPICS = new Set([...WITH_ADDRESSEES, "concern", "endorsement"]);
const SAID = { confirm: "Confirmed.", reject: "Rejected: it is left out of every answer.", change: "Corrected.", add: "Added." };

export class Verdict {
  #dialog;
  #form;
  #addressees;
  #topics;
  #said;
  #subject; // what is judged: its kind and place, or the block from which words are to be added

  constructor(dialog, said) {
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form");
    this.#said = said;
    this.#addressees = new Chosen(dialog.querySelector("[data-list=addressees]"));
    this.#topics = new Chosen(dialog.querySelector("[data-list=topics]"));
    this.#form.addEventListener("change", () => this.#fit());
    this.#form.addEventListener("submit", (event) => this.#send(event));
    this.#form.elements.words.addEventListener("beforeinput", (event) => event.preventDefault()); // only to be selected
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }

  // Opens the form on the statement of a note.
  judge({ dataset }) {
    const { is: kind, start, end, quote } = dataset;
    this.#subject = { kind, start: Number(start), end: Number(end), quote };
    this.#open("Review this statement", kind, "confirm", dataset.addressees.split(" "), dataset.topics.split(" "));
    this.#part("[data-quote]").textContent = quote;
    this.#form.querySelector("[value=change]").disabled = kind === "accountability";
  }

  // Opens the form on the words of a block, those from one place to another selected.
  add(block, from = 0, to = text(block).length) {
    this.#subject = { block };
    this.#open("Add a statement", "recommendation", "", [], []);
    const { words } = this.#form.elements;
    words.value = text(block);
    words.focus();
    words.setSelectionRange(from, to);
  }

  #open(title, kind, verdict, addressees, topics) {
    this.#form.reset();
    this.#tell();
    this.#part("h2").textContent = title;
    this.#form.elements.verdict.value = verdict;
    this.#form.elements.kind.value = kind;
    this.#addressees.ids = addressees.filter(Boolean);
    this.#topics.ids = topics.filter(Boolean);
    this.#part("[data-quote]").hidden = this.#part("[data-verdicts]").hidden = !verdict;
    this.#part("[data-pick]").hidden = Boolean(verdict);
    this.#fit();
    this.#dialog.showModal();
  }

  // Shows the fields that what is chosen has.
  #fit() {
    const { verdict, kind } = this.#form.elements;
    this.#part("[data-correction]").hidden = !["change", ""].includes(verdict.value);
    this.#part("[data-list=addressees]").hidden = !WITH_ADDRESSEES.has(kind.value);
    this.#part("[data-list=topics]").hidden = !WITH_TOPICS.has(kind.value);
  }

  async #send(event) {
    event.preventDefault();
    const verdict = this.#verdict();
    this.#tell(undefined, "Keeping and publishing …");
    const { problem, reply } = await judge(verdict);
    if (problem) return this.#tell(problem);
    this.#dialog.close();
    this.#said(reply.published ? SAID[verdict.verdict] : reply.detail, verdict);
  }

  #verdict() {
    const { consultation, response } = this.#form.dataset;
    const { verdict, kind, note, words } = this.#form.elements;
    const said = { consultation, response, verdict: verdict.value || "add", note: note.value };
    const { block, ...known } = this.#subject;
    const subject = block ? { kind: kind.value, ...place(block, words.selectionStart, words.selectionEnd) } : known;
    if (said.verdict === "change") said.becomes = kind.value;
    if (["change", "add"].includes(said.verdict)) {
      said.addressees = WITH_ADDRESSEES.has(kind.value) ? this.#addressees.ids : [];
      said.topics = WITH_TOPICS.has(kind.value) ? this.#topics.ids : [];
    }
    return { ...said, ...subject };
  }

  #tell(problem = "", progress = "") {
    const alert = this.#part("[data-problem]");
    alert.textContent = problem;
    alert.hidden = !problem;
    this.#part("[data-progress]").textContent = progress;
    this.#form.querySelector("button:not([type])").disabled = Boolean(progress);
  }

  #part(selector) {
    return this.#form.querySelector(selector);
  }
}
