"""Divides text into sentences and clauses with exact spans, in linear time.

The library sentencex (Wikimedia) finds the boundaries. Quotation marks and brackets are hidden from it, so that it
divides quotations as well. Sentences that it wrongly cut in two are joined again.
"""

import re
from functools import lru_cache
from itertools import pairwise

import sentencex

from loaders.document import Span
from loaders.letters import exchanged

_HIDDEN = dict.fromkeys('“”„"‘’()[]*_\n\t\u00a0', " ")
_OPENING = "“„‘\"'([*_"
_ABBREVIATED = re.compile(
    r"\b(?:approx|paras?|sec|secs|ch|art|arts|reg|regs|cl|pp?|vol|ed|eds|incl|esp|cf)\.$", re.IGNORECASE
)
_LIST_END = re.compile(r"\betc\.|\([a-z]\)\.", re.IGNORECASE)
"""Ends of sentences that the library takes for an abbreviation or an initial."""
_WHOLE_WORD = re.compile(r"\b(?:arc|ark|con|fed|id|ill|mar|[Mm]ay|me|miss|ok|ore)\.")
"""Lower-case words that the library takes for abbreviated states, months and titles (*Ill.*, *Me.*, *Miss.*), and
*May*, which abbreviates nothing."""
_BARE_NO = re.compile(r"(?:^|(?<=[.?!:;,]\s)|(?<=\n)|(?<=\b(?:and|but|say)\s)|(?<=\bis\s))[Nn][Oo]\.(?=\s+[^\W\d])")
"""The reply *No.*, which the library takes for *number*; before a figure it is left alone."""
_LONGEST_NUMBER = 12
"""Characters of a number that stands by itself, such as *4.2.1.*, which is joined to the sentence it numbers."""
_REMEMBERED_LENGTH = 10_000
"""Characters. Sentences of longer texts are not cached, so that memory stays bounded."""
LONGEST = 4000
"""Characters. A longer sentence is cut at a space, to bound the time that patterns take."""


def sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences within a span, without the white space around them."""
    part = span.of(text)
    cut = _remembered(part) if len(part) <= _REMEMBERED_LENGTH else _sentences(part)
    return [Span(span.start + start, span.start + end) for start, end in cut]


def _sentences(part: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of a text."""
    plain = exchanged(_told_apart(part), _HIDDEN)
    cuts = [boundary["start_index"] for boundary in sentencex.get_sentence_boundaries("en", plain)]
    found: list[Span] = []
    for start, end in pairwise([*cuts, len(part)]):
        piece = _trim(part, start, end)
        if piece.start == piece.end:
            continue
        if found and _goes_on(part, found[-1], piece):
            piece = Span(found.pop().start, piece.end)
        found.append(piece)
    return tuple(cut for piece in found for cut in _bounded(part, piece))


def _told_apart(part: str) -> str:
    """Return a text of the same length in which words that the library takes for abbreviations are masked."""
    part = _WHOLE_WORD.sub(lambda found: ".".rjust(len(found[0]), "x"), part)
    small = part.lower()
    if ")." in part or "etc." in small:
        part = _LIST_END.sub("xxx.", part)
    return _BARE_NO.sub("xx.", part) if "no." in small else part


_remembered = lru_cache(maxsize=512)(_sentences)
"""Cached, because several stages divide the same paragraph, and campaigns send the same letter hundreds of times."""


_AGENT_ACTS = (
    r"(?:[Tt]he |[Aa]ll |[Ee]ach |[Ee]very |[Ll]ocal |[Oo]ur )?(?P<{name}>(?:[\w'&-]+ ){{0,3}}(?:[A-Z][\w&'-]+|"
    r"government|"
    r"department|minist(?:ry|ers?)|"
    r"councils?|authorit(?:y|ies)|commission|agency|regulators?|board|committee|providers?|employers?|compan(?:y|"
    r"ies)|"
    r"schools?|universities|operators?|trusts?|police|parliament|developers?|landlords?)) (?:should|must|ought to|"
    r"needs? to|(?:will|would) (?:need|have) to|has to|have to|could)\b"
)
_WE_ASK = (
    r"(?:[Ww]e|I) (?:(?:also|would|therefore|strongly|\w+ly) ){{0,3}}(?:ask|urge|encourage|invite|call on|call upon) "
    r"(?:the )?(?P<{name}>(?:[\w'&-]+ ){{0,4}}?[\w'&-]+) to\b"
)
_FURTHER = r"(?<=and )(?:the|local|all) (?P<further>(?:[\w'&-]+ ){0,3}?[\w'&-]+) by \w+ing\b"
"""A second body whose verb is left out: *the port could help by …, and the Board by …*"""
_TWO_AGENTS = re.compile(
    rf"(?:^|that |[,;:] )(?:{_AGENT_ACTS.format(name='one')}|{_WE_ASK.format(name='begged')})[^;]{{10,400}}?[,;] "
    r"(?P<cut>(?:and |but |while |whereas )?)"
    rf"(?:{_AGENT_ACTS.format(name='other')}|{_WE_ASK.format(name='asked')}|{_FURTHER})"
)


def clauses(text: str, sentence: Span) -> list[Span]:
    """Return the two clauses of a sentence that asks two different bodies to act, or any other sentence whole."""
    words = sentence.of(text)
    found = _TWO_AGENTS.search(words) if ", " in words or "; " in words else None
    if found is None:
        return [sentence]
    one, other = found["one"] or found["begged"], found["other"] or found["asked"] or found["further"]
    if one.lower() == other.lower():
        return [sentence]
    cut = sentence.start + found.start("cut")
    return [Span(sentence.start, cut - 1), Span(cut, sentence.end)]


def _trim(part: str, start: int, end: int) -> Span:
    """Return a span without white space at its ends, and with an opening mark moved to the sentence that it opens."""
    while start and part[start - 1] in _OPENING and (start == 1 or part[start - 2].isspace()):
        start -= 1
    while start < end and part[start].isspace():
        start += 1
    while end > start and (
        part[end - 1].isspace() or (part[end - 1] in _OPENING and end - 1 > start and part[end - 2].isspace())
    ):
        end -= 1
    return Span(start, end)


def _goes_on(part: str, before: Span, after: Span) -> bool:
    """Tell whether two pieces are one sentence that the library cut in two."""
    opening = part[after.start : after.end].lstrip(_OPENING)
    if not opening or opening[0].islower():
        return True
    words = part[max(before.start, before.end - 12) : before.end]
    is_number = before.end - before.start < _LONGEST_NUMBER and not any(letter.isalpha() for letter in words)
    return is_number or bool(_ABBREVIATED.search(words))


def _bounded(part: str, piece: Span) -> list[Span]:
    """Return a sentence in pieces no longer than ``LONGEST``."""
    cuts = []
    start = piece.start
    while piece.end - start > LONGEST:
        space = part.rfind(" ", start + 1, start + LONGEST)
        end = space if space > 0 else start + LONGEST
        cuts.append(_trim(part, start, end))
        start = end
    return [*cuts, _trim(part, start, piece.end)]
