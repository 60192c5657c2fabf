"""The entries of the lexicon: bodies, topics, steps of scales, mechanisms and parts of the framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

OTHER: Final = "other"
"""Id of the topic of statements that fit no other; its label is not searched for in texts."""
NONE: Final = "none"
"""Id of the stance of answers that take no position."""


class Consulting(IntEnum):
    """When a body is assumed to be the one consulting; each level includes the cases of the lower ones."""

    NEVER = 0
    WHERE_REPLIED_TO = 1
    WHERE_NAMED = 2
    BY_DEFAULT = 3


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, or a group of bodies that are addressed together."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...]
    kind: str | None
    """Local name of its class, such as ``Regulator``; None if it is only an organisation or a group."""
    is_group: bool
    groups: tuple[str, ...] = ()
    """Ids of the groups of which it is a member."""
    oversees: tuple[str, ...] = ()
    """Ids of the bodies that it oversees."""
    people: tuple[str, ...] = ()
    """Words for people, such as ``mother``, who count as this body when they are quoted, and only then."""
    consults: Consulting = Consulting.NEVER
    mostly_asks: bool = False
    """Whether it asks more often than it is asked."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a statement can be about."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...]
    broader: str | None
    cues: tuple[str, ...]
    scope: str | None
    definition: str = ""
    cue_examples: tuple[str, ...] = ()
    cue_counter_examples: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    """Names that people use for it in questions; they are not searched for in documents."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale: a stance (rank 1 agrees most), a force, a modality or a review status."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A means of accountability, such as a duty, an assessment or a memorandum."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """The framework that is consulted on, or a part of it, such as a theme, a segment or a mechanism."""

    iri: str
    label: str
    alt_labels: tuple[str, ...]
    is_whole: bool
    """Whether it is the whole framework."""
    issued_by: str | None = None
    """Id of the body that set the framework."""


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A class of bodies, such as ``Regulator`` or ``BodyGroup``."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...]
    """Its id as it is written in addresses, such as ``national-body``."""


@dataclass(frozen=True, kw_only=True)
class Entries:
    """Everything that the files of an ontology describe, by id."""

    bodies: Mapping[str, Body] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    stances: Mapping[str, Step] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, Step]] = field(default_factory=dict)
    """The other scales, by the name that begins the IRIs of their steps, such as ``force``."""
    mechanisms: Mapping[str, Mechanism] = field(default_factory=dict)
    elements: Sequence[Element] = ()
    """The framework that is consulted on, and its parts."""
    kinds: Mapping[str, BodyKind] = field(default_factory=dict)
    """The classes of bodies, including those without a body."""
