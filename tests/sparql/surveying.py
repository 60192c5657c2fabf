"""The statistics of a store, as the service finds them."""

import pyoxigraph as ox

from sparql.results import Table
from sparql.statistics import survey
from sparql.statistics.survey import Statistics


def surveyed(store: ox.Store) -> Statistics:
    """Look at a whole store, whatever counting would be worth there."""

    def select(query: str) -> Table:
        return Table.of(store.query(query, use_default_graph_as_union=True))

    triples = select(survey.TRIPLES)
    held = survey.regularities(select(survey.TYPES), triples, select(survey.SUBJECTS), select(survey.OBJECTS))
    every = [row["p"] for row in triples.plain()]
    return Statistics(held, survey.counts(select(survey.counting(every))))
