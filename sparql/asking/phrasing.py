"""The phrasing data: the words and phrases of ``phrasing.yaml`` in which people ask, and what each can mean."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from ontology.mistakes import Mistake
from sparql import BUNDLED_PHRASING
from sparql.asking.words import forms, stems
from sparql.nearness import offer
from sparql.saved.phrasings import VALUE, pieces

_ENTRIES: Final = (
    *("alike", "topic_words", "roles", "beyond", "structure", "structure_alike", "idle", "done", "statuses", "bodies"),
    *("general", "of_status", "openings", "likened", "involving", "parts", "whole", "weights"),
)


class PhrasingError(Mistake, ValueError):
    """The phrasing data cannot be read; the message names the file and the mistake."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase can be in a question."""

    groups: frozenset[str] = frozenset()
    """Names of the groups of synonyms that it is in, e.g. ``ask``."""
    structure: str | None = None
    """The word of grammar that it is or is equivalent to, e.g. ``of``."""
    idle: bool = False
    """Whether it is a filler, which can be left out."""
    beyond: bool = False
    """Whether it asks for something that the data lack."""

    def joined(self, other: "Sense") -> "Sense":
        """Return a sense that is both."""
        return Sense(
            self.groups | other.groups,
            self.structure or other.structure,
            self.idle or other.idle,
            self.beyond or other.beyond,
        )


NONSENSE: Final = Sense()
"""The sense of a word that is not in the data."""


@dataclass(frozen=True)
class Phrasing:
    """The phrasing data, prepared for look-up."""

    senses: Mapping[tuple[str, ...], Sense]
    """The sense of each phrase, by the forms of its words."""
    topic_words: Mapping[tuple[str, ...], tuple[str, ...]]
    """Words that are replaced before topics are looked for, with their replacements; all by stems."""
    roles: Mapping[str, Sequence[str]]
    """By the name of a parameter, wordings around its value ``{}``."""
    weights: Mapping[str, float]
    """By group, the factor on a reading if a word of the group is missing or surplus."""
    statuses: Mapping[str, Sequence[str]]
    """By the id of a status of accountability, other wordings of it."""
    bodies: Mapping[str, Sequence[str]]
    """By the id of a body, other names of it."""
    of_status: frozenset[str]
    """Groups of words for things that can have a status."""
    general: frozenset[str]
    """Stems of words that are in labels of many topics and characterise none."""
    involving: Sequence[str]
    """Words such as *involvement*, which after the name of a group name the topic of that."""
    parts: Sequence[str]
    """Words such as *theme*, which may follow the name of a part of the framework."""
    whole: Sequence[str]
    """Names of the framework as a whole."""
    openings: Sequence[str]
    """Phrases that introduce a request, such as *would like to know*."""
    likened: Sequence[str]
    """Phrases that compare with what follows, such as *similar to*."""
    vocabulary: frozenset[str]
    """Every word in the data, in lower case."""
    longest: int = field(default=1)
    """Number of words in the longest phrase."""

    @classmethod
    def load(cls, path: Path = BUNDLED_PHRASING) -> "Phrasing":
        """Read the data. Raises PhrasingError if they are malformed."""
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            _check_entries(data)
            return cls._of(data)
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, OSError) as error:
            raise PhrasingError(f"{path}: {' '.join(str(error).split())}") from error

    @classmethod
    def _of(cls, data: Mapping[str, dict[str, str]]) -> "Phrasing":
        senses = _senses(data)
        topic_words = {
            stems(phrase): stems(word) for word, phrases in data["topic_words"].items() for phrase in _listed(phrases)
        }
        return cls(
            senses=senses,
            topic_words=topic_words,
            roles={name: tuple(map(_role, wordings)) for name, wordings in data["roles"].items()},
            weights={group: float(weight) for group, weight in data["weights"].items()},
            statuses={id_: _listed(phrases) for id_, phrases in data["statuses"].items()},
            bodies={id_: _listed(phrases) for id_, phrases in data["bodies"].items()},
            of_status=frozenset(_listed(str(data["of_status"]))),
            general=frozenset(stem for word in _listed(str(data["general"])) for stem in stems(word)),
            involving=_listed(str(data["involving"])),
            parts=_listed(str(data["parts"])),
            whole=_listed(str(data["whole"])),
            openings=_listed(str(data["openings"])),
            likened=_listed(str(data["likened"])),
            vocabulary=frozenset(word for phrase in _phrases(data) for word in phrase.lower().split()),
            longest=max(map(len, [*senses, *topic_words]), default=1),
        )


def _senses(data: Mapping[str, dict[str, str]]) -> dict[tuple[str, ...], Sense]:
    senses: dict[tuple[str, ...], Sense] = defaultdict(Sense)

    def add(phrases: str | None, sense: Sense) -> None:
        for phrase in _listed(phrases):
            senses[forms(phrase)] = senses[forms(phrase)].joined(sense)

    for group, phrases in data["alike"].items():
        add(phrases, Sense(groups=frozenset({group})))
    for word in _listed(str(data["structure"])):
        add(word, Sense(structure=word))
    for word, phrases in data["structure_alike"].items():
        for phrase in _listed(phrases):
            old = senses[forms(phrase)]
            senses[forms(phrase)] = Sense(old.groups, word, idle=False, beyond=old.beyond)
    for light in ("idle", "done"):
        add(str(data[light]), Sense(idle=True))
    add(str(data["beyond"]), Sense(beyond=True))
    senses.pop((), None)
    return dict(senses)


def _phrases(data: Mapping[str, dict[str, str]]) -> Iterator[str]:
    """Yield every phrase that may stand in a question."""
    for entry in ("structure", "idle", "done", "beyond"):
        yield from _listed(str(data[entry]))
    for entry in ("alike", "structure_alike", "topic_words", "statuses", "bodies"):
        for phrases in data[entry].values():
            yield from _listed(phrases)


def _check_entries(data: Mapping[str, object]) -> None:
    """Raise ValueError for an unknown entry, which would otherwise be ignored."""
    for entry in data:
        if entry not in _ENTRIES:
            raise ValueError(f"“{entry}” is no entry of the phrasing data{offer(str(entry), _ENTRIES)[1]}")


def _role(wording: str) -> str:
    """Return the wording of a role. Raises ValueError unless it has exactly one slot."""
    if list(pieces(wording)).count(VALUE) != 1:
        raise ValueError(f"the wording “{wording}” must have one {{}}, where the value stands")
    return wording


def _listed(phrases: str | None) -> list[str]:
    return [phrase.strip() for phrase in (phrases or "").split(",") if phrase.strip()]
