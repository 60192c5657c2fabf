"""A saved question with the values that the dataset gives its parameters."""

import logging

from service.answers.answering import Engine
from service.errors import Problem
from sparql.drawing import drawing, to_draw, with_drawn
from sparql.saved import SavedQuestion

log = logging.getLogger(__name__)


async def drawn(question: SavedQuestion, engine: Engine) -> SavedQuestion:
    """Return a question with the values that the dataset gives its parameters; what cannot be drawn takes any."""
    for name in to_draw(question):
        query = drawing(question, name)
        if query is None:
            continue
        try:
            question = with_drawn(question, name, await engine.select(query))
        except Problem as problem:
            log.warning("%s: the values of “%s” are not drawn: %s", question.path, name, problem.detail)
    return question
