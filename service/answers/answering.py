"""Answering a saved question: names become RDF terms, terms a query, and its rows a page of answers.

HTTP, pages, the command line and MCP all ask saved questions through this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Protocol

import pyoxigraph as ox

from ontology.lexicon import Entries, Lexicon
from ontology.vocabulary import BASE, local_id
from service.answers.shaping import Json, Thing, id_of, shape_rows, text_of, things_in, value
from service.errors import Problem
from sparql import BUNDLED_RECORDS
from sparql.results import Table, Term
from sparql.saved import SavedQuestion
from sparql.saved.binding import Value
from sparql.saved.catalogue import Catalogue, UnknownQuestion
from sparql.saved.names import LexiconNames, Record
from sparql.saved.paging import Page, paged
from sparql.saved.parameters import CONCEPTS, RECORDS, Parameter, Type
from sparql.saved.values import ParameterError, UnknownValue, find, read_value, read_values

_SUGGESTED: Final = 2_000
"""Most records that are searched for a name like an unknown one."""


class Evaluator(Protocol):
    """Something that evaluates queries: the service's engine, or a store in this process."""

    @property
    def version(self) -> str: ...

    async def select(self, text: str) -> Table: ...


@dataclass(frozen=True)
class Answered:
    """One page of a question's answers."""

    question: SavedQuestion
    parameters: Mapping[str, str]
    """The parameters as understood: the id of a concept, the given text of anything else."""
    sparql: str
    """The query with its terms, without a limit."""
    page: Page
    table: Table
    """The rows of this page."""
    more: bool
    """Whether there is a next page."""
    answers: Sequence[Mapping[str, Json]]
    """The rows as nested JSON, in the question's shape."""
    sources: Sequence[Json]
    """The documents that the answers come from."""
    version: str
    facets: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    """Counts of all answers by their properties, if the question has facets."""


