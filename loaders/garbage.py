"""How often Python looks for objects that refer to each other and that nothing else refers to."""

import gc
from typing import Final

_NEW_OBJECTS: Final = 50_000


def collect_rarely() -> None:
    """Let this process collect garbage after 50,000 new objects, much less often than by default.

    Commands and loads create many objects, keep most of them, and hardly ever link them in circles.
    """
    gc.set_threshold(_NEW_OBJECTS)
