"""Balancing connections between fronts, by counts in memory that they share."""

from mmap import mmap


class ConnectionCounts:
    """How many connections each front has; every front writes its own count and reads those of the others."""

    def __init__(self, shared: mmap, place: int, fronts: int) -> None:
        self._counts = memoryview(shared).cast("I")[:fronts]
        self._place = place

    def set_own(self, connections: int) -> None:
        """Publish the number of connections of this front."""
        self._counts[self._place] = connections

    @property
    def another_has_fewer(self) -> bool:
        """Whether another front has fewer connections than this one."""
        return self._counts[self._place] > min(self._counts)