@dataclass(frozen=True)
class Answerer:
    """Answers saved questions from one engine, one lexicon and one catalogue."""

    engine: Evaluator
    lexicon: Lexicon
    catalogue: Catalogue

    def question(self, name: str) -> SavedQuestion:
        """Return a question by name. Raises Problem 404, with the nearest names."""
        try:
            return self.catalogue[name]
        except UnknownQuestion as error:
            problem = Problem(404, _sentence(error), nearest=error.nearest)
            raise problem.listed_at("" if error.nearest else "questions") from None

    async def bind(self, question: SavedQuestion, given: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """Return the executable query, and the parameters as they were understood. Raises Problem 400 or 404."""
        names = LexiconNames(self.lexicon, await self._records(question.parameters, given))
        try:
            values = read_values(question.parameters, given, names)
        except ParameterError as error:
            raise parameter_problem(error) from None
        return question.bind(values), _understood(question, values, given)

    async def named(self, parameter: Parameter, words: str) -> list[str]:
        """Return the IRIs that an id, an IRI or a label stands for. Raises Problem, with the nearest names."""
        names = LexiconNames(self.lexicon, await self._records({parameter.name: parameter}, {parameter.name: words}))
        try:
            return [term.value for term in read_value(parameter, words, names)]
        except ParameterError as error:
            raise parameter_problem(error) from None

    async def answer(self, question: SavedQuestion, given: Mapping[str, str], page: Page | None = None) -> Answered:
        """Answer one page of a question. Raises Problem for wrong parameters and for a page that does not exist."""
        page = page or Page(question.page)
        sparql, parameters = await self.bind(question, given)
        version = self.engine.version
        found = await self.engine.select(paged(sparql, page))
        if page.offset and not found.rows:
            raise Problem(
                404, f"There is no page at offset {page.offset}: the answers end before it.", parameter="offset"
            )
        if not found.rows:
            await self._check_statements(question, given)
        table = replace(found, rows=found.rows[: page.limit])
        things = await self.things(things_in(question.shape, table))
        return Answered(
            question=question,
            parameters=parameters,
            sparql=sparql,
            page=page,
            table=table,
            more=len(found.rows) > page.limit,
            answers=shape_rows(question.shape, table, things),
            sources=await self._sources(table),
            version=version,
            facets=await self._facets(question, given) if question.facets else {},
        )

    async def _check_statements(self, question: SavedQuestion, given: Mapping[str, str]) -> None:
        """Raise Problem 404 if a parameter names a statement that the dataset does not have."""
        for name, parameter in question.parameters.items():
            if parameter.type is Type.STATEMENT and given.get(name):
                statement = read_value(parameter, given[name], LexiconNames(self.lexicon))
                if not (await self.engine.select(records()["labels"].bind({"thing": statement}))).rows:
                    raise Problem(404, f"The dataset holds no statement “{given[name]}”.", parameter=name)

    async def things(self, iris: Iterable[str]) -> dict[str, Thing]:
        """Return things with their labels, by IRI; one without a label is labelled with its id."""
        named = {c.iri: c for kind in CONCEPTS for c in LexiconNames(self.lexicon).known(kind).values()}
        found = {iri: Thing(id=local_id(iri), iri=iri, label=local_id(iri)) for iri in iris}
        found |= {iri: Thing(id=named[iri].id, iri=iri, label=named[iri].label) for iri in found if iri in named}
        unknown = [ox.NamedNode(iri) for iri in sorted(found) if iri not in named and iri.startswith(BASE)]
        if unknown:
            labels = await self.engine.select(records()["labels"].bind({"thing": unknown}))
            for row in labels:
                found[text_of(row["thing"])]["label"] = text_of(row["label"])
        return found

    async def _facets(self, question: SavedQuestion, given: Mapping[str, str]) -> dict[str, Sequence[Json]]:
        """Count all answers, not only this page's, by the properties that the question's facets name."""
        counts = self.question(question.facets)
        sparql, _ = await self.bind(counts, given)
        table = await self.engine.select(sparql)
        terms = {text_of(row["value"]): row["value"] for row in table}
        things = await self.things(iri for iri, term in terms.items() if isinstance(term, ox.NamedNode))
        found: dict[str, list[Json]] = {}
        for row in table:
            words = text_of(row["value"])
            thing = things.get(words)
            entry: dict[str, Json] = {"id": id_of(words), "label": thing["label"] if thing else words}
            found.setdefault(text_of(row["facet"]), []).append({**entry, "count": value(row["count"])})
        return {**found}

    async def _records(
        self, parameters: Mapping[str, Parameter], given: Mapping[str, str]
    ) -> dict[Type, Sequence[Record]]:
        """Look up names that only the dataset knows; for an unknown name all of its kind, to suggest near ones."""
        found: dict[Type, Sequence[Record]] = {}
        for name, parameter in parameters.items():
            if given.get(name) and self._is_looked_up(parameter.type, given[name].strip()):
                lookup = records()[parameter.type]
                exact = await self.engine.select(lookup.bind({"name": [ox.Literal(given[name].strip())]}))
                table = exact if exact.rows else await self.engine.select(paged(lookup.bind({}), Page(_SUGGESTED)))
                found[parameter.type] = [*found.get(parameter.type, ()), *(record_of(row) for row in table)]
        return found

    def _is_looked_up(self, kind: Type, name: str) -> bool:
        """Tell whether a name must be looked up in the dataset, such as a respondent that the ontology lacks."""
        return kind in RECORDS or (kind is Type.BODY and not find(kind, name, LexiconNames(self.lexicon)))

    async def _sources(self, table: Table) -> list[Json]:
        responses = sorted(
            {
                term.value
                for row in table.rows
                for term in row
                if isinstance(term, ox.NamedNode) and term.value.startswith(f"{BASE}response/")
            }
        )
        if not responses:
            return []
        found = await self.engine.select(
            records()["sources"].bind({"response": [ox.NamedNode(iri) for iri in responses]})
        )
        return [{name: text_of(row[name]) for name in ("response", "file", "sha256")} for row in found]


def parameter_problem(error: ParameterError) -> Problem:
    """Return the Problem for a parameter that cannot be used."""
    status = 404 if isinstance(error, UnknownValue) else 400
    problem = Problem(status, _sentence(error), parameter=error.parameter, nearest=error.nearest)
    return problem.listed_at(error.listing)


def _sentence(error: Exception) -> str:
    words = str(error)
    return f"{words[0].upper()}{words[1:]}."


def record_of(row: Mapping[str, Term]) -> Record:
    """Make a record of a row's thing, id and label; its other values are further names."""
    words = {name: text_of(term) for name, term in row.items()}
    others = tuple(words[name] for name in row if name not in {"thing", "label"})
    return Record(words["id"], words["thing"], words["label"], others)


@cache
def records() -> Catalogue:
    """Return the service's own queries."""
    return Catalogue.alone(BUNDLED_RECORDS, Lexicon(Entries()))


def _understood(
    question: SavedQuestion, values: Mapping[str, Sequence[Value]], given: Mapping[str, str]
) -> dict[str, str]:
    found = {}
    for name, terms in values.items():
        kind = question.parameters[name].type
        is_named = kind in CONCEPTS and terms[0].value.startswith(f"{BASE}{kind}/")
        found[name] = local_id(terms[0].value) if is_named else given.get(name, terms[0].value)
    return found
