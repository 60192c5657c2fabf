"""Publishing an edited model, and what follows from it, without reading the documents again.

The statements remain as they were extracted, and so does the record of the model that they were extracted with, so the
next load reads the documents again.

    python -m loaders.publish.refresh STORE ONTOLOGY
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from loaders.publish.inferences import conclude
from ontology.mistakes import Mistake
from ontology.sources import Sources
from ontology.vocabulary import GRAPH_MODEL
from sparql.store import EmbeddedStore


def refresh(store: EmbeddedStore, ontology: Path) -> bool:
    """Publish the model in the files of an ontology; return whether that changed anything.

    Does nothing before the first publication. Raises OntologyError for files that are not Turtle, and StoreError if
    another process is writing.
    """
    edited = Sources.read(ontology)
    if store.version() is None or _meaning(edited.quads) == _meaning(_published(store)):
        return False
    with store.writing("the model was edited") as writer:
        writer.replace_graph(GRAPH_MODEL, edited.quads)
        conclude(writer)
    return True


def _published(store: EmbeddedStore) -> Iterable[ox.Triple]:
    found = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH_MODEL}> {{ ?s ?p ?o }} }}")
    return found if isinstance(found, ox.QueryTriples) else ()


def _meaning(triples: Iterable[ox.Quad | ox.Triple]) -> ox.Dataset:
    """Return triples in a form that is equal for two models with the same meaning."""
    stored = ox.Store()  # normalises literals as the published ones were
    stored.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    dataset = ox.Dataset(stored)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


if __name__ == "__main__":
    try:
        refresh(EmbeddedStore(Path(sys.argv[1])), Path(sys.argv[2]))
    except Mistake as mistake:
        sys.exit(str(mistake))
