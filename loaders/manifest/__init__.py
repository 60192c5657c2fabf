"""``consultation.yaml``: what is known about a consultation before its responses are read.

``entries`` defines its entries, ``reading`` reads it, and ``lines`` finds the line of a mistake.
"""

from typing import Final

from loaders.manifest.entries import Manifest, QuestionEntry, ResponseEntry, TableEntry
from loaders.manifest.reading import load

NAME: Final = "consultation.yaml"
"""Name of the file, which is kept beside the responses."""

__all__ = ["NAME", "Manifest", "QuestionEntry", "ResponseEntry", "TableEntry", "load"]
