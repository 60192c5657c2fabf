"""``python -m tests.bench.serving PORT``: whoasks over a store as it is; ``whoasks serve`` would build its own."""

import sys

from service.cli.serve import run
from service.settings import Settings

if __name__ == "__main__":
    run(Settings(), "127.0.0.1", int(sys.argv[1]))
