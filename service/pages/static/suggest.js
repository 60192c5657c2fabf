// Suggestions under the box, by the combobox pattern of the ARIA Authoring Practices.
const host = document.querySelector("[data-suggest]");
if (host) offer(host, host.querySelector("input"));

function offer(host, input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  host.append(list);
  const set = (name, value) => input.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  set("aria-expanded", "false");
  let chosen = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    set("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    chosen = (place + list.children.length) % list.children.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    set("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = ({ dataset }) => location.assign(dataset.address);

  const show = (found) => {
    list.replaceChildren(...found.map((each, number) => item(each, number)));
    if (!found.length) return close();
    chosen = -1;
    list.hidden = false;
    set("aria-expanded", "true");
  };

  const item = ({ label, kind, id }, number) => {
    const entry = document.createElement("li");
    entry.id = `suggestion-${number}`;
    entry.setAttribute("role", "option");
    entry.setAttribute("aria-selected", "false");
    entry.dataset.address = `/${kind === "question" ? "questions" : kind}/${encodeURIComponent(id)}`;
    const sort = document.createElement("small");
    sort.textContent = kind;
    entry.append(label, sort);
    entry.addEventListener("mousedown", (event) => event.preventDefault());
    entry.addEventListener("click", () => take(entry));
    return entry;
  };

  input.addEventListener("input", async () => {
    const turn = ++asked;
    const words = input.value.trim();
    if (words.length < 2) return close();
    const reply = await fetch(`${host.dataset.suggest}?q=${encodeURIComponent(words)}`);
    if (turn === asked && reply.ok) show((await reply.json()).suggestions);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const act = {
      ArrowDown: () => mark(chosen + 1),
      ArrowUp: () => mark(chosen < 0 ? -1 : chosen - 1),
      Escape: close,
      Enter: chosen >= 0 ? () => take(list.children[chosen]) : undefined,
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  input.addEventListener("blur", close);
}
