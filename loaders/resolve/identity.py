"""Guesses who responds, who consults, the title and the date of a document for which no manifest gives them.

The wordings are in ``identity.yaml``; the ontology says which bodies may consult. Every guess is reported in the notes
of the extraction.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from loaders.document import Context, Span
from loaders.patterns import guard, load
from loaders.resolve.body_mentions import BodyMention
from loaders.resolve.reading import Masked, Reading
from loaders.resolve.title_and_date import guess_date, guess_title
from ontology.lexicon import Consulting

_NAME: Final = "identity"
_OPENING: Final = 4000
"""Length, in code points, of the opening in which a document says who writes to whom."""
_LONGEST_LINE: Final = 400
_HEAD: Final = 3
"""How many lines at the top may be headed by the bare name of the respondent."""


def identified(reading: Reading, context: Context) -> tuple[Context, list[str]]:
    """Return the context with what was missing guessed, and a sentence that reports each guess."""
    notes = []
    if context.respondent is None and context.respondent_label is None:
        id_, label = guess_respondent(reading)
        if label:
            context = replace(context, respondent=id_, respondent_label=label)
            notes.append(f"The respondent was guessed from the text: {label}.")
    if context.owner is None and (owner := guess_owner(reading, context.respondent)):
        context = replace(context, owner=owner.id)
        notes.append(f"Whoever consults was guessed: {owner}.")
    if context.title is None and (title := guess_title(reading.text)):
        context = replace(context, title=title)
        notes.append(f"The title was guessed from the text: {title}.")
    if context.date is None and (date := guess_date(reading.text)):
        context = replace(context, date=date)
        notes.append(f"The date was guessed from the text: {date}.")
    return context, notes


def _bare(name: str) -> str:
    """Return a name on one line, without its article or a possessive ending."""
    return re.sub(r"^the |['’ʼ]s?$", "", " ".join(name.split()), flags=re.IGNORECASE)


class Owner(NamedTuple):
    """A body of the ontology that consults; ``named`` is what the document calls it, empty if it does not."""

    id: str
    label: str
    named: str

    def __str__(self) -> str:
        """Return the name used in the document, followed by the label it is filed under if that differs."""
        return self.label if self.named in {self.label, ""} else f"{self.named} (filed under: {self.label})"


def guess_owner(reading: Reading, respondent: str | None) -> Owner | None:
    """Return the body that consults, or None if nothing tells.

    It is the one that the opening replies to, or else the issuer of a framework named there, or else the one named most
    often in the document, or else the lexicon's usual one; never the respondent, who does not reply to itself.
    """
    masked = reading.masked(Span(0, min(len(reading.text), _OPENING)))
    heard = guard(_NAME, "before_committee").search(masked.text) is not None
    found = _replied_to(masked, respondent, heard=heard)
    issuer = reading.lexicon.issuer_of_framework_in(reading.text[:_OPENING])
    if not found and not heard and issuer and issuer != respondent:
        return Owner(issuer, reading.lexicon.bodies[issuer].label, "")
    if not found and not heard:
        found = list(_consulting(reading.names, respondent, Consulting.WHERE_NAMED))
    if found:
        id_ = Counter(id_ for id_, _ in found).most_common(1)[0][0]
        named = next(span.of(reading.text) for one, span in found if one == id_)
        return Owner(id_, reading.lexicon.bodies[id_].label, _bare(named))
    usual = reading.lexicon.usual_consulter
    return Owner(usual.id, usual.label, "") if usual and usual.id != respondent else None


def _replied_to(masked: Masked, respondent: str | None, *, heard: bool) -> list[tuple[str, Span]]:
    """Return the bodies that an opening replies to, with where they are named, by the surest wording that finds any.

    In oral evidence (``heard``), wordings marked ``paper`` are skipped: it mentions papers that it does not reply to.
    """
    rank, found = 0, list[tuple[str, Span]]()
    for wording in load(_NAME)["owners"]:
        if found and wording.rank > rank:
            break
        rank = wording.rank
        for match in () if heard and "paper" in wording.yields else wording.find.finditer(masked.text):
            found += _consulting(masked.names_within(*match.span("owner")), respondent)
    return found


def _consulting(
    names: Iterable[BodyMention], respondent: str | None, least: Consulting = Consulting.WHERE_REPLIED_TO
) -> Iterator[tuple[str, Span]]:
    """Yield the id of each body named that may consult, other than the respondent, and where it is named."""
    for name in names:
        for body in name.bodies:
            if body.id != respondent and body.consults >= least:
                yield body.id, name.span


def guess_respondent(reading: Reading) -> tuple[str | None, str | None]:
    """Return the id and the name of the respondent; no id if it is not in the ontology, and neither if unknown."""
    openings = [(opening, opening.lower()) for opening in _openings(reading.text)]
    for wording in load(_NAME)["respondents"]:
        in_head = "head" in wording.yields
        for opening, small in takewhile(_undated, openings[:_HEAD]) if in_head else openings:
            match = wording.find.search(small)
            name = _name(opening[match.start("name") : match.end("name")], reading) if match else ""
            if name and not (in_head and _consults(name, reading)):
                id_ = _body_called(name, reading)
                return id_, reading.lexicon.bodies[id_].label if id_ else name
    return None, None


def _openings(text: str) -> Iterator[str]:
    """Yield each line of the opening with the next, skipping blank lines and any whose length changes in lower case."""
    lines = [line for line in text[:_OPENING].split("\n") if line.strip()]
    for line, after in pairwise([*lines, ""]):
        opening = f"{line[:_LONGEST_LINE]}\n{after[:_LONGEST_LINE]}"
        if len(opening.lower()) == len(opening):
            yield opening


def _name(words: str, reading: Reading) -> str:
    """Return a name without its article, or an empty string if the words are not a name."""
    words = " ".join(words.split()).strip(" -–—:,.'’*#_")
    article = guard(_NAME, "article").match(words.lower())
    words = words[article.end() :] if article else words
    small = guard(_NAME, "small_word")
    titled = bool(words) and words[0].isupper() and all(w[0].isupper() or small.fullmatch(w) for w in words.split())
    if not titled or guard(_NAME, "no_name").fullmatch(words.lower()):
        return ""
    return words if " " in words or _body_called(words, reading) else ""


def _undated(opening: tuple[str, str]) -> bool:
    """Tell whether a line is not a date; the names below a date are those of the recipient."""
    line = opening[1].partition("\n")[0]
    return not any(wording.find.search(line) for wording in load(_NAME)["dates"])


def _consults(name: str, reading: Reading) -> bool:
    """Tell whether a name is that of a body that may consult, and so may be the recipient and not the writer."""
    id_ = _body_called(name, reading)
    return id_ is not None and reading.lexicon.bodies[id_].consults >= Consulting.WHERE_REPLIED_TO


def _body_called(name: str, reading: Reading) -> str | None:
    """Return the id of the body whose name this is as a whole, or None."""
    named = reading.lexicon.mentions(name)
    return next((one.id for one in named if one.kind == "body" and one.end - one.start == len(name)), None)
