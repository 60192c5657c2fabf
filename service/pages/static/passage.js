// Lights the passage that the address names, #passage-START-END, in code points of the canonical text.
const response = document.querySelector("[data-response]");
if (response) {
  addEventListener("hashchange", () => light(true));
  light(true);
  for (const event of ["pointerover", "focusin"]) response.addEventListener(event, ({ target }) => pair(target));
}

function light(scroll) {
  const [, start, end] = /^#passage-(\d+)-(\d+)$/.exec(location.hash)?.map(Number) ?? [];
  if (globalThis.CSS?.highlights === undefined) return;
  CSS.highlights.delete("passage");
  if (end === undefined) return;
  const ranges = [...response.querySelectorAll(".words")].flatMap((block) => within(block, start, end));
  if (!ranges.length) return;
  CSS.highlights.set("passage", new Highlight(...ranges));
  if (scroll) ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
}

// The range of a block's text that lies within the passage; offsets become those of the text nodes.
function within(block, start, end) {
  const [from, to] = [Number(block.dataset.start), Number(block.dataset.end)];
  if (to <= start || end <= from) return [];
  const range = new Range();
  const first = place(block, Math.max(start, from) - from);
  const last = place(block, Math.min(end, to) - from);
  range.setStart(...first);
  range.setEnd(...last);
  return [range];
}

function place(block, points) {
  const nodes = document.createTreeWalker(block.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
  let left = points;
  let node;
  while (nodes.nextNode()) {
    node = nodes.currentNode;
    const letters = [...node.data];
    if (left <= letters.length) return [node, letters.slice(0, left).join("").length];
    left -= letters.length;
  }
  return [node, node.data.length];
}

// Lights a note with its words, and words with their notes.
function pair(target) {
  const of = target.closest("[data-note]")?.dataset.note;
  const numbers = of ? [of] : ancestors(target.closest("mark"));
  for (const lit of response.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const number of numbers) {
    for (const each of response.querySelectorAll(`[data-s="${number}"], [data-note="${number}"]`)) {
      if (!each.classList.contains("off")) each.classList.add("lit");
    }
  }
}

function ancestors(mark) {
  const found = [];
  for (let each = mark; each?.matches("mark"); each = each.parentElement) found.push(each.dataset.s);
  return found;
}
