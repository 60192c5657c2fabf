"""The settings, from options and from environment variables ``WHOASKS_…``."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from platformdirs import user_data_path
from pydantic import DirectoryPath, Field, FilePath, field_validator
from pydantic_settings import SettingsConfigDict

from loaders.environment import FromEnvironment
from ontology import BUNDLED
from sparql import BUNDLED_EXAMPLES, BUNDLED_PHRASING, BUNDLED_QUESTIONS
from sparql.nearness import nearest
from sparql.store.location import is_remote

_DIGEST: Final = re.compile("[0-9a-fA-F]{64}")
MEGABYTE: Final = 1024 * 1024
"""Bytes in a megabyte, as the settings count them."""


def default_store(ontology: Path) -> str:
    """Return the default folder of the store; each ontology has one of its own."""
    other = "" if ontology.resolve() == BUNDLED.resolve() else f"-{sha256(bytes(ontology.resolve())).hexdigest()[:12]}"
    return str(user_data_path("whoasks") / f"store{other}")


def default_reviews(store: str) -> Path:
    """Return the default folder of the verdicts given on the pages: beside the store, so that it outlives it."""
    return user_data_path("whoasks") / "reviews" if is_remote(store) else Path(f"{store}-reviews")


class Settings(FromEnvironment):
    """The settings of a running whoasks; read in ``create_app`` and in the command line, never at import."""

    model_config = SettingsConfigDict(env_prefix="WHOASKS_")

    ontology: DirectoryPath = Field(default=BUNDLED, description="Folder of the ontology.")
    store: str = Field(
        default_factory=lambda known: default_store(known["ontology"]),
        description="Folder of the embedded store, or the URL of a SPARQL 1.1 server.",
    )
    questions: DirectoryPath = Field(default=BUNDLED_QUESTIONS, description="Folder of the saved questions.")
    phrasing: FilePath = Field(
        default=BUNDLED_PHRASING, description="File of the words that plain English is asked in."
    )
    examples: DirectoryPath = Field(
        default=BUNDLED_EXAMPLES, description="Folder of worked examples of how people ask."
    )
    watch: bool = Field(default=True, description="Apply edits of the ontology and of the questions while serving.")
    reviews: Path = Field(
        default_factory=lambda known: default_reviews(known["store"]),
        description="Folder that keeps what reviewers say on the pages, as CONSULTATION/reviews/REVIEWER.csv.",
    )
    workers: int = Field(
        default_factory=lambda: max(6, 3 * (os.cpu_count() or 1)),
        ge=1,
        description="Processes that evaluate queries; they share one copy of the dataset.",
    )
    fronts: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=0,
        description="Processes that accept connections and answer look-ups; 0 leaves both to the service.",
    )
    timeout: float = Field(
        default=30, gt=0, allow_inf_nan=False, description="Seconds that a query may run; `timeout=` may ask for less."
    )
    query_memory: int = Field(default=512, ge=16, description="Megabytes that one query may need beyond the dataset.")
    quads_in_memory: int = Field(
        default=10_000_000, ge=0, description="Quads up to which the dataset is held in memory, which is faster."
    )
    queue: int = Field(default=64, ge=1, description="Queries that may wait for a worker; beyond, clients get 429.")
    max_rows: int = Field(default=100_000, ge=0, description="Rows of a result beyond which it is cut; 0 for no cap.")
    max_bytes: int = Field(
        default=64 * 1024 * 1024, ge=0, description="Bytes of a result beyond which it is cut; 0 for no cap."
    )
    cache_bytes: int = Field(
        default=64 * 1024 * 1024, ge=0, description="Bytes of answers to keep in memory; 0 keeps none."
    )
    spool_bytes: int = Field(
        default=2 * 1024 * 1024 * 1024,
        ge=0,
        description="Bytes on disk that large results may take while clients fetch them or they are kept.",
    )
    max_query: float = Field(default=1, gt=0, description="Megabytes that a query or an update may have.")
    max_upload: float = Field(default=256, gt=0, description="Megabytes that a graph sent to /graphs may have.")
    access_log: bool = Field(default=False, description="Log a line of JSON for each request.")
    tokens: str = Field(
        default="",
        repr=False,
        description="Digests of the bearer tokens that may write, review and administer, separated by commas, each "
        "after its bearer's name and a colon, or without; `whoasks token` makes a token. None: all is switched off.",
    )
    services: str = Field(
        default="", description="Endpoints that SERVICE may call, separated by commas; none by default."
    )

    @field_validator("store")
    @classmethod
    def _place(cls, store: str) -> str:
        if "://" in store and not is_remote(store):
            raise ValueError("a store is a folder, or an address that begins with http:// or https://")
        return store

    @field_validator("tokens")
    @classmethod
    def _digests(cls, tokens: str) -> str:
        if not all(_DIGEST.fullmatch(entry.rpartition(":")[2].strip()) for entry in _entries(tokens)):
            raise ValueError("each token is given by its digest, 64 hexadecimal digits, which `whoasks token` prints")
        return tokens

    @property
    def bearers(self) -> Mapping[str, str]:
        """The name of each token's bearer, by the digest of the token in lower case; empty if it has no name."""
        named = (entry.rpartition(":") for entry in _entries(self.tokens))
        return {digest.strip().lower(): name.strip() for name, _, digest in named}

    @property
    def allowed_services(self) -> tuple[str, ...]:
        """The endpoints that SERVICE may call."""
        return tuple(_entries(self.services))


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",") if entry.strip()]


def unknown_settings(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the names of variables that look like settings but are not, each with the nearest settings."""
    known = [f"WHOASKS_{name.upper()}" for name in Settings.model_fields]
    for name in sorted(names):
        if name.startswith("WHOASKS_") and not name.startswith("WHOASKS_LLM_") and name not in known:
            yield name, nearest(name, known)
