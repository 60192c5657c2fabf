// A list of things that are chosen: a box for each, and a field that adds one by its name.
export class Chosen {
  #field;
  #boxes;
  #options;

  constructor(fieldset) {
    this.#field = fieldset.querySelector("input[list]");
    this.#boxes = fieldset.querySelector("[data-chosen]");
    this.#options = [...document.getElementById(this.#field.getAttribute("list")).options];
    this.#field.addEventListener("input", () => this.#take());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it completes a name, and does not send the form
      this.#take(true);
    });
  }

  get ids() {
    return [...this.#boxes.querySelectorAll(":checked")].map((box) => box.value);
  }

  set ids(ids) {
    this.#boxes.replaceChildren();
    const known = ids.map((id) => this.#options.find((option) => option.dataset.id === id)).filter(Boolean);
    for (const { dataset, value } of known) this.#add(dataset.id, value); // a party of whom only a response tells stays what it is
    this.#field.value = "";
  }

  // Adds what is named; on Enter, also what is named by its beginning.
  #take(begun = false) {
    const typed = this.#field.value.trim().toLowerCase();
    const is = ({ value }) => value.toLowerCase() === typed;
    const found = this.#options.find(is) ?? (begun && typed ? this.#options.find(({ value }) => value.toLowerCase().startsWith(typed)) : undefined);
    if (!found) return;
    if (!this.ids.includes(found.dataset.id)) this.#add(found.dataset.id, found.value);
    this.#field.value = "";
  }

  #add(id, name) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", value: id, checked: true });
    label.append(box, ` ${name}`);
    this.#boxes.append(label);
  }
}
