"""Opening the store at a location: a folder, or the address of a SPARQL 1.1 server."""

from pathlib import Path
from typing import Final

from sparql.store import EmbeddedStore, Store

VARIABLE: Final = "WHOASKS_STORE"
"""Tells a child process the location, which may hold a password: its arguments can be read by every user."""


def is_remote(location: str) -> bool:
    """Tell whether a location is the address of a server."""
    return location.startswith(("http://", "https://"))


def open_store(location: str) -> Store:
    """Return the store in a folder, or on the server at an address."""
    if not is_remote(location):
        return EmbeddedStore(Path(location))
    from sparql.store.remote import RemoteStore

    return RemoteStore(location)
