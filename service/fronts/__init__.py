"""Processes that take the connections and answer at once what is certain to take no time.

    client ──connection──▶ front (holds the dataset) ──what it does not answer itself──▶ service ──▶ worker

A front is forked from the process that holds the generation, so a look-up crosses no process. It answers
``GET /sparql`` for queries whose work is bounded (``sparql/bounded.py``). At any other request, and when the dataset is
replaced, it hands the connection over, with what it has read of it, and the service goes on as if it had accepted it.
Of two fronts the one with fewer connections takes the next, or else one would get all that come at once.

This ``__init__`` stays empty, because a holder imports it and should start fast.
"""
