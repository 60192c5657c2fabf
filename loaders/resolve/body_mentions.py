"""Finds where a document names bodies: by one of their labels, by initials, or by the last noun of a fuller name.

*The Agency* is whichever agency the document has named in full. *The Commission* is not a body of the ontology if the
document is about another commission.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from loaders.document import Span
from loaders.patterns import guard
from loaders.resolve.full_names import spelled_out
from loaders.resolve.proper_names import outside_proper_names
from ontology.lexicon import Body, Lexicon
from ontology.phrases import Match
from ontology.wording import Words

_NAME: Final = "body_mentions"
"""The file of wordings that decide whether a word names a body."""
_COMPOUND: Final = re.compile(r"[-‐‑]\w")
_COMPOUNDED: Final = re.compile(r"\w[-‐‑]$")
_APOSTROPHES: Final = "'’ʼ"
_OFFICE: Final = re.compile(f"[{_APOSTROPHES}]s office$")
"""Ending of a name that is dropped to get the noun for its holder: *Information Commissioner's Office*."""
_SENTENCE_END: Final = re.compile(r"[.?!:]\s|\s*\n\s*\n")
_LEAST_INITIALS: Final = 3
"""Fewest letters of initials that are matched to a name without the document giving them in brackets."""


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A place where a body is named, or several bodies that share the name."""

    bodies: tuple[Body, ...]
    span: Span
    possessive: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the bodies named."""
        return tuple(body.id for body in self.bodies)


def body_mentions(words: Words, lexicon: Lexicon) -> list[BodyMention]:
    """Return the mentions of a lexicon's bodies in a text, in order and without overlaps."""
    named = _named(words, outside_proper_names(words, lexicon.find_bodies(words)))
    named = sorted((*named, *_by_initials(words.text, named)), key=lambda one: one.span)
    nouns = [match.span("name") for match in guard(_NAME, "short_name").finditer(words.text)]
    if not nouns:
        return named
    starts = {start for start, _ in nouns}
    short = {one.span for one in named if _is_short(words.text, one, starts)}
    full = [one for one in named if one.span not in short]
    spoken_of = {id_ for one in full for id_ in one.ids}
    fuller = _by_noun(words.text, {words.text[start:end].lower() for start, end in nouns}, full)
    kept = [
        one
        for one in named
        if one.span not in short or (_is_meant(one, spoken_of) and not _is_noun_of_another(words.text, one, fuller))
    ]
    return sorted((*kept, *_in_short(words.text, nouns, fuller, kept)), key=lambda one: one.span)


def _by_initials(text: str, named: Sequence[BodyMention]) -> Iterator[BodyMention]:
    """Yield mentions by initials of bodies named in full; brackets give the initials, or they are those of the name."""
    taken = {one.span.start for one in named}
    called = {_as_called(text, one): one.bodies for one in named}
    implied = {initials: full for full in called if len(initials := _initials(full)) >= _LEAST_INITIALS}
    for initials, full in (implied | dict(spelled_out(text))).items():
        bodies = called.get(full.rstrip(_APOSTROPHES + "s"))
        if bodies and initials in text:  # most are not there, and this test is far quicker than a match
            for match in re.finditer(
                rf"(?<![\w-]){re.escape(initials)}(?P<possessive>[{_APOSTROPHES}]s)?(?![\w-])", text
            ):
                if match.start() not in taken:
                    yield BodyMention(bodies, Span(*match.span()), match["possessive"] is not None)


def _by_noun(text: str, nouns: Iterable[str], full: Sequence[BodyMention]) -> Mapping[str, Sequence[BodyMention]]:
    """Return, for each noun, the full mentions whose name ends with it, in the order of the text."""
    return {noun: [one for one in full if _ends_with(text, one, noun)] for noun in nouns}


def _is_noun_of_another(text: str, short: BodyMention, fuller: Mapping[str, Sequence[BodyMention]]) -> bool:
    """Tell whether a short mention (*the Council*) differs from every body named in full that ends with its noun."""
    noun = short.span.of(text).split()[-1].removesuffix("s").rstrip(_APOSTROPHES)
    named = fuller.get(noun.lower(), ())
    return noun[0].isupper() and bool(named) and all(short.ids != one.ids for one in named)


