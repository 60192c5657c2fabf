"""Rows become JSON in the likeness of a prototype: grlc's decorator ``transform``."""

from collections.abc import Mapping

import orjson
from SPARQLTransformer import post_process, pre_process

from service.answers.formats import write_results
from service.answers.shaping import Json
from sparql.media import TABLE
from sparql.results import Table


def transformed(prototype: Mapping[str, object], table: Table) -> list[Json]:
    """Return the answers that SPARQL Transformer makes of rows; rows of one ``$anchor`` are merged into one answer."""
    _, _, options = pre_process({"proto": dict(prototype)})
    answers: list[Json] = post_process(orjson.loads(write_results(table, TABLE)), dict(prototype), options)
    return answers
