// Marks the place of a syntax error, as the service reports it: line and column count from 1.
let marked;

export function markFault(editor, response) {
  marked?.clear();
  marked = undefined;
  const place = fault(response);
  if (!place?.line) return;
  const from = { line: place.line - 1, ch: Math.max(0, (place.column ?? 1) - 1) };
  const token = editor.getTokenAt({ line: from.line, ch: from.ch + 1 });
  marked = editor.getDoc().markText(from, { line: from.line, ch: Math.max(token.end, from.ch + 1) }, { className: "fault" });
  editor.getDoc().setCursor(from);
}

function fault(response) {
  try {
    return JSON.parse(response?.response?.text ?? response?.text ?? response?.message ?? "");
  } catch {
    return undefined;
  }
}