def _is_short(text: str, mention: BodyMention, starts: set[int]) -> bool:
    """Tell whether a mention is only a short name such as *the Commission*."""
    return mention.span.end - len(mention.span.of(text).split()[-1]) in starts


def _is_meant(short: BodyMention, spoken_of: AbstractSet[str]) -> bool:
    """Tell whether a short mention can be kept.

    It can if its body, or one that the body oversees, is named in full, or if it is a group that oversees nobody.
    """
    return any(
        (body.is_group and not body.oversees) or body.id in spoken_of or not spoken_of.isdisjoint(body.oversees)
        for body in short.bodies
    )


def _in_short(
    text: str,
    nouns: Iterable[tuple[int, int]],
    fuller: Mapping[str, Sequence[BodyMention]],
    kept: Iterable[BodyMention],
) -> Iterator[BodyMention]:
    """Yield a mention for each short noun that none covers yet.

    It means the last body before it whose full name ends with the noun, or else the first one after it.
    """
    taken = {one.span.end for one in kept}
    for start, end in nouns:
        named = fuller[text[start:end].lower()]
        possessive = text[end : end + 2].lower() in {f"{mark}s" for mark in _APOSTROPHES}
        stop = end + 2 if possessive else end
        if named and stop not in taken:
            last = bisect_right(named, start, key=lambda one: one.span.start) - 1
            yield BodyMention(named[max(0, last)].bodies, Span(start, stop), possessive)


def _ends_with(text: str, mention: BodyMention, noun: str) -> bool:
    """Tell whether the full name of a mention ends with a noun, whether written out or abbreviated to initials."""
    surface = _as_called(text, mention)
    if " " in surface:
        return _OFFICE.sub("", surface.lower()).endswith(f" {noun}")
    return any(_initials(label) == surface and label.lower().endswith(f" {noun}") for label in _labels(mention))


def _as_called(text: str, mention: BodyMention) -> str:
    """Return a name as the document writes it, on one line and without a possessive ending."""
    return " ".join(mention.span.of(text).split()).rstrip(_APOSTROPHES + "s")


def _labels(mention: BodyMention) -> Iterable[str]:
    return (label for body in mention.bodies for label in (body.label, *body.alt_labels))


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.split() if word[0].isupper())


def _named(words: Words, matches: Iterable[Match[Body]]) -> list[BodyMention]:
    """Return the mentions made by matches of labels; bodies matched at the same place share one mention."""
    found: list[BodyMention] = []
    last = -1
    for match in matches:
        span = Span(words.starts[match.first], words.ends[match.last])
        if match.first > last and not _is_no_name(words, match, span):
            surface = words.surfaces[match.last]
            possessive = surface[-1] in "sS" and len(surface) > 1 and surface[-2] in _APOSTROPHES
            found.append(BodyMention((match.value,), span, possessive))
            last = match.last
        elif found and span == found[-1].span:
            found[-1] = BodyMention((*found[-1].bodies, match.value), span, found[-1].possessive)
    return found


def _is_no_name(words: Words, match: Match[Body], span: Span) -> bool:
    """Tell whether a match is not a name, but part of a compound (*place-based*) or a bare noun (*trust*)."""
    text = words.text
    if _COMPOUND.match(text, span.end) or _COMPOUNDED.search(text[max(0, span.start - 2) : span.start]):
        return True
    noun = words.surfaces[match.first]
    if match.length > 1 or not match.value.is_group or guard(_NAME, "names_alone").fullmatch(noun.lower()):
        return False
    if not noun.islower():
        return noun.istitle() and text.startswith(" of ", span.end) and _opens_sentence(words, match)
    before = words.surfaces[match.first - 1].lower() if match.first else ""
    apart = not match.first or text[words.ends[match.first - 1] : span.start].strip() != ""
    return apart or guard(_NAME, "determiner").fullmatch(before) is None


def _opens_sentence(words: Words, match: Match[Body]) -> bool:
    """Tell whether a match begins a sentence, where any word has a capital."""
    before = words.text[words.ends[match.first - 1] : words.starts[match.first]] if match.first else ""
    return not match.first or _SENTENCE_END.match(before) is not None
