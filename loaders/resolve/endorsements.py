"""Endorsements: sentences that support what is proposed and ask for nothing more.

The wordings are in ``endorsements.yaml``. Asks are left out, and so are sentences that take their support back.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from loaders.document import Endorsement, Span
from loaders.patterns import Pattern, guard, load, remembered
from loaders.resolve.reading import Reading

_NAME: Final = "endorsements"
_FEWEST_WORDS: Final = 4
"""A shorter sentence (*Yes, we agree.*) states a stance but does not say what it supports."""


def endorsements(reading: Reading, asked: Iterable[Span]) -> Iterator[Endorsement]:
    """Yield the endorsements in a document, leaving out sentences that start where one of the asks (``asked``) does."""
    taken = {span.start for span in asked}
    for paragraph in reading.paragraphs:
        if paragraph.is_heading:
            continue
        for sentence in paragraph.sentences:
            if sentence.start not in taken and (wording := endorsing(sentence.of(reading.text))):
                yield Endorsement(span=sentence, question=None, rule=wording.id)


@remembered
def endorsing(sentence: str) -> Pattern | None:
    """Return the wording by which a sentence endorses something, or None if it does not."""
    plain = sentence.lower().replace("’", "'")
    words = re.findall(r"[\w']+", plain)
    if len(words) < _FEWEST_WORDS or plain.rstrip().endswith("?"):
        return None
    present = set(words)
    candidates = [one for one in load(_NAME)["endorsements"] if not one.needs.isdisjoint(present)]
    if not candidates or guard(_NAME, "withdrawn").search(plain):
        return None
    return next((one for one in candidates if one.find.search(plain)), None)
