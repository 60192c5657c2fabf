// Words of a response by their place: offsets are code points of the canonical text, as the service counts them.
export const text = (block) => block.querySelector("[data-text]").textContent;

// The code points of the canonical text that a stretch of a block's text covers, white space at its ends left out.
export function place(block, from, to) {
  const words = text(block).slice(from, to);
  const begin = from + words.length - words.trimStart().length;
  const quote = words.trim();
  const start = Number(block.dataset.start) + [...text(block).slice(0, begin)].length;
  return { start, end: start + [...quote].length, quote };
}

// What is selected in the page: the block, and from where to where in its text; nothing if it is not within one block.
export function selected() {
  const selection = getSelection();
  if (selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  const block = (range.startContainer.parentElement ?? range.startContainer).closest?.("[data-response] .words");
  const source = block?.querySelector("[data-text]");
  if (!source?.contains(range.startContainer) || !source.contains(range.endContainer)) return undefined;
  const before = new Range();
  before.setStart(source, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const from = before.toString().length;
  return { block, from, to: from + range.toString().length, below: range.getBoundingClientRect() };
}
