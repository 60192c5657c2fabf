"""Worked examples of how people ask: a file of sentences for each saved question, one a line.

Names are replaced by their kind in braces (``{topic}``, ``{respondent}``, ``{organisation}``, ``{group}``), so that an
example holds for every topic and body. ``nothing.txt`` has sentences that no saved question answers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sparql import BUNDLED_EXAMPLES
from sparql.asking.words import Word, level, words
from sparql.saved import SavedQuestion
from sparql.saved.phrasings import pieces

NOTHING: Final = "nothing"
"""The name under which the examples stand that no saved question answers."""
_SEVERAL: Final = 3
"""Fewest examples with a word that counts as usual."""
_KINDS: Final = {"asker": "respondent", "body": "respondent", "addressee": "organisation", "to": "organisation"}
"""The kind of body for a kind or a parameter that a phrasing names."""

Item = Word | str
"""A word of a sentence, or the kind of thing that is named in its place."""


def load(folder: Path = BUNDLED_EXAMPLES) -> Mapping[str, Sequence[Sequence[Item]]]:
    """Return the examples of a folder, by the name of the saved question."""
    return {
        path.stem: [items(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for path in sorted(folder.glob("*.txt"))
    }


def own(question: SavedQuestion, *, alone: bool) -> list[Sequence[Item]]:
    """Return the phrasings of a saved question as examples: those in its header, or all if it has no others."""
    return [items(text) for text in (question.phrasings if alone else question.asks)]


def usual(each: Mapping[str, Sequence[Sequence[Item]]]) -> frozenset[str]:
    """Return the forms of words that several examples of answerable questions have."""
    sentences = (sentence for name, sentences in each.items() if name != NOTHING for sentence in sentences)
    spread = Counter(
        form
        for one in sentences
        for form in {item.form for item in one if isinstance(item, Word) and item.text.isalpha()}
    )
    return frozenset(form for form, count in spread.items() if count >= _SEVERAL)


def items(text: str) -> list[Item]:
    """Cut an example into words and kinds of things.

    >>> [str(getattr(one, "text", one)) for one in items("does {body} ask {addressee} for {topic}")]
    ['does', 'respondent', 'ask', 'organisation', 'for', 'topic']
    """
    found: list[Item] = []
    for piece in pieces(text):
        if isinstance(piece, str):
            found += words(level(piece))
        else:
            name = piece.kind or piece.name
            found.append(_KINDS.get(name, name))
    return found
