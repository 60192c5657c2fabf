"""Sentences with their meaning: a YAML mapping of sentences to the readings that are right, separated by ``|``.

    "who asks for CQC alignment": who-asks-for topic=cqc-alignment

The meaning is ``nothing`` if no saved question answers the sentence.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from sparql.asking.examples import NOTHING

Meaning: TypeAlias = tuple[str, frozenset[tuple[str, str]]]
"""The name of a saved question, and the ids of its parameters."""

NO_MEANING: Final[Meaning] = (NOTHING, frozenset())
_PARAMETER: Final = re.compile(r"(\w+)=([^=]+)(?=\s\w+=|$)")


def meanings(path: Path) -> dict[str, frozenset[Meaning]]:
    """Return the sentences of a file with the meanings of each."""
    sentences: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {sentence: frozenset(map(_meaning, meant.split("|"))) for sentence, meant in sentences.items()}


def meaning(question: str, parameters: Mapping[str, str]) -> Meaning:
    """Return the meaning of a reading."""
    return question, frozenset(parameters.items())


def _meaning(text: str) -> Meaning:
    question, _, parameters = text.strip().partition(" ")
    return meaning(question, dict(_PARAMETER.findall(parameters)))
