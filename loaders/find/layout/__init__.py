"""The layout of a document: the headings, paragraphs, list items, quotes and table cells that its author set apart."""

from loaders.find.layout.assembly import units
from loaders.find.layout.lines import lines_of
from loaders.find.layout.unit import Unit

__all__ = ["Unit", "lines_of", "units"]
