// Opens what a cell of a table leads to in a panel over the page; without this the cell is a plain link.
const table = document.querySelector("[data-panel]");
if (table) table.addEventListener("click", (event) => open(event));

async function open(event) {
  const link = event.target.closest("td a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const reply = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const panel = document.createElement("dialog");
  panel.className = "panel";
  const close = document.createElement("button");
  close.className = "close quiet";
  close.textContent = "Close";
  close.addEventListener("click", () => panel.close());
  panel.append(close, ...page.querySelectorAll("#main > *"));
  panel.setAttribute("aria-label", link.getAttribute("aria-label") ?? link.textContent);
  panel.addEventListener("close", () => {
    panel.remove();
    link.focus();
  });
  document.body.append(panel);
  panel.showModal();
}
