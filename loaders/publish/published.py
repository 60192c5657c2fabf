"""Comparing with what is published: the fingerprint of each graph, and whether rules and model are still the same."""

from pathlib import Path

import pyoxigraph as ox

from loaders.publish import version
from ontology.sources import Sources
from ontology.vocabulary import GRAPH_MODEL, GRAPH_PROVENANCE
from sparql.store import EmbeddedStore, Store, StoreError

_FINGERPRINTS = f"SELECT ?graph ?print {{ GRAPH <{GRAPH_PROVENANCE}> {{ ?graph wa:fingerprint ?print }} }}"


def fingerprints(store: Store) -> dict[str, str]:
    """Return the fingerprint of each published graph; none if nothing has been published or the store cannot say."""
    try:
        found = store.query(_FINGERPRINTS)
    except StoreError:
        return {}
    return {row["graph"].value: row["print"].value for row in found} if isinstance(found, ox.QuerySolutions) else {}


def is_current(store: Store, ontology: Path) -> bool:
    """Tell whether the latest load used the present rules and model; a remote store always counts as current."""
    if store.version() is None:
        return False
    if not isinstance(store, EmbeddedStore):
        return True
    latest = f'<{GRAPH_MODEL}> wa:fingerprint "{Sources.read(ontology).digest}"'
    rules = f'prov:wasGeneratedBy/wa:rulesVersion "{version.rules()}"'
    found = store.query(f"ASK {{ GRAPH <{GRAPH_PROVENANCE}> {{ {latest} ; {rules} }} }}")
    return isinstance(found, ox.QueryBoolean) and bool(found)
