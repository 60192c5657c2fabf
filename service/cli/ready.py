"""A store that is ready to be asked: the bundled dataset is built where there is none yet."""

from loaders.publish.published import is_current
from service.settings import Settings
from sparql.store import Store
from sparql.stores import open_store


def ready(settings: Settings) -> Store:
    """Return the store of the settings, built first where it is empty, and anew where the model has changed."""
    store = open_store(settings.store)
    if not is_current(store, settings.ontology):
        from service.cli.load import build

        build(store, settings)
    return store
