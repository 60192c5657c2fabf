"""The canonical text: what every reader yields, and what every offset counts in.

Unicode NFC; lines ended by LF; no control characters but tab and LF; no invisible characters
that could hide or turn words.
"""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ANY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What any of the others begins with: most texts hold none, and are looked through once."""


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the canonical form of a text, and a sentence for each kind of thing left out of it."""
    controls = invisible = 0
    if _ANY.search(text):
        text, controls = _CONTROLS.subn("", _BREAKS.sub("\n", text))
        text, invisible = _INVISIBLE.subn("", text)
    notes = []
    if controls:
        notes.append(f"{_count(controls, 'control character')} left out")
    if invisible:
        notes.append(f"{_count(invisible, 'invisible or direction-changing character')} left out")
    return unicodedata.normalize("NFC", text), tuple(notes)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
