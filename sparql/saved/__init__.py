"""Saved questions: a file ``NAME.rq`` becomes a question with typed parameters, and with values an executable query.

``declarations`` and ``parameters`` say what it can be asked with, ``names`` and ``values`` turn what people write into
RDF terms, ``binding`` and ``paging`` put these into the query, ``shape`` makes nested JSON of its rows.
"""

from sparql.saved.question import LARGEST_PAGE, SavedQuestion, read_question

__all__ = ["LARGEST_PAGE", "SavedQuestion", "read_question"]
