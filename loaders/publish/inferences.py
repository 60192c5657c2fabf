"""Writing inferences after a load: what follows by rules, and links between similar asks."""

from io import BytesIO
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from loaders.publish.prepare import inference
from ontology.vocabulary import GRAPH_INFERENCES
from sparql.inference import infer
from sparql.store import Writer

_COMPARED: Final = 30_000
"""Most asks that are compared, since time and memory grow with the square of their number."""


def conclude(writer: Writer, first_with: Path | None = None) -> list[str]:
    """Write what follows from the dataset, and return a sentence for everything that was left out.

    ``first_with`` is the folder of the ontology, given only at the first load into a store. The workers have then
    already written what follows from the responses, unless a rule needs to see all of them.
    """
    inferring = inference(first_with) if first_with else None
    if inferring:
        writer.extend(inferring.of_model)
    else:
        writer.replace_graph(GRAPH_INFERENCES, infer(writer.query))
    return _link_alike(writer)


def _link_alike(writer: Writer) -> list[str]:
    """Link similar asks, and return a sentence if there are too many to compare."""
    asks = count(writer.query("SELECT (COUNT(?ask) AS ?number) { ?ask a wa:Ask }"))
    compared = asks <= _COMPARED
    if compared:
        from loaders.publish.similar import similarity_quads

        likeness = ox.serialize(similarity_quads(writer.query), format=ox.RdfFormat.N_QUADS)
        writer.add(BytesIO(likeness or b""))
    return [] if compared else [f"{asks:,} asks are too many to compare each with others; none was linked as similar"]


def count(rows: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> int:
    """Return the value of ``?number`` in the only row of a result."""
    number = next(rows)["number"] if isinstance(rows, ox.QuerySolutions) else None
    return int(number.value) if isinstance(number, ox.Literal) else 0
