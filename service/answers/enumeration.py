"""Looking up in the dataset the values that a parameter may take: grlc's ``enumerate`` without values."""

import logging

from service.answers.answering import Engine
from service.errors import Problem
from sparql.saved import SavedQuestion
from sparql.saved.enumeration import enumerated, values_query, with_values

log = logging.getLogger(__name__)


async def with_enumerated_values(question: SavedQuestion, engine: Engine) -> SavedQuestion:
    """Return a question whose enumerated parameters offer the values that the dataset has for them.

    Where the query for the values fails, a warning is logged and the parameter takes any value.
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
