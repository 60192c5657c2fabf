"""The OpenAPI 3.1 description, with an operation for each saved question, made from the catalogue as it is now."""

from collections.abc import Collection
from typing import Final

from fastapi import FastAPI

from ontology.lexicon import Lexicon
from ontology.sources import Sources
from ontology.vocabulary import BASE
from service.openapi.operations import (
    LISTINGS,
    PROBLEM,
    answers_title,
    catalogue_operation,
    get_operation,
    path_parameters,
    post_operation,
    thing_operation,
)
from service.openapi.protocols import REQUIRED
from service.openapi.schemas import COMMON, Node, answers_schema, concept_schemas
from service.state import Held
from sparql.saved.catalogue import Catalogue

_LOADED: Final = (
    "/answer/{consultation}/{respondent}/{number}",
    "/consultation/{id}",
    "/document/{consultation}/{respondent}",
    "/graph/consultation/{consultation}",
    "/graph/response/{consultation}/{respondent}",
    "/graph/{id}",
    "/load/{id}",
    "/party/{consultation}/{name}",
    "/passage/{consultation}/{respondent}/{place}",
    "/question/{consultation}/{number}",
    "/respondent/{consultation}/{respondent}",
    "/response/{consultation}/{respondent}",
    "/reviewer/{id}",
    "/rule/{id}",
    "/similarity/{id}",
    "/speaker/{consultation}/{respondent}/{place}",
    "/statement/{consultation}/{respondent}/{place}",
)
"""The paths of the things that a load creates."""


class Described(FastAPI):
    """An application whose OpenAPI description follows the catalogue of saved questions."""

    held: Held
    _described: tuple[Catalogue, Node] | None = None

    def openapi(self) -> Node:
        """Return the description; it is built again whenever the catalogue has been read again."""
        knowledge = self.held.knowledge
        catalogue = knowledge.catalogue
        if self._described is None or self._described[0] is not catalogue:
            things = {*_LOADED, *modelled(knowledge.reference.sources)}
            self._described = catalogue, _description(super().openapi(), things, catalogue, knowledge.lexicon)
        return self._described[1]


def modelled(sources: Sources) -> set[str]:
    """Return the paths of the things that an ontology describes, such as ``/body/{id}`` and ``/stances``."""
    subjects = {str(quad.subject).strip("<>") for source in sources.model for quad in source.quads}
    parts = (iri.removeprefix(BASE).split("/") for iri in subjects if iri.startswith(BASE) and "#" not in iri)
    return {f"/{kind}/{{id}}" if name else f"/{kind}" for kind, *name in parts}


def _description(base: Node, things: Collection[str], catalogue: Catalogue, lexicon: Lexicon) -> Node:
    components = dict(base.get("components", {}))
    schemas = {**components.get("schemas", {}), **COMMON, **concept_schemas(lexicon)}
    paths = {
        **{path: {"get": thing_operation(path)} for path in things},
        **{path: _completed(path, item) for path, item in base["paths"].items()},
        "/questions": {"get": catalogue_operation()},
    }
    for name, question in catalogue.questions.items():
        path = f"/{name}" if name in LISTINGS else f"/questions/{name}"
        paths[path] = {"get": get_operation(question)}
        if name not in LISTINGS:
            paths[path]["post"] = post_operation(question)
        schemas[answers_title(question)] = answers_schema(question)
    return {**base, "paths": dict(sorted(paths.items())), "components": {**components, "schemas": schemas}}


def _completed(path: str, item: Node) -> Node:
    """Add to operations that FastAPI has described what it cannot know: errors, formats, path parameters."""
    return {method: _complete(path, operation) for method, operation in item.items()}


def _complete(path: str, operation: Node) -> Node:
    declared = {parameter["name"] for parameter in operation.get("parameters", ())}
    parts = [parameter for parameter in path_parameters(path) if parameter["name"] not in declared]
    responses = {status: reply for status, reply in operation["responses"].items() if status != "422"}
    error = {"description": "An error (RFC 9457).", "content": PROBLEM}
    parameters = [*map(_demanded, operation.get("parameters", ())), *parts]
    summary = str(operation.get("description", operation["summary"])).split("\n")[0].removesuffix(".")
    return {**operation, "summary": summary, "parameters": parameters, "responses": {**responses, "default": error}}


def _demanded(parameter: Node) -> Node:
    """Mark a parameter as required where our own code, not the framework, insists on it."""
    marked = parameter["schema"].keys() & REQUIRED.keys()
    if not marked:
        return parameter
    schema = {name: each for name, each in parameter["schema"].items() if name not in {*marked, "default"}}
    return {**parameter, "required": True, "schema": schema}
