"""Stopping a query that the command line evaluates in its own process.

While pyoxigraph evaluates a query, Python handles no signals, so only the end of the process stops it.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

STOPPED: Final = 2
"""The exit code of a query that was stopped."""
_STEP: Final = 0.05
"""Seconds between two looks at the processor time."""


@contextmanager
def stoppable(seconds: float) -> Iterator[None]:
    """End the process on Ctrl-C, or with an error message after some seconds of processor time.

    Waiting takes no processor time, whether for a reader of the output or for a server, which has limits of its own.
    """
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(done, seconds), daemon=True)
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()
        signal.signal(signal.SIGINT, before)


def _watch(done: threading.Event, seconds: float) -> None:
    began = time.process_time()
    while not done.wait(_STEP):
        if time.process_time() - began > seconds:
            sentence = f"the query was stopped: it ran longer than {seconds:g} s; make it more selective, add a LIMIT"
            sys.stderr.write(f"whoasks: {sentence}, or set WHOASKS_TIMEOUT to more seconds\n")
            sys.stderr.flush()
            os._exit(STOPPED)
