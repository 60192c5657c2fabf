"""The clause of a question that asks, without what leads up to it or only explains it.

Examples, reasons, what stands in brackets and what is named only to say what is not meant explain; *I was a nurse for
years and I would like to know* leads up. Where a text has breaks, either side of one may be all that it asks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_EXAMPLE: Final = r"e\.?g\b|i\.e\b|for example|for instance|such as|namely|because|including (?:those|the ones)"
_CONTRAST: Final = r"rather than|instead of|as opposed to|and not (?:just|only|merely)|not (?:just|only|merely)"
_EXPLAINED: Final = re.compile(
    rf"\s*(?:\([^()]*\)|[,;–—-]?\s*\b(?:{_EXAMPLE}|{_CONTRAST})\b.*|:\s.*)", re.IGNORECASE | re.DOTALL
)
_BREAK: Final = re.compile(r"(?<=[:;.?!,)])\s+|\s+[-–—]+\s+")
_MOST_BREAKS: Final = 8
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


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that may be what it asks."""

    text: str
    lead: str = ""
    """What leads up to it."""
    explanation: str = ""
    """What is left out of it because it explains."""
    rest: str = ""
    """What follows it."""
    announced: bool = False
    """Whether words such as *I would like to know* say that it is the question."""


class Clauses:
    """Finds the clauses of a question that may be what it asks."""

    def __init__(self, openings: Iterable[str]) -> None:
        """Take the phrases behind which a request begins, such as *would like to know*."""
        phrases = sorted((r"\s+".join(map(re.escape, phrase.split())) for phrase in openings), key=len, reverse=True)
        self._opening = re.compile(rf"\b(?:{'|'.join(phrases)})\b[\s,:]*", re.IGNORECASE) if phrases else None

    def find(self, text: str) -> Iterator[Clause]:
        """Yield the clauses, those that are announced first and the longer before the shorter; not the text itself."""
        main, explanation = main_clause(text)
        if explanation:
            yield Clause(main, explanation=explanation)
        begins = self._begins(text)
        if begins:
            lead, rest = text[:begins], text[begins:]
            yield Clause(rest, lead, announced=True)
            main, explanation = main_clause(rest)
            if explanation:
                yield Clause(main, lead, explanation, announced=True)
        yield from self._parted(text[begins:], text[:begins])

    @staticmethod
    def _parted(text: str, lead: str) -> Iterator[Clause]:
        """Yield what stands before each of the breaks of a text and what stands behind it."""
        sides = [(text[: one.start()], text[one.end() :]) for one in _BREAK.finditer(text)][:_MOST_BREAKS]
        found = [Clause(before, lead, rest=behind, announced=bool(lead)) for before, behind in sides]
        found += [Clause(behind, f"{lead} {before}") for before, behind in sides]
        enough = (one for one in found if len(one.text.split()) >= _LEAST)
        yield from sorted(enough, key=lambda one: len(one.text), reverse=True)

    def _begins(self, text: str) -> int:
        """Return where the last request of a text begins, 0 where nothing leads up to one."""
        ends = [match.end() for match in self._opening.finditer(text)] if self._opening else []
        return next((end for end in reversed(ends) if len(text[end:].split()) >= _LEAST), 0)
