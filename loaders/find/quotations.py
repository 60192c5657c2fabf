"""Quotations: words in quotation marks that the respondent puts in a speaker's mouth, and who the speaker is.

A title, a cited document's phrase and a word held at arm's length stand in quotation marks too, so a pair of marks is a
quotation only where a speaker and a verb of saying stand with it. The wordings stand in ``patterns/speech.yaml``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.document import Quotation, Span
from loaders.find.layout import Unit
from loaders.find.patterns import expression, load
from loaders.find.sentences import sentences

_PAIRS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")
_EITHER = {mark: re.compile(f"[{mark}{close}]") for mark, close in _PAIRS.items()}
_DEEPEST = 3
_LONGEST = 6000
_FEWEST_WORDS = 3
_LONGEST_ASIDE = 100
_LONGEST_BEFORE = 600
"""Characters before a mark in which its speaker is sought."""
_LONGEST_NAME = 16
_MOST_SCARE_WORDS = 6
_PERSON = expression("speech.person")
_PRONOUN = expression("speech.pronoun")
_ANOTHER = expression("speech.another")
_OPENS_WITH_PERSON = expression("speech.opens-with-person")
_CITED = expression("speech.cited")
_BY = expression("speech.by")
_SIGNATURE = expression("speech.signature")
_BRACKETED = expression("speech.bracketed")
_LEAD = expression("speech.lead-in")
_TRAIL = expression("speech.trail")
_FINITE = expression("speech.finite-verb")
_VERB = load("speech")["before"].patterns[0]
_VERB_AFTER = load("speech")["after"].patterns[0]


@dataclass(frozen=True, slots=True)
class Marks:
    """A pair of quotation marks: the span between them, and which marks they are."""

    span: Span
    mark: str


def marked(text: str, span: Span) -> list[Marks]:
    """Return the outermost quoted runs within a span, in order; one walk over the text."""
    found: list[Marks] = []
    opening = _OPENING.search(text, span.start, span.end)
    while opening:
        at = opening.start()
        end = _closing(text, at, span) if _opens(text, at, span) else None
        if end is not None:
            found.append(Marks(Span(at + 1, end), text[at]))
        opening = _OPENING.search(text, at + 1 if end is None else end + 1, span.end)
    return found


def _opens(text: str, at: int, span: Span) -> bool:
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    return not before.isalnum() and not after.isspace()


def _closing(text: str, at: int, span: Span) -> int | None:
    """Return where the mark opened at ``at`` is closed, with marks of the same kind nested inside it."""
    mark, close = text[at], _PAIRS[text[at]]
    depth = 1
    for found in _EITHER[mark].finditer(text, at + 1, min(span.end, at + _LONGEST)):
        place = found.start()
        last, following = text[place - 1], text[place + 1 : place + 2]
        if close in "’'" and last.isalnum() and following.isalnum():
            continue  # an apostrophe
        if mark == close:
            opens = following.isalnum() and not last.isalnum() and last not in ".,!?"
        else:
            opens = text[place] == mark
        depth += 1 if opens else -1
        if depth == 0:
            return place
        if depth > _DEEPEST:
            return None
    return None


def quotations(
    text: str, unit: Unit, question: str | None, *, single_is_speech: bool, lead: str = ""
) -> list[Quotation]:
    """Return the quotations of one unit; ``lead`` is the unit before it, where that ends in a colon."""
    marks = marked(text, unit.span)
    found: list[Quotation] = []
    starts = _openings(text, unit.span, marks)
    for index, pair in enumerate(marks):
        words = pair.span.of(text).split()
        if len(words) < _FEWEST_WORDS or (
            pair.mark in "'‘" and not single_is_speech and len(words) <= _MOST_SCARE_WORDS
        ):
            continue
        begin, earlier = starts[index]
        begin = max(begin, pair.span.start - 1 - _LONGEST_BEFORE)
        nearest = max(begin, marks[index - 1].span.end + 1) if index else begin
        until = marks[index + 1].span.start - 1 if index + 1 < len(marks) else len(text)
        around = _Around(
            nearest=text[nearest : pair.span.start - 1] if nearest > begin else "",
            before=text[begin : pair.span.start - 1],
            after=text[pair.span.end + 1 : min(until, pair.span.end + 160)],
            earlier=text[max(earlier, begin - _LONGEST_BEFORE) : begin],
            lead=lead if pair.span.start - 1 == unit.span.start else "",
            last=found[-1].speaker if found else None,
        )
        attribution = around.speaker()
        if attribution is None and found and _resumes(text, found[-1], pair):
            attribution = found[-1].rule, found[-1].speaker or ""
        if attribution:
            rule, speaker = attribution
            found.append(Quotation(span=_inside(text, pair.span), question=question, rule=rule, speaker=speaker))
    return found


def _resumes(text: str, last: Quotation, pair: Marks) -> bool:
    """Tell whether a quotation goes on after its speaker was named (“…,” said X. “…”)."""
    between = text[last.span.end + 1 : pair.span.start - 1]
    return last.rule == _VERB_AFTER.id and len(between) <= _LONGEST_ASIDE and between.rstrip().endswith((".", ","))


def uses_single_marks(text: str) -> bool:
    """Tell whether a document quotes speech in single marks, having no double ones."""
    return not re.search('[“”"]', text)


def _inside(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _openings(text: str, span: Span, marks: Sequence[Marks]) -> list[tuple[int, int]]:
    """Return, for each pair of marks, where its sentence begins, and where the sentence before that begins."""
    if not marks:
        return []
    starts = [sentence.start for sentence in sentences(text, span)]
    openings = [pair.span.start for pair in marks]
    outside = []
    for start in starts:
        index = bisect_right(openings, start) - 1
        if index < 0 or start >= marks[index].span.end:
            outside.append(start)
    found = []
    for pair in marks:
        index = bisect_left(outside, pair.span.start)
        found.append((outside[index - 1] if index else span.start, outside[index - 2] if index > 1 else span.start))
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a pair of marks."""

    nearest: str
    """What stands between the mark and an earlier quotation in the same sentence; empty where there is none."""
    before: str
    after: str
    earlier: str
    """The sentence before."""
    lead: str
    last: str | None
    """The speaker of the quotation before this one in the same unit."""

    def speaker(self) -> tuple[str, str] | None:
        """Return the rule that names a speaker, and the speaker."""
        if _CITED.search(self.before):
            return None
        nearest = self.nearest if _ANOTHER.match(self.nearest) else ""
        for source in (nearest, self.before, self.lead):
            if found := self._named_before(source):
                return _VERB.id, found
        if found := _named_after(self.after):
            return _VERB_AFTER.id, found
        stands_alone = not self.before.strip() and not re.search('[“"«„]', self.earlier)
        if stands_alone and (found := self._named_before(self.earlier)):
            return _VERB.id, found
        return None

    def _named_before(self, source: str) -> str | None:
        lowered = source.lower().replace("’", "'")
        for verb in _VERB.find.finditer(lowered):
            if by := _BY.match(source[verb.end() :]):
                if _PERSON.search(by["speaker"]):
                    return by["speaker"].strip()
                continue
            subject = _subject(source[: verb.start()])
            if subject and _PRONOUN.match(subject):
                return _subject(_clause(self.earlier)) or self.last or _introduced(self.earlier) or subject
            if subject and subject.lower() == "another" and self.last:
                return re.sub(r"^(?:one|an?|the)\b", "another", self.last, count=1, flags=re.IGNORECASE)
            if subject and _PERSON.search(subject) and len(subject.split()) <= _LONGEST_NAME:
                return subject
        return None


