"""``python -m sparql.fulltext STORE VERSION``: build the text index of one generation of a store."""

import os
import sys
from typing import Final

from sparql.fulltext.generations import build_for

_NICENESS: Final = 10
"""Queries take precedence over the building of an index."""

if __name__ == "__main__":
    os.nice(_NICENESS)
    build_for(*sys.argv[1:3])
