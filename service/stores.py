"""The store that the settings name."""

from pathlib import Path

from service.settings import Settings
from sparql.store import EmbeddedStore, Store


def open_store(settings: Settings) -> Store:
    """Return the store in its folder."""
    return EmbeddedStore(Path(settings.store))
