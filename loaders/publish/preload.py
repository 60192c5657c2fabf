"""Loading what every worker needs before the first one starts.

The server process from which workers are forked imports this module, so they share what it loads. Compiling the patterns
takes longer than reading dozens of responses; done in a worker, it would count as time spent on its first file.
"""

from loaders.patterns import load_all
from loaders.publish import prepare

__all__ = ["prepare"]

load_all()
