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
Statements: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Subject to property to values, as plain strings."""


def read(sources: Sources) -> Entries:
    """Read the files of the model; raise OntologyError for one that cannot be read."""
    statements = _read(sources)
    of_class: dict[str, list[str]] = defaultdict(list)
    for subject, values in statements.items():
        for kind in values.get("type", ()):
            of_class[kind].append(subject)
    classes = _body_classes(statements)
    bodies = [_body(s, statements) for kind in classes for s in of_class[kind]]
    kinds = [_kind(each, statements.get(each, {})) for each in classes]
    topics = [_topic(s, statements[s]) for s in of_class[f"{_WA}Topic"]]
    mechanisms = [_mechanism(s, statements[s]) for s in of_class[f"{_WA}Mechanism"]]
    return Entries(
        bodies={body.id: body for body in bodies},
        topics={topic.id: topic for topic in topics},
        stances=_scale(statements, of_class[f"{_WA}Stance"]),
        scales={name: _scale(statements, of_class[_WA + kind]) for name, kind in _SCALES.items()},
        mechanisms={mechanism.id: mechanism for mechanism in mechanisms},
        elements=[_element(s, statements[s]) for kind in _ELEMENTS for s in of_class[_WA + kind]],
        kinds={kind.id: kind for kind in kinds},
    )


def _read(sources: Sources) -> Statements:
    statements: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for quad in sources.quads:
        values = statements[_plain(quad.subject)]
        name = local_id(quad.predicate.value)
        values[name] = (*values.get(name, ()), _plain(quad.object))
    return statements


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _body_classes(statements: Statements) -> list[str]:
    """Return wa:Body and every class below it."""
    below: dict[str, list[str]] = defaultdict(list)
    for subject, values in statements.items():
        for parent in values.get("subClassOf", ()):
            below[parent].append(subject)
    classes = [f"{_WA}Body"]
    for one in classes:  # grows while it is walked, until every class below has been seen
        classes.extend(child for child in below[one] if child not in classes)
    return classes


def _said(name: str, iri: str, statements: Statements) -> set[str]:
    """Return what a property says of a body, of its classes and of those above them."""
    about = [iri]
    for one in about:  # grows while it is walked
        above = (*statements.get(one, {}).get("type", ()), *statements.get(one, {}).get("subClassOf", ()))
        about.extend(wider for wider in above if wider not in about)
    return {value for one in about for value in statements.get(one, {}).get(name, ())}


def _kind(iri: str, values: Mapping[str, tuple[str, ...]]) -> BodyKind:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local_id(iri)).lower()
    return BodyKind(local_id(iri), iri, _label(iri, values), (words,))


def _body(iri: str, statements: Statements) -> Body:
    values = statements[iri]
    consults = _said("consults", iri, statements)
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
        consults=max((level for level in Consulting if _as_said(level) in consults), default=Consulting.NEVER),
        mostly_asks="true" in _said("mostlyAsks", iri, statements),
    )


def _as_said(level: Consulting) -> str:
    """Return how the ontology puts a level: ``where named``."""
    return level.name.lower().replace("_", " ")


def _topic(iri: str, values: Mapping[str, tuple[str, ...]]) -> Topic:
    return Topic(
        id=local_id(iri),
        iri=iri,
        label=_label(iri, values),
        alt_labels=values.get("altLabel", ()),
        broader=next((local_id(broader) for broader in values.get("broader", ())), None),
        cues=values.get("cue", ()),
        scope=next(iter(values.get("scopeNote", ())), None),
        definition=next(iter(values.get("definition", ())), ""),
        cue_examples=values.get("cueExample", ()),
        cue_counter_examples=values.get("cueCounterExample", ()),
        asked_as=values.get("hiddenLabel", ()),
    )


def _scale(statements: Statements, steps: Iterable[str]) -> dict[str, Step]:
    found = [_step(step, statements[step]) for step in steps]
    return {step.id: step for step in sorted(found, key=lambda step: step.rank)}


def _step(iri: str, values: Mapping[str, tuple[str, ...]]) -> Step:
    rank = next(iter(values.get("rank", ())), "0")
    if not (rank.isascii() and rank.isdecimal()):
        raise OntologyError(f"<{iri}>", f"its rank is “{rank}”, and must be a whole number")
    return Step(local_id(iri), iri, _label(iri, values), values.get("altLabel", ()), int(rank))


def _mechanism(iri: str, values: Mapping[str, tuple[str, ...]]) -> Mechanism:
    return Mechanism(local_id(iri), iri, _label(iri, values), values.get("altLabel", ()))


def _element(iri: str, values: Mapping[str, tuple[str, ...]]) -> Element:
    whole = _WA + _ELEMENTS[0] in values["type"]
    issuer = next((local_id(issuer) for issuer in values.get("issuedBy", ())), None)
    return Element(iri, _label(iri, values), values.get("altLabel", ()), whole, issuer)


def _label(iri: str, values: Mapping[str, tuple[str, ...]]) -> str:
    return next(iter(values.get("prefLabel", ())), local_id(iri))
