"""The media types of SPARQL results and of RDF, with pyoxigraph's constant for each format."""

from typing import Final

import pyoxigraph as ox

RESULTS: Final = {
    form.media_type.partition(";")[0]: form
    for form in (
        ox.QueryResultsFormat.JSON,
        ox.QueryResultsFormat.XML,
        ox.QueryResultsFormat.CSV,
        ox.QueryResultsFormat.TSV,
    )
}
"""The formats of solutions, by media type."""
GRAPHS: Final = {
    form.media_type: form
    for form in (
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.N_QUADS,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.RDF_XML,
        ox.RdfFormat.JSON_LD,
    )
}
"""The formats of graphs, by media type."""
TABLE: Final = "application/sparql-results+json"
"""The format in which processes exchange solutions."""
