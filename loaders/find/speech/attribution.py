"""Finds the speaker of quoted words in the words around them.

The wordings are in ``patterns/speech.yaml``: ``frames`` that name a speaker before a quotation, verbs of saying before
and after it, and the people who can speak.
"""

import re
from dataclasses import dataclass

from loaders.find.speech.persons import DEFINITE, NAMED, PERSON, can_speak, is_somebody
from loaders.find.speech.signatures import VERB_AFTER, named_after, signed
from loaders.patterns import Pattern, expression, load

_SPEECH = load("speech")
_FRAMES = _SPEECH["frames"].patterns
_VERB = _SPEECH["before"].patterns[0]
_SUBJECT_PERSON = expression("speech.person-as-subject")
_THING = expression("speech.thing-as-subject")
_PRONOUN = expression("speech.pronoun")
_ANOTHER = expression("speech.another")
_BODY_SAYS = expression("speech.it-says")
_OPENS_WITH_PERSON = expression("speech.opens-with-person")
_CITED = expression("speech.cited")
_TERM = expression("speech.term")
_PASSIVE = expression("speech.passive")
_PUT_TO_THEM = expression("speech.put-to-them")
_MENTIONED = expression("speech.mentioned")
_TELLS = expression("speech.tells")
_SPOKEN = expression("speech.spoken")
_BY = expression("speech.by")
_ASKED = expression("speech.asked")
_ANSWER = expression("speech.answer-of-theirs")
_FIRST_NAME = expression("speech.first-name")
_LEAD = expression("speech.lead-in")
_TRAIL = expression("speech.trail")
_POSSESSED = expression("speech.possessed")
_RELATIVE = expression("speech.relative-clause")
_FINITE = expression("speech.finite-verb")
_SENTENCE_END = expression("speech.sentence-end")
_ENDED = re.compile(r"""(?:^|[.!?]["”’)]{0,3})\s*$""")
"""The end of a sentence, or nothing, so that the quoted words are no part of the sentence before them."""
_PLAIN = str.maketrans({"’": "'", "\n": " "})
"""Replacements of the same length, so that offsets stay valid."""
_LONGEST_NAME = 16
"""Words of a speaker's name or description; anything longer is a clause."""
_NEAR = 80
"""Characters between a verb and the quotation at most, if only the form of its subject suggests a speaker."""
_ANSWER_RULE = "speech.answer-of-theirs"


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a pair of quotation marks, and what is known of the words between them."""

    before: str
    """The sentence up to the opening mark."""
    after: str = ""
    """What follows the closing mark, up to the next quotation."""
    nearest: str = ""
    """The words since an earlier quotation in the same sentence; empty if there is none."""
    earlier: str = ""
    """The previous sentence."""
    lead: str = ""
    """The previous unit, if it ends in a colon and this one begins with the opening mark."""
    last: str | None = None
    """The speaker of the previous quotation in the same unit."""
    is_short: bool = False
    """Whether the quoted words are few and end without punctuation, and so may be a term rather than speech."""
    is_sentence: bool = False
    """Whether the quoted words end like a sentence."""

    def speaker(self) -> tuple[str, str] | None:
        """Return the rule that finds the speaker, and the speaker; None if there is none."""
        if _CITED.search(self.before) or (self.is_short and _TERM.search(self.before)) or _MENTIONED.match(self.after):
            return None
        signature = signed(self.after, alone=not self.is_short, whole=self.is_sentence)
        if signature and _ENDED.search(self.before):
            return VERB_AFTER.id, signature
        nearest = self.nearest if _ANOTHER.match(self.nearest) else ""
        told = () if _PUT_TO_THEM.search(self.before) else (nearest, self.before, self.lead)
        for source in told:
            if found := self._by_frame(source) or self._by_verb(source):
                return found
        if found_after := named_after(self.after, whole=self.is_sentence):
            pronoun = _PRONOUN.fullmatch(found_after)
            return VERB_AFTER.id, (self._antecedent() if pronoun else None) or found_after
        if _BODY_SAYS.match(self.after) and (body := self._antecedent()) and can_speak(body):
            return VERB_AFTER.id, body
        stands_alone = not self.before.strip() and not re.search('[“"«„]', self.earlier)
        return self._by_verb(self.earlier) if stands_alone else None

    def _by_frame(self, source: str) -> tuple[str, str] | None:
        """Return the speaker that a frame before the quotation names: *in the words of X,*; *a comment from X:*."""
        sentence = _last_sentence(source).replace("\n", " ")
        for frame in _FRAMES:
            match = frame.find.search(sentence)
            if match and (speaker := self._of_frame(frame, match)):
                return frame.id, speaker
        if _ANSWER.search(sentence):
            asked = _last_asked(f"{self.earlier} {source.removesuffix(sentence)}")
            return (_ANSWER_RULE, asked) if asked else None
        return None

    def _of_frame(self, frame: Pattern, match: re.Match[str]) -> str | None:
        """Return the speaker in the match of a frame; None if it names nobody who can speak."""
        subject = _described(match["speaker"]) or _subject(match["speaker"])
        if _PRONOUN.fullmatch(subject):
            return self._antecedent()
        listed = frame.yields.get("speaker") == "listed"
        known = _SUBJECT_PERSON.match(subject) and not _THING.search(subject) if listed else can_speak(subject)
        return subject if known and len(subject.split()) <= _LONGEST_NAME else None

    def _by_verb(self, source: str) -> tuple[str, str] | None:
        """Return the speaker that the subject or the agent (*by X*) of a verb of saying names."""
        lowered = source.lower().translate(_PLAIN)
        for verb in _VERB.find.finditer(lowered):
            if by := _BY.match(source[verb.end() :]):
                if PERSON.search(by["speaker"]):
                    return _VERB.id, by["speaker"].strip()
                continue
            if _PASSIVE.search(source, max(0, verb.start() - _NEAR), verb.start()):
                continue
            near = len(source) - verb.end() <= _NEAR and bool(_TELLS.fullmatch(verb[0]))
            opening = _last_sentence(source[: verb.start()])
            subject = _described(opening) or _subject(opening)
            if speaker := self._speaker_of(subject, opening, near=near):
                return _VERB.id, speaker
            if near and _SPOKEN.match(verb[0]) and DEFINITE.match(subject):
                return _VERB.id, subject
        return None

    def _speaker_of(self, subject: str, opening: str, *, near: bool) -> str | None:
        """Return the speaker that the subject of a verb of saying means; None if it is nobody who can speak.

        ``opening`` is the sentence up to the verb; ``near`` says that the verb is close to the quotation.
        """
        if not subject or len(subject.split()) > _LONGEST_NAME or _THING.search(subject):
            return None
        if _PRONOUN.match(subject):
            return self._antecedent() or _last_asked(opening) or subject
        if subject.lower() == "another" and self.last:
            return re.sub(r"^(?:one|an?|the)\b", "another", self.last, count=1, flags=re.IGNORECASE)
        return subject if PERSON.search(subject) or (near and can_speak(subject)) else None

    def _antecedent(self) -> str | None:
        """Return whom a pronoun means: somebody in the previous sentence, or the previous speaker."""
        return _subject(_clause(self.earlier)) or self.last or _introduced(self.earlier)


def _described(opening: str) -> str | None:
    """Return a first name with a clause that describes the person (*Ann, whose son is nine*), otherwise None."""
    described = NAMED.match(opening) if _FIRST_NAME.match(opening) else None
    return _TRAIL.sub("", " ".join(opening.split())) if described else None


def _last_sentence(words: str) -> str:
    """Return what follows the last end of a sentence."""
    end = 0
    for stop in _SENTENCE_END.finditer(words):
        end = stop.end()
    return words[end:]


def _clause(sentence: str) -> str:
    """Return what precedes the first finite verb of a sentence, which is roughly its subject."""
    verb = _FINITE.search(sentence)
    return sentence[: verb.start()] if verb else ""


def _last_asked(words: str) -> str | None:
    """Return the last person whom somebody asked, met or visited: *When we spoke to the foreman, he said …*"""
    asked = [match["speaker"].strip() for match in _ASKED.finditer(words)]
    return next((one for one in reversed(asked) if is_somebody(one)), None)


def _introduced(sentence: str) -> str | None:
    """Return the person at the beginning of a sentence (*One of our clients, Mrs Shah,*), otherwise None."""
    opening = _OPENS_WITH_PERSON.match(sentence)
    return opening[0].strip(" ,") if opening and PERSON.search(opening[0]) else None


def _subject(words: str) -> str:
    """Return the subject from the words before a verb of saying, without introductory words and relative clauses."""
    words = re.split(r": |; | [–—-] ", " ".join(words.split()).rstrip(":;–—- "))[-1]
    words = _RELATIVE.sub("", words)
    for _ in range(3):
        words = _TRAIL.sub("", words)
        lead = _LEAD.match(words)
        rest = words[lead.end() :] if lead else ""
        if not lead or not can_speak(rest) or (lead[0].endswith(", ") and _describes(lead[0], words, rest)):
            break
        words = rest
    return _POSSESSED.sub("", _TRAIL.sub("", _clause(words + " ") or words))


def _describes(opening: str, words: str, rest: str) -> bool:
    """Tell whether words begin with a name that the rest describes: *Mr Tan, a cyclist from Hull*."""
    return bool(PERSON.search(opening) or NAMED.search(words)) and not _PRONOUN.fullmatch(rest)
