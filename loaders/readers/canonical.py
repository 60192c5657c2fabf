"""The canonical text, which every reader returns and to which every offset refers.

It is in Unicode NFC, its lines end in LF, and it has no control characters except tab and LF, nor any invisible
characters that could hide words or change their direction.
"""

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ANY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Any character that the patterns above match; a text without one, as most are, is searched only once."""


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the canonical form of a text, and a sentence for each kind of character that was left out."""
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
