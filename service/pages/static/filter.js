// Filters of a response: what the form says is shown at once, without asking the server again.
const form = document.querySelector("form[data-filter]");
if (form) {
  form.addEventListener("change", () => apply(form));
  form.addEventListener("submit", (event) => event.preventDefault());
}

function apply(form) {
  const wanted = new FormData(form);
  const kinds = new Set(wanted.getAll("kind"));
  const passes = (note) =>
    kinds.has(note.dataset.kind) && holds(note.dataset.topics, wanted.get("topic")) && holds(note.dataset.addressees, wanted.get("addressee"));
  let shown = 0;
  for (const note of document.querySelectorAll("[data-note]")) {
    const visible = passes(note);
    note.hidden = !visible;
    shown += visible;
    for (const mark of document.querySelectorAll(`mark[data-s="${note.dataset.note}"]`)) mark.classList.toggle("off", !visible);
  }
  form.querySelector("[data-shown]").textContent = `${shown} shown`;
  const all = form.querySelectorAll("[name=kind]").length;
  if (kinds.size === all) wanted.delete("kind");
  for (const name of ["topic", "addressee"]) if (!wanted.get(name)) wanted.delete(name);
  const query = new URLSearchParams(wanted).toString();
  history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
}

const holds = (list, value) => !value || list.split(" ").includes(value);
