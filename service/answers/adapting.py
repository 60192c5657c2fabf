"""Adapting saved questions to the dataset: values that their parameters may take, and examples that exist."""

import logging
from dataclasses import replace

import pyoxigraph as ox

from ontology.lexicon import Entries, Lexicon
from service.answers.answering import Evaluator, records
from service.answers.shaping import text_of
from service.errors import Problem
from sparql.saved import SavedQuestion
from sparql.saved.enumeration import enumerated, values_query, with_values
from sparql.saved.names import LexiconNames
from sparql.saved.paging import Page, paged
from sparql.saved.parameters import RECORDS, Parameter, Type
from sparql.saved.values import read_value

log = logging.getLogger(__name__)


async def with_enumerated_values(question: SavedQuestion, engine: Evaluator) -> SavedQuestion:
    """Return a question whose enumerated parameters (grlc's ``enumerate``) offer the values that the dataset has.

    If the query for the values fails, a warning is logged and the parameter takes any value.
    """
    for name in enumerated(question):
        query = values_query(question, name)
        if query is None:
            continue
        try:
            question = with_values(question, name, await engine.select(query))
        except Problem as problem:
            log.warning("%s: the values of “%s” cannot be looked up: %s", question.path, name, problem.detail)
    return question


async def with_existing_examples(question: SavedQuestion, engine: Evaluator) -> SavedQuestion:
    """Return a question whose examples are in the dataset, so that whoever tries one gets an answer.

    An example of a consultation, one of its questions or a response that the dataset lacks is replaced by the first one
    that it has. If there is none, or if the example is of a statement, the parameter loses its example.
    """
    parameters = dict(question.parameters)
    try:
        for name, parameter in parameters.items():
            if parameter.example and parameter.type in {*RECORDS, Type.STATEMENT}:
                parameters[name] = replace(parameter, example=await _existing(parameter, parameter.example, engine))
    except Problem as problem:
        log.warning("%s: its examples cannot be looked up: %s", question.path, problem.detail)
        return question
    return replace(question, parameters=parameters)


async def _existing(parameter: Parameter, example: str, engine: Evaluator) -> str | None:
    if parameter.type is Type.STATEMENT:
        statement = read_value(parameter, example, LexiconNames(Lexicon(Entries())))
        return example if (await engine.select(records()["labels"].bind({"thing": statement}))).rows else None
    lookup = records()[parameter.type]
    if (await engine.select(paged(lookup.bind({"name": [ox.Literal(example)]}), Page(1)))).rows:
        return example
    first = next(iter(await engine.select(paged(lookup.bind({}), Page(1)))), None)
    return text_of(first["id"]) if first else None
