"""The tools that agents are offered: each saved question with typed inputs, plain English, search, SPARQL, one thing.

Tools and their inputs are read from the catalogue each time they are listed: a question saved now is a tool now.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.datastructures import State

from ontology.vocabulary import BASE
from service.answers.answering import Answerer
from service.answers.asking import LONGEST as LONGEST_QUESTION
from service.answers.asking import ask
from service.answers.given import CONTROLS, read_page
from service.answers.passages import KINDS, Search, search
from service.answers.replies import answer_body
from service.answers.shaping import Json, value
from service.answers.things import describe, is_iri
from service.errors import Problem
from sparql.names import LexiconNames
from sparql.parameters import CONCEPTS, Parameter, Type
from sparql.saved import LARGEST_PAGE, SavedQuestion
from sparql.tokens import query_form

Node = dict[str, Any]

_TEXT: Final[Node] = {"type": "string"}
_TYPES: Final[Mapping[Type, Node]] = {
    Type.INTEGER: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DATE: {"type": "string", "format": "date"},
}
_PAGING: Final[Node] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "description": "Answers on a page."},
    "offset": {"type": "integer", "minimum": 0, "description": "Answers to leave out at the beginning."},
}
_MOST_ROWS: Final = 1_000
"""Rows of a SPARQL result that an agent is given."""


class Tools:
    """What an agent can call; ``state`` is that of the running application."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._own: Mapping[str, Callable[[Mapping[str, Any]], Awaitable[dict[str, Json]]]] = {
            "ask": self._ask,
            "search": self._search,
            "sparql": self._sparql,
            "describe": self._describe,
        }

    def listed(self) -> list[tuple[str, str, Node]]:
        """Return the name, the description and the schema of the input of every tool."""
        questions = [question for question in self._state.catalogue.questions.values() if question.listed]
        return [*_OWN, *((one.name, _about(one), self._schema(one)) for one in questions if one.form == "SELECT")]

    async def call(self, name: str, given: Mapping[str, Any]) -> dict[str, Json]:
        """Return what a tool answers; raise a Problem for a tool or an input that there is not."""
        if name in self._own:
            return await self._own[name](given)
        answerer = self._answerer()
        question = answerer.question(name)
        words = {key: _words(one) for key, one in given.items() if one is not None}
        parameters = {key: one for key, one in words.items() if key not in CONTROLS}
        return answer_body(await answerer.answer(question, parameters, read_page(question, words)))

    def _answerer(self) -> Answerer:
        return Answerer(self._state.engine, self._state.lexicon, self._state.catalogue)

    def _schema(self, question: SavedQuestion) -> Node:
        names = LexiconNames(self._state.lexicon)
        properties = {name: _input(parameter, names) for name, parameter in question.parameters.items()}
        required = [name for name, parameter in question.parameters.items() if parameter.required]
        return _object({**properties, **_PAGING}, required)

    async def _ask(self, given: Mapping[str, Any]) -> dict[str, Json]:
        state = self._state
        return await ask(self._answerer(), state.understanding, state.engine.text, _given(given, "question"))

    async def _search(self, given: Mapping[str, Any]) -> dict[str, Json]:
        kinds = tuple(_words(kind) for kind in given.get("kinds") or ())
        body = _words(given["body"]) if given.get("body") else None
        return await search(self._answerer(), self._state.engine.text, Search(_given(given, "words"), kinds, body))

    async def _sparql(self, given: Mapping[str, Any]) -> dict[str, Json]:
        query = _given(given, "query")
        form = query_form(query)
        if form in {"ASK", "CONSTRUCT", "DESCRIBE"}:
            raise Problem(400, f"Only SELECT queries are answered here, and this is {form}.", parameter="query")
        table = await self._state.engine.select(query)
        rows: list[Json] = [
            {name: value(term) for name, term in row.items()} for row, _ in zip(table, range(_MOST_ROWS), strict=False)
        ]
        return {
            "variables": list(table.variables),
            "rows": rows,
            "more": len(table.rows) > _MOST_ROWS,
            "dataset_version": self._state.engine.version,
        }

    async def _describe(self, given: Mapping[str, Any]) -> dict[str, Json]:
        address = _given(given, "iri")
        if not address.startswith(BASE) or not is_iri(address):
            raise Problem(
                400, f"“iri” must be that of a thing here, such as {BASE}topic/transparency.", parameter="iri"
            )
        return await describe(self._answerer(), address)


def _about(question: SavedQuestion) -> str:
    phrasings = "; ".join(question.asks)
    return f"{question.summary}. {question.description}".strip() + (f" Answers: {phrasings}." if phrasings else "")


def _input(parameter: Parameter, names: LexiconNames) -> Node:
    found = dict(_TYPES.get(parameter.type, _TEXT))
    found["description"] = parameter.description or f"A {parameter.type}."
    if parameter.choices:
        found["enum"] = list(parameter.choices)
    elif parameter.type in CONCEPTS:
        found["description"] += f" The id, IRI or label of a {parameter.type}."
        found["examples"] = list(names.known(parameter.type))[:_EXAMPLES]
    if parameter.default is not None:
        found["default"] = parameter.default
    if parameter.example:
        found["examples"] = [parameter.example, *(one for one in found.get("examples", ()) if one != parameter.example)]
    return found


_EXAMPLES: Final = 60
"""Ids of concepts that the input of a tool shows."""


def _object(properties: Node, required: list[str]) -> Node:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _given(given: Mapping[str, Any], name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str) or not text.strip():
        raise Problem(400, f"“{name}” must be given, as words.", parameter=name)
    return text


def _words(given: object) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)


_OWN: Final[tuple[tuple[str, str, Node], ...]] = (
    (
        "ask",
        "Understand a question in plain English and answer it; where it is not understood, search for its words.",
        _object({"question": {**_TEXT, "maxLength": LONGEST_QUESTION}}, ["question"]),
    ),
    (
        "search",
        'Full text over the words of statements and answers: any form of a word, "a phrase" in quotation marks, -word.',
        _object(
            {
                "words": _TEXT,
                "kinds": {"type": "array", "items": {"enum": list(KINDS)}, "description": "Only these kinds."},
                "body": {**_TEXT, "description": "Only the responses of this body: its id."},
            },
            ["words"],
        ),
    ),
    (
        "sparql",
        "Evaluate a SPARQL 1.1 SELECT query over the whole dataset; the resource “ontology” says what is in it.",
        _object({"query": _TEXT}, ["query"]),
    ),
    (
        "describe",
        "Everything known of one thing by its IRI: a body, topic, response, answer, statement, passage, …",
        _object({"iri": {**_TEXT, "format": "iri"}}, ["iri"]),
    ),
)
