"""Settings of the service, from options and from environment variables named ``WHOASKS_…``."""

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
