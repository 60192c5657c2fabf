"""Settings that are read from environment variables, and what is said of one that cannot be taken.

Mistake
 └─ SettingError
"""

from typing import Any, Final, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology.mistakes import Mistake

_FOLLOWS: Final = "default_factory_not_called"
"""pydantic's word for a setting whose default depends on another one that is wrong."""


class SettingError(Mistake):
    """A setting has a value that it cannot take; the message names the variable and what it takes."""


class FromEnvironment(BaseSettings):
    """Settings, each an environment variable; an empty one is as good as none."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    @model_validator(mode="wrap")
    @classmethod
    def _in_a_sentence(cls, given: Any, read: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401  as pydantic has it
        try:
            return read(given)
        except ValidationError as error:
            wrong = [one for one in error.errors() if one["type"] != _FOLLOWS]
            raise SettingError("; ".join(map(cls._sentence, wrong))) from None

    @classmethod
    def _sentence(cls, error: ErrorDetails) -> str:
        name = str(error["loc"][0])
        shown = f"={error['input']}" if cls.model_fields[name].repr else ""
        reason = error["msg"].removeprefix("Value error, ").replace("Input should be", "it must be")
        return f"{cls.model_config['env_prefix']}{name.upper()}{shown}: {reason[:1].lower()}{reason[1:]}"
