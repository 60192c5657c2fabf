"""The clause of a question that asks, without what leads up to it or only explains it.

Examples, reasons, what stands in brackets and what is named only to say what is not meant explain; *I was a nurse for
years and I would like to know* leads up.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_EXAMPLE: Final = r"e\.?g\b|i\.e\b|for example|for instance|such as|namely|because|including (?:those|the ones)"
_CONTRAST: Final = r"rather than|instead of|as opposed to|and not (?:just|only|merely)|not (?:just|only|merely)"
_EXPLAINED: Final = re.compile(
    rf"\s*(?:\([^()]*\)|[,;–—-]?\s*\b(?:{_EXAMPLE}|{_CONTRAST})\b.*|:\s.*)", re.IGNORECASE | re.DOTALL
)
_PRONOUN: Final = re.compile(r"\b(?:it|its|they|them|their|that|this|those|us|we|our)\b", re.IGNORECASE)
_LEAST: Final = 3
"""A clause that asks has at least so many words."""


def main_clause(text: str) -> tuple[str, str]:
    """Return a question without its explanations, and these; nothing for them where it has none.

    >>> main_clause("Who wants openness, e.g. minutes on the web?")
    ('Who wants openness', ', e.g. minutes on the web?')
    >>> main_clause("who asks for openness rather than secrecy")
    ('who asks for openness', ' rather than secrecy')
    >>> main_clause("who asks for peer review")
    ('who asks for peer review', '')
    """
    return _EXPLAINED.sub("", text).strip(), " ".join(match[0] for match in _EXPLAINED.finditer(text))


def refers_back(text: str) -> bool:
    """Tell whether a clause has a pronoun, which may stand for what is named elsewhere."""
    return _PRONOUN.search(text) is not None


class Clauses:
    """Finds the clauses of a question that may be what it asks."""

    def __init__(self, openings: Iterable[str]) -> None:
        """Take the phrases behind which a request begins, such as *would like to know*."""
        phrases = sorted((r"\s+".join(map(re.escape, phrase.split())) for phrase in openings), key=len, reverse=True)
        self._opening = re.compile(rf"\b(?:{'|'.join(phrases)})\b[\s,:]*", re.IGNORECASE) if phrases else None

    def find(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Yield clauses with what leads up to each and what explains it, the longest first; not the text itself."""
        main, explanation = main_clause(text)
        if explanation:
            yield main, "", explanation
        begins = self._begins(text)
        if begins:
            lead, rest = text[:begins], text[begins:]
            yield rest, lead, ""
            main, explanation = main_clause(rest)
            if explanation:
                yield main, lead, explanation

    def _begins(self, text: str) -> int:
        """Return where the last request of a text begins, 0 where nothing leads up to one."""
        ends = [match.end() for match in self._opening.finditer(text)] if self._opening else []
        return next((end for end in reversed(ends) if len(text[end:].split()) >= _LEAST), 0)
