"""Listing a few of many names in a message."""

from collections.abc import Sequence

_MOST = 5


def listed(names: Sequence[object]) -> str:
    """Return the first five of some names and the number of the others.

    >>> listed("abcdefg")
    'a, b, c, d, e and 2 more'
    """
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(map(str, names[:_MOST])) + more
