"""How people ask, as data: the groups of words of ``phrasing.yaml``, looked up phrase by phrase."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from ontology.mistakes import Mistake
from sparql import BUNDLED_PHRASING
from sparql.asking.words import forms, stems
from sparql.asks import VALUE, pieces
from sparql.nearness import offer

_ENTRIES: Final = (
    *("alike", "topic_words", "roles", "beyond", "structure", "structure_alike", "idle", "done", "statuses", "bodies"),
    *("general", "of_status", "openings", "involving", "parts", "whole", "weights"),
)


class PhrasingError(Mistake, ValueError):
    """The phrasing data cannot be read; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase of a question can be."""

    groups: frozenset[str] = frozenset()
    """Names of the groups of words that mean the same, e.g. ``ask``."""
    structure: str | None = None
    """The word of grammar that it is or stands for, e.g. ``of``."""
    idle: bool = False
    """Whether it may be left out without loss."""
    beyond: bool = False
    """Whether it asks for what the data do not hold."""

    def joined(self, other: "Sense") -> "Sense":
        """Return what is either."""
        return Sense(
            self.groups | other.groups,
            self.structure or other.structure,
            self.idle or other.idle,
            self.beyond or other.beyond,
        )


NONSENSE: Final = Sense()
"""The sense of a word that the data do not know."""


@dataclass(frozen=True)
class Phrasing:
    """The senses of phrases, and the wordings of roles."""

    senses: Mapping[tuple[str, ...], Sense]
    """By the forms of a phrase."""
    topic_words: Mapping[tuple[str, ...], tuple[str, ...]]
    """The words that a wording is levelled to before topics are looked for; all by their stems."""
    roles: Mapping[str, Sequence[str]]
    """For the name of a parameter, wordings around its value ``{}``."""
    weights: Mapping[str, float]
    """What is left of a reading's confidence when a word of a group is missing or too many."""
    statuses: Mapping[str, Sequence[str]]
    """Other wordings of a status of accountability, by its id."""
    bodies: Mapping[str, Sequence[str]]
    """Other names of a body, by its id."""
    of_status: frozenset[str]
    """Groups of words for what can have a status."""
    general: frozenset[str]
    """Stems of words that stand in labels of topics and say little about any."""
    involving: Sequence[str]
    """Words that, beside the name of a group of bodies, name the topic of its part in things."""
    parts: Sequence[str]
    """Words for a part of the framework, that may stand behind its name."""
    whole: Sequence[str]
    """Names of the framework as a whole."""
    openings: Sequence[str]
    """Phrases behind which a request begins, whatever leads up to them."""
    vocabulary: frozenset[str]
    """Every word that stands in the data, in lower case."""
    longest: int = field(default=1)
    """Words in the longest phrase."""

    @classmethod
    def load(cls, path: Path = BUNDLED_PHRASING) -> "Phrasing":
        """Read the data; raise PhrasingError where they have not the form that they must have."""
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            _check_entries(data)
            return cls._of(data)
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, OSError) as error:
            raise PhrasingError(f"{path}: {' '.join(str(error).split())}") from error

    @classmethod
    def _of(cls, data: Mapping[str, dict[str, str]]) -> "Phrasing":
        senses: dict[tuple[str, ...], Sense] = defaultdict(Sense)
        vocabulary: set[str] = set()

        def add(phrases: str | None, sense: Sense) -> None:
            for phrase in _listed(phrases):
                vocabulary.update(phrase.lower().split())
                senses[forms(phrase)] = senses[forms(phrase)].joined(sense)

        for group, phrases in data["alike"].items():
            add(phrases, Sense(groups=frozenset({group})))
        for word in _listed(str(data["structure"])):
            add(word, Sense(structure=word))
        for word, phrases in data["structure_alike"].items():
            for phrase in _listed(phrases):
                vocabulary.update(phrase.lower().split())
                old = senses[forms(phrase)]
                senses[forms(phrase)] = Sense(old.groups, word, idle=False, beyond=old.beyond)
        for light in ("idle", "done"):
            add(str(data[light]), Sense(idle=True))
        add(str(data["beyond"]), Sense(beyond=True))
        topic_words = {
            stems(phrase): stems(word) for word, phrases in data["topic_words"].items() for phrase in _listed(phrases)
        }
        vocabulary.update(
            word for phrases in data["topic_words"].values() for word in phrases.replace(",", " ").split()
        )
        statuses = {id_: _listed(phrases) for id_, phrases in data["statuses"].items()}
        vocabulary.update(word for phrases in statuses.values() for phrase in phrases for word in phrase.split())
        bodies = {id_: _listed(phrases) for id_, phrases in data["bodies"].items()}
        vocabulary.update(word for phrases in bodies.values() for phrase in phrases for word in phrase.split())
        longest = max(map(len, [*senses, *topic_words]), default=1)
        senses.pop((), None)
        return cls(
            senses=dict(senses),
            topic_words=topic_words,
            roles={name: tuple(map(_role, wordings)) for name, wordings in data["roles"].items()},
            weights={group: float(weight) for group, weight in data["weights"].items()},
            statuses=statuses,
            bodies=bodies,
            of_status=frozenset(_listed(str(data["of_status"]))),
            general=frozenset(stem for word in _listed(str(data["general"])) for stem in stems(word)),
            involving=_listed(str(data["involving"])),
            parts=_listed(str(data["parts"])),
            whole=_listed(str(data["whole"])),
            openings=_listed(str(data["openings"])),
            vocabulary=frozenset(vocabulary),
            longest=longest,
        )


def _check_entries(data: Mapping[str, object]) -> None:
    """Raise ValueError for an entry that says nothing here: passed over, it would be missed."""
    for entry in data:
        if entry not in _ENTRIES:
            raise ValueError(f"“{entry}” is no entry of the phrasing data{offer(str(entry), _ENTRIES)[1]}")


def _role(wording: str) -> str:
    """Return the wording of a role; raise ValueError where it does not say, once, where the value stands."""
    if list(pieces(wording)).count(VALUE) != 1:
        raise ValueError(f"the wording “{wording}” must have one {{}}, where the value stands")
    return wording


def _listed(phrases: str | None) -> list[str]:
    return [phrase.strip() for phrase in (phrases or "").split(",") if phrase.strip()]
