"""A store that is ready to be asked: the bundled dataset is built where there is none yet."""

from rich.console import Console

from loaders.pipeline import Plan, ensure
from service.cli.load import progress_bar
from service.settings import Settings
from sparql.store import Store
from sparql.stores import open_store


def ready(settings: Settings) -> Store:
    """Return the store of the settings, built first where it is empty, and anew where the model has changed."""
    store = open_store(settings.store)
    with progress_bar(Console(stderr=True)) as listener:
        ensure(store, Plan(settings.ontology), listener)
    return store
