// Links that copy their address.
for (const link of document.querySelectorAll("[data-copy]")) {
  link.setAttribute("role", "button");
  link.textContent = "Copy link";
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    link.textContent = "Copied";
  });
}
