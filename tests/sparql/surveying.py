"""The statistics of a store, as the service finds them."""

import pyoxigraph as ox

from sparql import statistics
from sparql.results import Table
from sparql.statistics import Statistics


def surveyed(store: ox.Store) -> Statistics:
    """Look at a whole store, whatever counting would be worth there."""

    def select(query: str) -> Table:
        return Table.of(store.query(query, use_default_graph_as_union=True))

    triples = select(statistics.TRIPLES)
    held = statistics.regularities(
        select(statistics.TYPES), triples, select(statistics.SUBJECTS), select(statistics.OBJECTS)
    )
    every = [row["p"] for row in triples.plain()]
    return Statistics(held, statistics.counts(select(statistics.counting(every))))
