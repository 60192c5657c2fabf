"""Finding the clause of a text that asks the question, without its lead and its explanations.

Explanations are examples, reasons, text in brackets, and what is mentioned to say that it is not meant. A lead is, for
example, *I was a nurse for years and I would like to know*. If a text has breaks, either side of one may be the
question.
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
"""Most breaks at which a text is divided."""
_PRONOUN: Final = re.compile(r"\b(?:it|its|they|them|their|that|this|those|us|we|our)\b", re.IGNORECASE)
_LEAST: Final = 3
"""Fewest words of a clause that can be a question."""


def main_clause(text: str) -> tuple[str, str]:
    """Return a question without its explanations, and the explanations, if any.

    >>> main_clause("Who wants openness, e.g. minutes on the web?")
    ('Who wants openness', ', e.g. minutes on the web?')
    >>> main_clause("who asks for openness rather than secrecy")
    ('who asks for openness', ' rather than secrecy')
    >>> main_clause("who asks for peer review")
    ('who asks for peer review', '')
    """
    return _EXPLAINED.sub("", text).strip(), " ".join(match[0] for match in _EXPLAINED.finditer(text))


def refers_back(text: str) -> bool:
    """Tell whether a clause has a pronoun, which may refer to something named elsewhere."""
    return _PRONOUN.search(text) is not None


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that may be the question."""

    text: str
    lead: str = ""
    """The text before it that leads up to it."""
    explanation: str = ""
    """The explanations that were left out of it."""
    rest: str = ""
    """The text after it."""
    announced: bool = False
    """Whether words such as *I would like to know* introduce it."""


class Clauses:
    """Finds the clauses of a text that may be the question."""

    def __init__(self, openings: Iterable[str]) -> None:
        """``openings`` are phrases that introduce a request, such as *would like to know*."""
        phrases = sorted((r"\s+".join(map(re.escape, phrase.split())) for phrase in openings), key=len, reverse=True)
        self._opening = re.compile(rf"\b(?:{'|'.join(phrases)})\b[\s,:]*", re.IGNORECASE) if phrases else None

    def find(self, text: str) -> Iterator[Clause]:
        """Yield the clauses other than the whole text, introduced ones first and longer ones before shorter ones."""
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
        """Yield the two sides of each break in a text, longer ones first."""
        sides = [(text[: one.start()], text[one.end() :]) for one in _BREAK.finditer(text)][:_MOST_BREAKS]
        found = [Clause(before, lead, rest=behind, announced=bool(lead)) for before, behind in sides]
        found += [Clause(behind, f"{lead} {before}") for before, behind in sides]
        enough = (one for one in found if len(one.text.split()) >= _LEAST)
        yield from sorted(enough, key=lambda one: len(one.text), reverse=True)

    def _begins(self, text: str) -> int:
        """Return where the last introduced request of a text begins; 0 if there is none."""
        ends = [match.end() for match in self._opening.finditer(text)] if self._opening else []
        return next((end for end in reversed(ends) if len(text[end:].split()) >= _LEAST), 0)
