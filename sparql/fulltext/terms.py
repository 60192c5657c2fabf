"""Parsing a search into words and phrases, and the analyser that reduces words to their stems."""

import re
from dataclasses import dataclass
from typing import Final

import tantivy

_ASKED: Final = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
_LONG_WORD: Final = 60
"""Bytes from which on a word is ignored."""
_LONGEST: Final = 64
"""Most words of a search that are considered."""


@dataclass(frozen=True, slots=True)
class Words:
    """One word or phrase of a search."""

    text: str
    phrase: bool = False
    excluded: bool = False


def read_search(text: str) -> list[Words]:
    """Return the words and the quoted phrases of a search; ``-`` before one excludes it."""
    found = []
    for minus, phrase, other_minus, word in _ASKED.findall(text.replace("“", '"').replace("”", '"')):
        if word or phrase:
            found.append(Words(phrase or word, bool(phrase), bool(minus or other_minus)))
    return found[:_LONGEST]


def reason_against(text: str) -> str | None:
    """Return why a search can never find anything, as a predicate; None if it can."""
    asked = read_search(text)
    analyzer = english_analyzer()
    if any(analyzer.analyze(one.text) for one in asked if not one.excluded):
        return None
    if any(analyzer.analyze(one.text) for one in asked):
        return "only leaves words out: give a word to find as well, such as minutes -early"
    return f"has no word to find: a word has letters or digits, and fewer than {_LONG_WORD} of them"


def english_analyzer() -> tantivy.TextAnalyzer:
    """Return the analyser of texts: it folds case and accents, drops absurdly long words and stems English ones."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(_LONG_WORD), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.filter(tantivy.Filter.stemmer("english")).build()
