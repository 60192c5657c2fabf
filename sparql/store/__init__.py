"""The store: what every store offers, the one in a folder of this machine, and the one on a SPARQL server.

``location`` opens either. On a server, ``remote`` writes with the help of ``endpoint`` (the client), ``journal``
(the generations) and ``updates`` (what is sent).
"""

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
