"""What all workers need, loaded once: they are forked from a process that imports this, and share what it holds.

To compile the patterns takes longer than to read dozens of responses, and none of it counts as time of a first file.
"""

from loaders.patterns import load_all
from loaders.publish import prepare

__all__ = ["prepare"]

load_all()
