"""Saved questions: a file ``NAME.rq`` is a question with typed parameters; given values, it is an executable query.

``phrasings`` are ways to ask a question in English; ``declarations`` and ``parameters`` read what parameters a question
has, ``names`` and ``values`` turn what people write into RDF terms, ``binding`` and ``paging`` put these into the
query, and ``shape`` turns its rows into nested JSON.
"""

from sparql.saved.question import LARGEST_PAGE, SavedQuestion, read_question

__all__ = ["LARGEST_PAGE", "SavedQuestion", "read_question"]
