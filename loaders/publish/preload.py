"""Loading what every worker needs before the first one starts.

The process from which workers are forked imports this module, so they share what it loads. Compiling the patterns takes
longer than reading dozens of responses; if a worker did it, it would count as time spent on its first file.
"""

from loaders.patterns import load_all
from loaders.publish import prepare

__all__ = ["prepare"]

load_all()
