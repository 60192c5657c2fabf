"""Processes that accept connections and answer the cheapest queries themselves, and the service's side of them.

    client ──connection──▶ front (holds the dataset) ──what it does not answer itself──▶ service ──▶ worker

A front is forked from the process that holds the generation, so it needs no other process to answer. It answers
``GET /sparql`` for queries of bounded cost (``sparql/syntax/bounded.py``). On any other request, or when the dataset is
replaced, it hands the connection over to the service with the bytes that it has read, and the service goes on as if it
had accepted the connection itself. The front with the fewest connections accepts the next one; otherwise a single front
would get all that arrive together.

In the process of a front run ``front``, ``connection``, ``answering`` and ``sharing``; in the service ``process``,
``fronts``, ``serving``, ``direct`` and ``limits``. Both use ``control`` and ``http``.

Nothing is imported here, because the process that forks fronts imports this package and must start fast.
"""
