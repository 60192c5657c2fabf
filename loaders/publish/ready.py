"""What all workers need, loaded once: they are forked from a process that imports this, and share what it holds.

To compile the patterns takes longer than to read dozens of responses, and none of it counts as time of a first file.
"""

from loaders.find import patterns as found
from loaders.publish import prepare
from loaders.resolve import patterns as resolved

__all__ = ["prepare"]

found.load_all()
resolved.load_all()
