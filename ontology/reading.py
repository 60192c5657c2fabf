"""Reading the entries of the lexicon from the Turtle files of an ontology."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

from ontology.entries import Body, BodyKind, Consulting, Element, Entries, Mechanism, Step, Topic
from ontology.sources import OntologyError, Sources
from ontology.vocabulary import PREFIXES, local_id

_WA: Final = PREFIXES["wa"]
_SCALES: Final = {"force": "Force", "modality": "Modality", "review": "ReviewStatus"}
_ELEMENTS: Final = ("OversightFramework", "Theme", "Segment", "Mechanism")
_GENERAL_KINDS: Final = {"Body", "BodyGroup", "Organisation", "NamedIndividual"}
Values: TypeAlias = Mapping[str, tuple[str, ...]]
"""The values of one thing by the local name of the property, as plain strings."""
Described: TypeAlias = Mapping[str, Values]
"""The values of each thing, by its IRI."""


def read(sources: Sources) -> Entries:
    """Return the entries in the files of the model; raises OntologyError for a file that cannot be read."""
    described = _described(sources)
    of_class: dict[str, list[str]] = defaultdict(list)
    for subject, values in described.items():
        for kind in values.get("type", ()):
            of_class[kind].append(subject)
    classes = _body_classes(described)
    bodies = [_body(s, described) for kind in classes for s in of_class[kind]]
    kinds = [_kind(each, described.get(each, {})) for each in classes]
    topics = [_topic(s, described[s]) for s in of_class[f"{_WA}Topic"]]
    mechanisms = [_mechanism(s, described[s]) for s in of_class[f"{_WA}Mechanism"]]
    return Entries(
        bodies={body.id: body for body in bodies},
        topics={topic.id: topic for topic in topics},
        stances=_scale(described, of_class[f"{_WA}Stance"]),
        scales={name: _scale(described, of_class[_WA + kind]) for name, kind in _SCALES.items()},
        mechanisms={mechanism.id: mechanism for mechanism in mechanisms},
        elements=[_element(s, described[s]) for kind in _ELEMENTS for s in of_class[_WA + kind]],
        kinds={kind.id: kind for kind in kinds},
    )


def _described(sources: Sources) -> Described:
    described: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for quad in sources.quads:
        values = described[_plain(quad.subject)]
        name = local_id(quad.predicate.value)
        values[name] = (*values.get(name, ()), _plain(quad.object))
    return described


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _body_classes(described: Described) -> list[str]:
    """Return the IRIs of wa:Body and of all its subclasses."""
    below: dict[str, list[str]] = defaultdict(list)
    for subject, values in described.items():
        for parent in values.get("subClassOf", ()):
            below[parent].append(subject)
    classes = [f"{_WA}Body"]
    for one in classes:  # the list grows in the loop, until it holds every subclass
        classes.extend(child for child in below[one] if child not in classes)
    return classes


def _inherited(name: str, iri: str, described: Described) -> set[str]:
    """Return the values of a property for a body, its classes and all wider classes."""
    about = [iri]
    for one in about:  # the list grows in the loop
        above = (*described.get(one, {}).get("type", ()), *described.get(one, {}).get("subClassOf", ()))
        about.extend(wider for wider in above if wider not in about)
    return {value for one in about for value in described.get(one, {}).get(name, ())}


def _kind(iri: str, values: Values) -> BodyKind:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local_id(iri)).lower()
    return BodyKind(local_id(iri), iri, _label(iri, values), (words,))


def _body(iri: str, described: Described) -> Body:
    values = described[iri]
    consults = _inherited("consults", iri, described)
    kinds = [local_id(kind) for kind in values["type"]]
    return Body(
        id=local_id(iri),
        iri=iri,
        label=_label(iri, values),
        alt_labels=values.get("altLabel", ()),
        kind=next((kind for kind in kinds if kind not in _GENERAL_KINDS), None),
        is_group="BodyGroup" in kinds,
        groups=tuple(local_id(group) for group in values.get("memberOf", ())),
        oversees=tuple(local_id(overseen) for overseen in values.get("oversees", ())),
        people=values.get("hiddenLabel", ()),
        consults=max((level for level in Consulting if _as_written(level) in consults), default=Consulting.NEVER),
        mostly_asks="true" in _inherited("mostlyAsks", iri, described),
    )


def _as_written(level: Consulting) -> str:
    """Return a level as the ontology writes it, such as ``where named``."""
    return level.name.lower().replace("_", " ")


def _topic(iri: str, values: Values) -> Topic:
    return Topic(
        id=local_id(iri),
        iri=iri,
        label=_label(iri, values),
        alt_labels=values.get("altLabel", ()),
        broader=_first_id(values, "broader"),
        cues=values.get("cue", ()),
        scope=_first(values, "scopeNote") or None,
        definition=_first(values, "definition"),
        cue_examples=values.get("cueExample", ()),
        cue_counter_examples=values.get("cueCounterExample", ()),
        asked_as=values.get("hiddenLabel", ()),
    )


def _scale(described: Described, steps: Iterable[str]) -> dict[str, Step]:
    found = [_step(step, described[step]) for step in steps]
    return {step.id: step for step in sorted(found, key=lambda step: step.rank)}


def _step(iri: str, values: Values) -> Step:
    rank = _first(values, "rank", default="0")
    if not (rank.isascii() and rank.isdecimal()):
        raise OntologyError(f"<{iri}>", f"its rank is “{rank}”, and must be a whole number")
    return Step(local_id(iri), iri, _label(iri, values), values.get("altLabel", ()), int(rank))


def _mechanism(iri: str, values: Values) -> Mechanism:
    return Mechanism(local_id(iri), iri, _label(iri, values), values.get("altLabel", ()))


def _element(iri: str, values: Values) -> Element:
    whole = _WA + _ELEMENTS[0] in values["type"]
    return Element(iri, _label(iri, values), values.get("altLabel", ()), whole, _first_id(values, "issuedBy"))


def _label(iri: str, values: Values) -> str:
    return _first(values, "prefLabel", default=local_id(iri))


def _first(values: Values, name: str, *, default: str = "") -> str:
    """Return the first value of a property, or the default if it has none."""
    return next(iter(values.get(name, ())), default)


def _first_id(values: Values, name: str) -> str | None:
    """Return the id of the first thing that a property names; None if it names none."""
    first = _first(values, name)
    return local_id(first) if first else None
