"""Describing one thing of the dataset: its properties, what refers to it, and the questions about it."""

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote, urlencode

import pyoxigraph as ox

from ontology.vocabulary import BASE, iri, local_id
from service.answers.answering import Answerer, records
from service.answers.shaping import Json, text_of, value
from service.errors import Problem
from sparql.nearness import nearest, perhaps
from sparql.results import Table, Term
from sparql.saved.names import LexiconNames
from sparql.saved.paging import Page, paged
from sparql.saved.parameters import CONCEPTS, Type
from sparql.saved.values import LISTINGS

_REFERENCES: Final = 200
"""Most references to a thing that are shown."""


def thing_iri(path: str) -> str:
    """Return the IRI of the thing at a path of the service, such as ``body/nhsei``."""
    return iri(*path.split("/"))


def is_iri(address: str) -> bool:
    """Tell whether a text is syntactically an IRI."""
    try:
        ox.NamedNode(address)
    except ValueError:
        return False
    return True


def kind_of(address: str) -> str:
    """Return the first part of the path of a thing, such as ``body``."""
    return address.removeprefix(BASE).partition("/")[0]


async def is_known(answerer: Answerer, address: str) -> bool:
    """Tell whether the dataset says anything about a thing."""
    return bool((await answerer.engine.select(records()["outgoing"].bind({"thing": [ox.NamedNode(address)]}))).rows)


async def must_be_known(answerer: Answerer, address: str, parameter: str) -> None:
    """Raise Problem 404, with the nearest names, if a parameter names a thing that the dataset does not know."""
    if not await is_known(answerer, address):
        problem = _unknown(answerer, kind_of(address), address)
        problem.extra["parameter"] = parameter
        raise problem


async def describe(answerer: Answerer, address: str) -> dict[str, Json]:
    """Return a thing as JSON. Raises Problem 404, with the nearest names, if there is no such thing.

    A thing exists if the dataset describes it, refers to it or has a graph of that name; there is no list of kinds.
    """
    node, kind = [ox.NamedNode(address)], kind_of(address)
    outgoing = await answerer.engine.select(records()["outgoing"].bind({"thing": node}))
    found = await answerer.engine.select(paged(records()["incoming"].bind({"thing": node}), Page(_REFERENCES)))
    if not (outgoing.rows or found.rows):
        raise _unknown(answerer, kind, address)
    incoming = Table(found.variables, found.rows[:_REFERENCES])
    things = await answerer.things({address, *_iris(outgoing), *_iris(incoming)})

    def shown(term: Term) -> Json:
        thing = things.get(text_of(term))
        return {"id": thing["id"], "iri": thing["iri"], "label": thing["label"]} if thing else value(term)

    here = things[address]
    return {
        "id": here["id"],
        "iri": address,
        "label": here["label"],
        "kind": kind,
        "properties": _grouped(outgoing, shown),
        "referred_to_by": _grouped(incoming, shown),
        "more_references": len(found.rows) > _REFERENCES,
        "questions": _questions(answerer, kind, here["id"], address),
        "dataset_version": answerer.engine.version,
    }


def _iris(table: Table) -> set[str]:
    """Return the things of the dataset that a table names; words of other vocabularies stay IRIs."""
    return {
        term.value
        for term in table.column("value")
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE) and not {"#", "?"} & set(term.value)
    }


def _grouped(table: Table, shown: Callable[[Term], Json]) -> dict[str, Json]:
    """Return the values by the short name of their property."""
    found: dict[str, list[Json]] = {}
    for row in table:
        found.setdefault(local_id(text_of(row["property"])), []).append(shown(row["value"]))
    return {**found}


def _questions(answerer: Answerer, kind: str, name: str, address: str) -> list[Json]:
    """Return the saved questions that can be asked of a thing: those that need nothing but it."""
    found: list[Json] = []
    for question in answerer.catalogue.questions.values():
        required = [parameter for parameter in question.parameters.values() if parameter.required]
        if len(required) == 1 and required[0].type == kind:
            words = name if required[0].type in CONCEPTS else address
            asked = f"/questions/{question.name}?{urlencode({required[0].name: words})}"
            found.append({"question": question.name, "summary": question.summary, "href": asked})
    return found


def _unknown(answerer: Answerer, kind: str, address: str) -> Problem:
    name = local_id(address)
    if kind not in CONCEPTS or address.rstrip("/") == iri(kind):
        path = unquote(address.removeprefix(BASE))
        return Problem(404, f"There is nothing at /{path[:200]}; /docs lists what there is.")
    others = [one for one in LexiconNames(answerer.lexicon).known(Type(kind)) if one != name]  # it may have been lost
    near = nearest(name, others)
    listing = "" if near else LISTINGS.get(Type(kind), "")
    hint = f"; “{listing}” lists those there are" if listing else perhaps(near)
    return Problem(404, f"The dataset knows no {kind} “{name[:80]}”{hint}.", nearest=near).listed_at(listing)
