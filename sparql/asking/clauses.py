"""The main clause of a question, without what only explains it: examples, reasons, what stands in brackets."""

import re
from typing import Final

_EXAMPLE: Final = r"e\.?g\b|i\.e\b|for example|for instance|such as|namely|because"
_EXPLAINED: Final = re.compile(rf"\s*(?:\([^()]*\)|[,;–—-]?\s*\b(?:{_EXAMPLE})\b.*|:\s.*)", re.IGNORECASE | re.DOTALL)


def main_clause(text: str) -> tuple[str, str]:
    """Return a question without its explanations, and these; nothing for them where it has none.

    >>> main_clause("Who wants openness, e.g. minutes on the web?")
    ('Who wants openness', ', e.g. minutes on the web?')
    >>> main_clause("who asks for peer review")
    ('who asks for peer review', '')
    """
    return _EXPLAINED.sub("", text).strip(), " ".join(match[0] for match in _EXPLAINED.finditer(text))
