"""Whom an ask names that the ontology does not hold: *water companies must publish …*, in the words of the passage.

The wordings stand in ``parties.yaml``. They look for nouns of those who can act, so that fees that *should* fall ask
nobody; *the regulator* alone is whoever the document means by it, and names nobody new. Institutions are told by the
capitals of their names.
"""

from typing import Final

from loaders.document import Span
from loaders.find.patterns import words_of
from loaders.resolve.patterns import Wording, guard, wordings
from loaders.resolve.reading import Reading

_NAME: Final = "parties"


def parties(reading: Reading, span: Span) -> tuple[str, ...]:
    """Return the names of those whom a passage asks to act, as it writes them, without *the* and *every*."""
    masked = reading.masked(span)
    if not guard(_NAME, "may_name").search(masked.text):
        return ()
    words = words_of(masked.text)
    for wording in wordings(_NAME)["parties"]:
        if not wording.needs.isdisjoint(words) and (found := named(wording, reading, span)):
            return found
    return ()


def named(wording: Wording, reading: Reading, span: Span) -> tuple[str, ...]:
    """Return the names that one wording finds in a passage."""
    masked = reading.masked(span)
    found: dict[str, None] = {}
    for match in wording.find.finditer(masked.text):
        group = next(name for name, words in match.groupdict().items() if words)
        name = " ".join(masked.span(*match.span(group)).of(reading.text).split())
        if "proper" not in wording.yields or _is_institution(name):
            found[name] = None
    return tuple(found)


def _is_institution(name: str) -> bool:
    """Tell whether words are written as a name, and one of them says that it is an institution's: *Crown Estate*."""
    words = name.split()
    titled = all(word[0].isupper() or guard(_NAME, "small_word").fullmatch(word) for word in words)
    return titled and any(guard(_NAME, "institution").fullmatch(word.lower()) for word in words)
