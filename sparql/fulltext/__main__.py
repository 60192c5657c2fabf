"""``python -m sparql.fulltext VERSION``: build the text index of one generation of the store WHOASKS_STORE."""

import os
import sys
from typing import Final

from sparql.fulltext.generations import build_for
from sparql.store.location import VARIABLE

_NICENESS: Final = 10
"""Queries take precedence over the building of an index."""

if __name__ == "__main__":
    os.nice(_NICENESS)
    build_for(os.environ[VARIABLE], sys.argv[1])
