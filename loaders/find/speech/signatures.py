"""Finds the speaker named after quoted words: *, said X*; *, X said*; *(X)*; *– X*; *X* on a line of its own.

The wordings are in ``patterns/speech.yaml``.
"""

import re
from collections.abc import Iterator

from loaders.find.speech.persons import NAMED, PERSON, can_speak, has_finite_verb, is_somebody
from loaders.patterns import expression, load

VERB_AFTER = load("speech")["after"].patterns[0]
_SPEAKER_VERB = expression("speech.speaker-verb-after")
_SIGNATURE = expression("speech.signature")
_THAT_WAS = expression("speech.that-was")
_BRACKETED = expression("speech.bracketed")
_LINE_BELOW = expression("speech.line-below")
_FIRST_NOUN_PERSON = expression("speech.person-as-subject")
_INDEFINITE = expression("speech.indefinite")
_CALLING = expression("speech.calling")
_TITLED = expression("speech.of-a-title")
_MOST_WORDS = 10
"""Words of a name on a line of its own without a dash or brackets."""


def signed(after: str, *, alone: bool, whole: bool) -> str | None:
    """Return the speaker in a signature after quoted words, such as *— Parent, Hull*; None if there is none.

    ``alone`` says that the quoted words cannot be a term, so that the signature may be an indefinite noun for no thing.
    ``whole`` says that they are a sentence, so that it may also be in brackets or a line in the form of a name.
    """
    if match := _SIGNATURE.match(after):
        words = match["speaker"].strip(" *_")
        if has_finite_verb(words) or _TITLED.search(words):
            return None
        ends_line = after[match.end() : match.end() + 1] in {"", "\n", "."}
        is_name = (alone and _INDEFINITE.match(words)) or (whole and _CALLING.match(words))
        return _person(words) or (words if ends_line and is_name else None)
    if not whole:
        return None
    if (match := _BRACKETED.match(after)) and "," in match["speaker"] and _CALLING.match(match["speaker"]):
        return match["speaker"].strip()
    if match := _LINE_BELOW.match(after):
        words = match["speaker"].strip(" ,")
        is_person = _FIRST_NOUN_PERSON.match(words) or NAMED.match(words)
        return words if is_person and len(words.split()) <= _MOST_WORDS and not has_finite_verb(words) else None
    return None


def named_after(after: str, *, whole: bool) -> str | None:
    """Return the speaker named after the closing mark: *, said X*; *, X said*; *(X)*; *– X*; None if there is none.

    ``whole`` says that the quoted words are a sentence, which *That was X.* may follow.
    """
    if whole and (match := _THAT_WAS.match(after)):
        speaker = match["speaker"].strip()
        return speaker if (_CALLING.match(speaker) or _person(speaker)) and not has_finite_verb(speaker) else None
    if match := VERB_AFTER.find.match(after.lower()):
        names = list(_possible_names(after[match.end() :]))
        return next((name for tells in (can_speak, is_somebody) for name in names if tells(name)), None)
    if match := _SPEAKER_VERB.match(after):
        speaker = match["speaker"].strip(" ,\n")
        return speaker if is_somebody(speaker) else None
    for pattern in (_BRACKETED, _SIGNATURE):
        if match := pattern.match(after):
            return None if _TITLED.search(match["speaker"]) else _person(match["speaker"])
    return None


def _possible_names(words: str) -> Iterator[str]:
    """Yield the name at the beginning of words: up to the first, the second and the third comma."""
    parts = re.split(r"[.;:\n]", words, maxsplit=1)[0].split(",")
    return (",".join(parts[:count]).strip() for count in (1, 2, 3))


def _person(words: str) -> str | None:
    """Return words if they name a person, otherwise None."""
    words = words.strip()
    return words if PERSON.search(words) or NAMED.search(words) else None
