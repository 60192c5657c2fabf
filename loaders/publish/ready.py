"""Loading once what all workers need: they are forked from a process that imports this module, and share its memory.

Compiling the patterns takes longer than reading dozens of responses, and must not count as time spent on the first
file.
"""

from loaders.patterns import load_all
from loaders.publish import prepare

__all__ = ["prepare"]

load_all()
