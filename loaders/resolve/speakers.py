"""Works out who speaks in a quotation: the kind of body that the speaker belongs to, and the speaker's role."""

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
    """Return a quotation with its speaker's kind and role, as far as the speaker's description gives them."""
    if quotation.speaker is None:
        return quotation
    return replace(quotation, speaker_kind=kind_of(quotation.speaker, lexicon), speaker_role=role_of(quotation.speaker))


def with_speakers(quotations: Iterable[Quotation], lexicon: Lexicon) -> Iterator[Quotation]:
    """Yield the quotations with their speakers' kinds and roles.

    A speaker described by surname (*Mr Wragg*) has the kind of an earlier one so named (*Paul Wragg, a nurse*).
    """
    known: list[tuple[str, str]] = []
    for quotation in quotations:
        told = with_speaker(quotation, lexicon)
        if told.speaker and told.speaker_kind is None:
            told = replace(told, speaker_kind=_known_before(told.speaker, known))
        if told.speaker and told.speaker_kind:
            known.append((told.speaker, told.speaker_kind))
        yield told


def _known_before(speaker: str, known: Sequence[tuple[str, str]]) -> str | None:
    """Return the kind of the last known speaker whose description contains the same surname."""
    named = guard(_NAME, "surname").match(speaker)
    if named is None:
        return None
    surname = re.compile(rf"\b{re.escape(named['surname'])}\b")
    return next((kind for description, kind in reversed(known) if surname.search(description)), None)


def kind_of(speaker: str, lexicon: Lexicon) -> str | None:
    """Return the id of the first body or group of bodies that a description of a speaker names, or None.

    The form of the description can decide too, as in *Amina, 41*, who speaks for herself.
    """
    if told := _told("before_names", speaker, lexicon):
        return told
    if named := lexicon.find_speakers(Words(speaker)):
        return named[0].value.id
    return _told("kinds", speaker, lexicon)


def _told(key: str, speaker: str, lexicon: Lexicon) -> str | None:
    """Return the kind given by the first wording of a list that matches a description, or None."""
    told = next((wording for wording in load(_NAME)[key] if wording.find.search(speaker)), None)
    return told.yields["kind"] if told and told.yields["kind"] in lexicon.bodies else None


def role_of(speaker: str) -> str | None:
    """Return the role in a description of a speaker, preferring specific ones: *chair* in *one member, a chair*."""
    roles = [match[0] for match in guard(_NAME, "role").finditer(speaker.lower())]
    telling = [role for role in roles if not guard(_NAME, "general_role").fullmatch(role)]
    return next(iter(telling or roles), None)