def _clause(sentence: str) -> str:
    """Return what stands before the first finite verb of a sentence: its subject, near enough."""
    verb = _FINITE.search(sentence)
    return sentence[: verb.start()] if verb else ""


def _introduced(sentence: str) -> str | None:
    """Return the person with whom a sentence opens, whatever its verb: ``One of our clients, Mrs Shah,``."""
    opening = _OPENS_WITH_PERSON.match(sentence)
    return opening[0].strip(" ,") if opening and _PERSON.search(opening[0]) else None


def _subject(words: str) -> str:
    """Return the speaker from what stands before a verb of saying."""
    words = re.split(r": |; | [–—-] ", " ".join(words.split()).rstrip(":;–—- "))[-1]
    for _ in range(3):
        words = _TRAIL.sub("", words)
        lead = _LEAD.match(words)
        if not lead or (lead[0].endswith(", ") and _PERSON.search(lead[0])) or not _PERSON.search(words[lead.end() :]):
            break
        words = words[lead.end() :]
    return _clause(words + " ") or words


def _named_after(after: str) -> str | None:
    """Return the speaker named after the closing mark: ``, said X``; ``, X said``; ``(X)``; ``– X``."""
    lowered = after.lower()
    if match := _VERB_AFTER.find.match(lowered):
        return _person(re.split(r"[.,;:]", after[match.end() :], maxsplit=1)[0])
    if match := re.match(r"[,.]?\s+(?P<speaker>[^.,;:]{2,80}?)\s(?=" + _VERB.find.pattern + ")", after, re.IGNORECASE):
        return _person(match["speaker"])
    for pattern in (_BRACKETED, _SIGNATURE):
        if match := pattern.match(after):
            return _person(match["speaker"])
    return None


def _person(words: str) -> str | None:
    words = words.strip()
    return words if _PERSON.search(words) or re.match(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+", words) else None
