"""Preparing a store: the bundled corpus is loaded into an empty one."""

from loaders.publish.published import is_current
from service.settings import Settings
from sparql.store import EmbeddedStore, Store
from sparql.store.location import open_store


def ready(settings: Settings) -> Store:
    """Return the configured store; an empty one is filled first, and one with an old model reloaded.

    Raises StoreError for a store that is damaged.
    """
    store = open_store(settings.store)
    if isinstance(store, EmbeddedStore):
        store.check()
    if not is_current(store, settings.ontology):
        from service.cli.load import build

        build(store, settings)
    return store
