"""Replacing characters in a text, with ``str.replace`` for each of them.

``str.translate`` takes twenty times as long if the text has any character beyond ASCII, as most texts do.
"""

from collections.abc import Mapping


def exchanged(text: str, letters: Mapping[str, str]) -> str:
    """Return a text in which each character in a mapping is replaced; no replacement may be in the mapping itself.

    >>> exchanged("“Why?”", {"“": '"', "”": '"'})
    '"Why?"'
    """
    for one, other in letters.items():
        text = text.replace(one, other)
    return text
