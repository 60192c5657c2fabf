"""``consultation.yaml``: what is known about a consultation before its responses are read.

``entries`` are its parts, ``reading`` reads it, ``lines`` finds the line of a mistake.
"""

from typing import Final

from loaders.manifest.entries import Manifest, QuestionEntry, ResponseEntry, TableEntry
from loaders.manifest.reading import load

NAME: Final = "consultation.yaml"
"""Name of the file, which is kept with the responses."""

__all__ = ["NAME", "Manifest", "QuestionEntry", "ResponseEntry", "TableEntry", "load"]
