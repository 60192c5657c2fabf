"""The store: what every store offers, and the one that is embedded in a folder of this machine."""

from sparql.store.embedded import EmbeddedStore
from sparql.store.protocol import DEFAULT_GRAPH, PATIENCE, Generation, Store, StoreError, Writer
from sparql.store.writer import EmbeddedWriter

__all__ = [
    "DEFAULT_GRAPH",
    "PATIENCE",
    "EmbeddedStore",
    "EmbeddedWriter",
    "Generation",
    "Store",
    "StoreError",
    "Writer",
]
