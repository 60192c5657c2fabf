"""Reading settings from environment variables, with a clear error for an invalid value.

Mistake
 └─ SettingError
"""

from typing import Any, Final, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology.mistakes import Mistake

_FOLLOWS: Final = "default_factory_not_called"
"""The type of pydantic's error for a setting whose default depends on another setting that is invalid."""


class SettingError(Mistake):
    """A setting has an invalid value; the message names the variable and says what it may be."""


class FromEnvironment(BaseSettings):
    """Base class of settings that are read from environment variables; an empty variable counts as unset.

    Raises SettingError for invalid values.
    """

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
