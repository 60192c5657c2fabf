"""Who speaks in a quotation: the kind of body that the speaker belongs to, and the speaker's role."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from loaders.document import Quotation
from loaders.patterns import guard, load
from ontology.lexicon import Lexicon
from ontology.wording import Words

_NAME: Final = "speakers"


def with_speaker(quotation: Quotation, lexicon: Lexicon) -> Quotation:
    """Return a quotation with its speaker's kind and role, as far as the speaker's description tells them."""
    if quotation.speaker is None:
        return quotation
    return replace(quotation, speaker_kind=kind_of(quotation.speaker, lexicon), speaker_role=role_of(quotation.speaker))


def with_speakers(quotations: Iterable[Quotation], lexicon: Lexicon) -> Iterator[Quotation]:
    """Yield quotations with their speakers' kinds and roles; *Mr Wragg* is what was said of *Paul Wragg* before."""
    known: list[tuple[str, str]] = []
    for quotation in quotations:
        told = with_speaker(quotation, lexicon)
        if told.speaker and told.speaker_kind is None:
            told = replace(told, speaker_kind=_known_before(told.speaker, known))
        if told.speaker and told.speaker_kind:
            known.append((told.speaker, told.speaker_kind))
        yield told


def _known_before(speaker: str, known: Sequence[tuple[str, str]]) -> str | None:
    """Return the kind of the nearest earlier speaker whose description holds the same surname."""
    named = guard(_NAME, "surname").match(speaker)
    if named is None:
        return None
    surname = re.compile(rf"\b{re.escape(named['surname'])}\b")
    return next((kind for description, kind in reversed(known) if surname.search(description)), None)


def kind_of(speaker: str, lexicon: Lexicon) -> str | None:
    """Return the id of the body, or group of bodies, that a description of a speaker names first; None for none.

    Where it names none, the form of the description may tell: *Amina, 41* speaks for herself.
    """
    if told := _told("before_names", speaker, lexicon):
        return told
    if named := lexicon.find_speakers(Words(speaker)):
        return named[0].value.id
    return _told("kinds", speaker, lexicon)


def _told(key: str, speaker: str, lexicon: Lexicon) -> str | None:
    """Return the kind that the form of a description tells by the wordings of a list."""
    told = next((wording for wording in load(_NAME)[key] if wording.find.search(speaker)), None)
    return told.yields["kind"] if told and told.yields["kind"] in lexicon.bodies else None


def role_of(speaker: str) -> str | None:
    """Return the role that a description of a speaker names: *chair* of *one member, a chair of a trust*."""
    roles = [match[0] for match in guard(_NAME, "role").finditer(speaker.lower())]
    telling = [role for role in roles if not guard(_NAME, "general_role").fullmatch(role)]
    return next(iter(telling or roles), None)
