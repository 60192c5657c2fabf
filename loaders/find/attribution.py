"""Who is named as the speaker of quoted words, by what stands before and after them.

The wordings stand in ``patterns/speech.yaml``: ``frames`` that name a speaker before a quotation, verbs of saying
before and after it, and who can speak at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.patterns import Pattern, expression, load

_SPEECH = load("speech")
_FRAMES = _SPEECH["frames"].patterns
_VERB = _SPEECH["before"].patterns[0]
VERB_AFTER = _SPEECH["after"].patterns[0]
_PERSON = expression("speech.person")
_SUBJECT_PERSON = expression("speech.person-as-subject")
_INDEFINITE = expression("speech.indefinite")
_THING = expression("speech.thing-as-subject")
_NAMED = expression("speech.named")
_PRONOUN = expression("speech.pronoun")
_ANOTHER = expression("speech.another")
_OPENS_WITH_PERSON = expression("speech.opens-with-person")
_CITED = expression("speech.cited")
_TERM = expression("speech.term")
_PASSIVE = expression("speech.passive")
_TELLS = expression("speech.tells")
_BY = expression("speech.by")
_SPEAKER_VERB = expression("speech.speaker-verb-after")
_SIGNATURE = expression("speech.signature")
_BRACKETED = expression("speech.bracketed")
_FIRST_NAME = expression("speech.first-name")
_LEAD = expression("speech.lead-in")
_TRAIL = expression("speech.trail")
_RELATIVE = expression("speech.relative-clause")
_FINITE = expression("speech.finite-verb")
_SENTENCE_END = expression("speech.sentence-end")
_ENDED = re.compile(r"""(?:^|[.!?]["”’)]{0,3})\s*$""")
"""The end of a sentence, or nothing: what stands before quoted words that no sentence takes up."""
_PLAIN = str.maketrans({"’": "'", "\n": " "})
"""One character for one, so that offsets hold."""
_LONGEST_NAME = 16
"""Words; what is longer is a clause and no name."""
_NEAR = 80
"""Characters within which a verb must stand before a quotation where its subject is known by its form alone."""


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a pair of marks."""

    before: str
    """The sentence up to the mark."""
    after: str = ""
    nearest: str = ""
    """What stands between the mark and an earlier quotation in the same sentence; empty where there is none."""
    earlier: str = ""
    """The sentence before."""
    lead: str = ""
    """The unit before, where it ends in a colon and the mark opens this one."""
    last: str | None = None
    """The speaker of the quotation before this one in the same unit."""
    is_short: bool = False
    """Whether the quoted words could be a term: few, and without a full stop."""

    def speaker(self) -> tuple[str, str] | None:
        """Return the rule that names a speaker, and the speaker."""
        if _CITED.search(self.before) or (self.is_short and _TERM.search(self.before)):
            return None
        if _ENDED.search(self.before) and (found := signed(self.after)):
            return found
        nearest = self.nearest if _ANOTHER.match(self.nearest) else ""
        for source in (nearest, self.before, self.lead):
            if found := self._framed(source) or self._told(source):
                return found
        if found_after := _named_after(self.after):
            pronoun = _PRONOUN.fullmatch(found_after)
            return VERB_AFTER.id, (self._antecedent() if pronoun else None) or found_after
        stands_alone = not self.before.strip() and not re.search('[“"«„]', self.earlier)
        return self._told(self.earlier) if stands_alone else None

    def _framed(self, source: str) -> tuple[str, str] | None:
        """Find the speaker by a wording that ends at the quotation: ``in the words of X,``; ``a comment from X:``."""
        sentence = _last_sentence(source).replace("\n", " ")
        for frame in _FRAMES:
            match = frame.find.search(sentence)
            if match and (speaker := self._of_frame(frame, match)):
                return frame.id, speaker
        return None

    def _of_frame(self, frame: Pattern, match: re.Match[str]) -> str | None:
        subject = _subject(match["speaker"])
        if _PRONOUN.fullmatch(subject):
            return self._antecedent()
        listed = frame.yields.get("speaker") == "listed"
        known = _SUBJECT_PERSON.match(subject) if listed else _can_speak(subject)
        return subject if known and len(subject.split()) <= _LONGEST_NAME else None

    def _told(self, source: str) -> tuple[str, str] | None:
        """Find the speaker as the subject of a verb of saying, or as the one by whom something was said."""
        lowered = source.lower().translate(_PLAIN)
        for verb in _VERB.find.finditer(lowered):
            if by := _BY.match(source[verb.end() :]):
                if _PERSON.search(by["speaker"]):
                    return _VERB.id, by["speaker"].strip()
                continue
            if _PASSIVE.search(source, max(0, verb.start() - _NEAR), verb.start()):
                continue
            near = len(source) - verb.end() <= _NEAR and bool(_TELLS.fullmatch(verb[0]))
            opening = _last_sentence(source[: verb.start()])
            if speaker := self._teller(_described(opening) or _subject(opening), near=near):
                return _VERB.id, speaker
        return None

    def _teller(self, subject: str, *, near: bool) -> str | None:
        if not subject or len(subject.split()) > _LONGEST_NAME or _THING.search(subject):
            return None
        if _PRONOUN.match(subject):
            return self._antecedent() or subject
        if subject.lower() == "another" and self.last:
            return re.sub(r"^(?:one|an?|the)\b", "another", self.last, count=1, flags=re.IGNORECASE)
        return subject if _PERSON.search(subject) or (near and _can_speak(subject)) else None

    def _antecedent(self) -> str | None:
        """Return whom *she* means: the subject of the sentence before, or the speaker before."""
        return _subject(_clause(self.earlier)) or self.last or _introduced(self.earlier)


def signed(after: str) -> tuple[str, str] | None:
    """Return the rule and the speaker whom a dash and a bare name behind quoted words tell: ``— Parent, Hull``."""
    match = _SIGNATURE.match(after)
    speaker = _person(match["speaker"]) if match and not is_told(match["speaker"]) else None
    return (VERB_AFTER.id, speaker) if speaker else None


def is_told(words: str) -> bool:
    """Tell whether words hold a finite verb, and so are more than a name."""
    return _FINITE.search(f"{words} ") is not None


def _can_speak(words: str) -> bool:
    """Tell whether words name someone: a listed person, an indefinite noun for no thing, a name with a description."""
    return any(pattern.search(words) for pattern in (_PERSON, _INDEFINITE, _NAMED))


def _described(opening: str) -> str | None:
    """Return a first name and the clause that tells of its bearer: *Ann, whose son is nine*."""
    described = _NAMED.match(opening) if _FIRST_NAME.match(opening) else None
    return _TRAIL.sub("", " ".join(opening.split())) if described else None


def _last_sentence(words: str) -> str:
    """Return what follows the last full stop or empty line."""
    end = 0
    for stop in _SENTENCE_END.finditer(words):
        end = stop.end()
    return words[end:]


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
    words = _RELATIVE.sub("", words)
    for _ in range(3):
        words = _TRAIL.sub("", words)
        lead = _LEAD.match(words)
        if not lead or (lead[0].endswith(", ") and _describes(lead[0], words)) or not _can_speak(words[lead.end() :]):
            break
        words = words[lead.end() :]
    return _TRAIL.sub("", _clause(words + " ") or words)


def _describes(opening: str, words: str) -> bool:
    """Tell whether words open with the name that the rest of them describes: ``Mr Tan, a cyclist from Hull``."""
    return bool(_PERSON.search(opening) or _NAMED.search(words))


def _named_after(after: str) -> str | None:
    """Return the speaker named after the closing mark: ``, said X``; ``, X said``; ``(X)``; ``– X``."""
    if match := VERB_AFTER.find.match(after.lower()):
        return next((name for name in _openings(after[match.end() :]) if _can_speak(name)), None)
    if match := _SPEAKER_VERB.match(after):
        speaker = match["speaker"].strip(" ,\n")
        return speaker if _can_speak(speaker) else None
    for pattern in (_BRACKETED, _SIGNATURE):
        if match := pattern.match(after):
            return _person(match["speaker"])
    return None


def _openings(words: str) -> Iterator[str]:
    """Yield the name with which words open, first without and then with what follows its first two commas."""
    parts = re.split(r"[.;:\n]", words, maxsplit=1)[0].split(",")
    return (",".join(parts[:count]).strip() for count in (1, 2, 3))


def _person(words: str) -> str | None:
    words = words.strip()
    return words if _PERSON.search(words) or _NAMED.search(words) else None
