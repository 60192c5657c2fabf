"""The tools that agents are offered: every saved question, plain English, full-text search, SPARQL and single things.

The list is made from the catalogue whenever it is asked for, so a question is a tool as soon as it is saved.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from ontology.vocabulary import BASE
from service.answers.asking import LONGEST as LONGEST_QUESTION
from service.answers.asking import ask
from service.answers.given import FARTHEST, read_page
from service.answers.inputs import check
from service.answers.passages import KINDS, Search, search
from service.answers.passages import LARGEST_PAGE as MOST_HITS
from service.answers.replies import answer_body
from service.answers.shaping import Json, value
from service.answers.things import describe, is_iri
from service.errors import Problem
from service.openapi.schemas import SCALARS, Node
from service.state import Held
from sparql.nearness import nearest, perhaps
from sparql.saved import LARGEST_PAGE, SavedQuestion
from sparql.saved.names import LexiconNames
from sparql.saved.parameters import CONCEPTS, Parameter
from sparql.syntax.tokens import query_form

_TEXT: Final[Node] = {"type": "string"}
_PAGING: Final[Node] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "description": "Answers on a page."},
    "offset": {
        "type": "integer",
        "minimum": 0,
        "maximum": FARTHEST,
        "description": "Answers to leave out at the beginning.",
    },
}
_MOST_ROWS: Final = 1_000
"""Most rows of a SPARQL result that an agent is given."""


class Tools:
    """The tools of one running application."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._own: Mapping[str, Callable[[Mapping[str, Any], str], Awaitable[dict[str, Json]]]] = {
            "ask": self._ask,
            "search": self._search,
            "sparql": self._sparql,
            "describe": self._describe,
        }

    def listed(self) -> list[tuple[str, str, Node]]:
        """Return the name, the description and the input schema of every tool."""
        return [*_OWN, *((name, _about(one), self._schema(one)) for name, one in self._questions().items())]

    async def call(self, name: str, given: Mapping[str, Any], client: str) -> dict[str, Json]:
        """Call a tool for a client. Raises Problem for an unknown tool and for inputs that its schema forbids."""
        questions, own = self._questions(), {tool: schema for tool, _, schema in _OWN}
        if name not in own and name not in questions:
            near = nearest(name, [*own, *questions])
            raise Problem(404, f"There is no tool “{name[:80]}”{perhaps(near)}.", nearest=near)
        check(given, own[name] if name in own else {**self._schema(questions[name]), "required": []})  # asked for below
        found = {key: one for key, one in given.items() if one is not None}
        return await (self._own[name](found, client) if name in own else self._answered(name, found, client))

    def _questions(self) -> dict[str, SavedQuestion]:
        """Return the saved questions that are tools."""
        questions = self._held.knowledge.catalogue.questions.values()
        return {one.name: one for one in questions if one.listed and one.form == "SELECT"}

    async def _answered(self, name: str, given: Mapping[str, Any], client: str) -> dict[str, Json]:
        answerer = self._held.answerer(client)
        question = answerer.question(name)
        words = {key: _words(one) for key, one in given.items()}
        parameters = {key: one for key, one in words.items() if key not in _PAGING}
        return answer_body(await answerer.answer(question, parameters, read_page(question, words)))

    def _schema(self, question: SavedQuestion) -> Node:
        names = LexiconNames(self._held.knowledge.lexicon)
        properties = {name: _input(parameter, names) for name, parameter in question.parameters.items()}
        required = [name for name, parameter in question.parameters.items() if parameter.must_be_given]
        return _object({**properties, **_PAGING}, required)

    async def _ask(self, given: Mapping[str, Any], client: str) -> dict[str, Json]:
        held, question = self._held, given["question"]
        with _called("question"):
            return await ask(held.asking(client), held.knowledge.english.understanding, held.engine.text, question)

    async def _search(self, given: Mapping[str, Any], client: str) -> dict[str, Json]:
        kinds, page = tuple(given.get("kinds", ())), {name: given[name] for name in _PAGING if name in given}
        asked = Search(given["words"], kinds, given.get("body", ""), **page)
        with _called("words"):
            return await search(self._held.answerer(client), self._held.engine.text, asked)

    async def _sparql(self, given: Mapping[str, Any], client: str) -> dict[str, Json]:
        query = given["query"]
        form = query_form(query)
        if form in {"ASK", "CONSTRUCT", "DESCRIBE"}:
            raise Problem(400, f"Only SELECT queries are answered here, and this is {form}.", parameter="query")
        table, more = await self._held.endpoint.first_rows(query, client, _MOST_ROWS)
        rows: list[Json] = [{name: value(term) for name, term in row.items()} for row in table]
        return {
            "variables": list(table.variables),
            "rows": rows,
            "more": more,
            "dataset_version": self._held.engine.version,
        }

    async def _describe(self, given: Mapping[str, Any], client: str) -> dict[str, Json]:
        address = given["iri"]
        if not address.startswith(BASE) or not is_iri(address):
            raise Problem(
                400, f"“iri” must be that of a thing here, such as {BASE}topic/transparency.", parameter="iri"
            )
        return await describe(self._held.answerer(client), address)


@contextmanager
def _called(name: str) -> Iterator[None]:
    """In problems about ``q``, as the parameter is called over HTTP, use the name of the tool's input instead."""
    try:
        yield
    except Problem as problem:
        if problem.extra.get("parameter") == "q":
            problem.detail = problem.detail.replace("“q”", f"“{name}”")
            problem.extra["parameter"] = name
        raise


def _about(question: SavedQuestion) -> str:
    phrasings = "; ".join(question.asks)
    return f"{question.summary}. {question.description}".strip() + (f" Answers: {phrasings}." if phrasings else "")


def _input(parameter: Parameter, names: LexiconNames) -> Node:
    found = dict(SCALARS.get(parameter.type, _TEXT))
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
"""Number of ids that the description of an input shows as examples."""


def _object(properties: Node, required: list[str]) -> Node:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


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
                "kinds": {"type": "array", "items": {**_TEXT, "enum": list(KINDS)}, "description": "Only these kinds."},
                "body": {**_TEXT, "description": "Only the responses of this body: its id, its label or its IRI."},
                **_PAGING,
                "limit": {**_PAGING["limit"], "maximum": MOST_HITS},
            },
            ["words"],
        ),
    ),
    (
        "sparql",
        (
            "Evaluate a SPARQL 1.1 SELECT query over the whole dataset; the resource “ontology” says what is in it. "
            f"At most the first {_MOST_ROWS:,} rows are given, fewer of long ones, and “more” says whether there are "
            "others: OFFSET gets them."
        ),
        _object({"query": _TEXT}, ["query"]),
    ),
    (
        "describe",
        "Everything known of one thing by its IRI: a body, topic, response, answer, statement, passage, …",
        _object({"iri": {**_TEXT, "format": "iri"}}, ["iri"]),
    ),
)
