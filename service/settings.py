"""Settings of the service, from options and from environment variables named ``WHOASKS_…``."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology import BUNDLED
from sparql import BUNDLED_QUESTIONS


class Settings(BaseSettings):
    """What a running whoasks can be told; made in ``create_app`` and in the command line, never at import."""

    model_config = SettingsConfigDict(env_prefix="WHOASKS_", frozen=True)

    store: str = Field(
        default_factory=lambda: str(user_data_path("whoasks") / "store"),
        description="Folder of the embedded store, or the URL of a SPARQL 1.1 server.",
    )
    ontology: Path = Field(default=BUNDLED, description="Folder of the ontology.")
    questions: Path = Field(default=BUNDLED_QUESTIONS, description="Folder of the saved questions.")
    workers: int = Field(
        default_factory=lambda: max(4, 2 * (os.cpu_count() or 1)),
        ge=1,
        description="Processes that evaluate queries; they share one copy of the dataset.",
    )
    timeout: float = Field(default=30, gt=0, description="Seconds that a query may run; `timeout=` may ask for less.")
    query_memory: int = Field(default=1024, ge=16, description="Megabytes that one query may need beyond the dataset.")
    max_rows: int = Field(default=100_000, ge=0, description="Rows of a result beyond which it is cut; 0 for no cap.")
    max_bytes: int = Field(
        default=64 * 1024 * 1024, ge=0, description="Bytes of a result beyond which it is cut; 0 for no cap."
    )
