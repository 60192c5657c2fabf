"""Settings of the language model: environment variables ``WHOASKS_LLM_…``."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from loaders.environment import FromEnvironment


class LlmSettings(FromEnvironment):
    """Where the model is, and what it may cost."""

    model_config = SettingsConfigDict(env_prefix="WHOASKS_LLM_")

    url: str = Field(default="", description="Base of an OpenAI-compatible API, e.g. `http://127.0.0.1:11434/v1`.")
    model: str = Field(default="default", description="Name of the model, as the endpoint knows it.")
    key: SecretStr = Field(default=SecretStr(""), description="Bearer token.")
    timeout: float = Field(default=60, gt=0, description="Seconds to wait for an answer.")
    attempts: int = Field(default=3, ge=1, description="How often a request is tried.")
    pause: float = Field(default=1, ge=0, description="Seconds before a second attempt; then twice as long.")
    batch: int = Field(default=6000, ge=50, description="Characters of passages that one request holds.")
    budget: int = Field(default=1_000_000, ge=0, description="Tokens that one process may spend; then it stops.")
    cost: float = Field(default=0, ge=0, description="Money that one process may spend; then it stops. 0: no cap.")
    price_sent: float = Field(default=0, ge=0, description="Price of a million tokens sent to the model.")
    price_received: float = Field(default=0, ge=0, description="Price of a million tokens that the model answers with.")
