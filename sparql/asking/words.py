"""The words of a question, and the forms in which words are compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ontology.wording import base, stem

STATEMENT: Final = re.compile(r"(?:https?://)?(?:[\w.:#-]+/)*(?:ask|concern|endorsement|statement)-\d+-\d+")
"""The address of a statement, or the end of it."""
_WORD: Final = re.compile(rf"{STATEMENT.pattern}|[^\W_]+(?:['’][^\W_]+)*")
_IS: Final = re.compile(r"\b(what|who|where|how|that|there|it)['’]s\b", re.IGNORECASE)
_ASKS: Final = "(?:recommendation|ask|request|demand|proposal|plea|call)s?"
_QUESTION: Final = r"(?: consultation)? question\b| of the (?:\w+ )?questions\b"
_CONTRACTIONS: Final = (
    (re.compile(r"\bcan['’]?t\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon['’]?t\b", re.IGNORECASE), "will not"),
    (re.compile(r"(\w)n['’]t\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"['’](?:d)\b", re.IGNORECASE), " would"),
    (re.compile(r"['’](?:ve)\b", re.IGNORECASE), " have"),
    (re.compile(r"['’](?:re)\b", re.IGNORECASE), " are"),
    (re.compile(r"['’](?:ll)\b", re.IGNORECASE), " will"),
    (re.compile(r"\bI['’]m\b", re.IGNORECASE), "I am"),
    (re.compile(r"\b(?:whats)\b", re.IGNORECASE), "what is"),
    (re.compile(r"\b(?:whos)\b", re.IGNORECASE), "who is"),
    (re.compile(r"\s[&+]\s"), " and "),
    (re.compile(r"\s*(?:[-=]?->|=>|→)\s*"), " to "),
    (re.compile(r"\bw/o\b", re.IGNORECASE), "without"),
    (re.compile(r"\bw/(?=\s|\w)", re.IGNORECASE), "with "),
    (re.compile(r"\bconcerning\b", re.IGNORECASE), "regarding"),  # its stem is that of a concern
    (re.compile(rf"\b({_ASKS}) concern\b", re.IGNORECASE), r"\1 regard"),
    (re.compile(r"\b(ask\w*|call\w*|push\w*|press\w*|wish\w*|look\w*|argu\w*) 4\b", re.IGNORECASE), r"\1 for"),
    (re.compile(r"\b(ask\w*|told|want\w*|need\w*|got|has|have|like\w*|meant|supposed) 2\b", re.IGNORECASE), r"\1 to"),
    (re.compile(r"\bq(?:n|u|ues|uest)?\.?\s?(\d)", re.IGNORECASE), r"question \1"),
    (re.compile(rf"\b(\d+)(?:st|nd|rd|th)(?:{_QUESTION})", re.IGNORECASE), r"question \1"),
    *(
        (re.compile(rf"\b{ordinal}(?:{_QUESTION})", re.IGNORECASE), f"question {number}")
        for number, ordinal in enumerate(
            ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
        )
    ),
)
_SPELT: Final = re.compile(r"\b[A-Z](?: [A-Z](?=s?\b))+|\b(?:[A-Z]\.){2,}")
"""An acronym with its letters apart, as if dictated: *B M A*, *I C Ss*, *N.H.S.*."""
_CONTRACTED: Final = re.compile(r"['’&+/\d>→]|cant|wont|whats|whos|concern|question", re.IGNORECASE)
"""A quick check whether a text can contain any of these."""
_VOWELS: Final = "aeiou"
_VOWEL: Final = re.compile("[aeiouy]")
_SHORTEST_VERB: Final = 3
_OTHER_WORDS: Final = {"not": "note"}
"""Forms that would be words of grammar without their endings, with the right forms."""
_POSSESSIVE: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question."""

    text: str
    """In lower case, as typed or, if it was not a known word, as probably meant."""
    base: str
    """Without the ending of a plural: the form in which names of bodies are compared."""
    certainty: float = 1.0
    """Less than 1 for a word that was corrected."""
    name: bool = False
    """Whether it is capitalised and not the first word."""

    @property
    def form(self) -> str:
        """The form in which words of asking are compared."""
        return form(self.base)

    @property
    def stem(self) -> str:
        """The form in which names of topics are compared."""
        return stem(self.base)


@lru_cache(maxsize=1 << 14)
def form(word: str) -> str:
    """Return what the inflected forms of a word have in common; a stem would be shared with other words.

    >>> form("asking"), form("asked"), form("worried"), form("worries"), form("planned")
    ('ask', 'ask', 'worri', 'worri', 'plan')
    >>> form("government") == form("governance"), stem("government") == stem("governance")
    (False, True)
    """
    root = base(word)
    if root.endswith("eed"):
        root = root[:-1] if len(root) > len("speed") else root
    for ending in ("ing", "ed"):
        rest = root.removesuffix(ending)
        if rest != root and len(rest) >= _SHORTEST_VERB and _VOWEL.search(rest):
            root = rest
            break
    if len(root) > _SHORTEST_VERB:
        root = root[:-1] if root[-1] == "e" or root[-1] == root[-2] not in _VOWELS else root
    root = f"{root[:-1]}i" if root[-1:] == "y" else root
    return root if root == word else _OTHER_WORDS.get(root, root)


def level(text: str) -> str:
    """Return a text normalised (NFKC), on one line, without control characters, and with contractions written out.

    >>> level("what do the I C Ss want of N.H.S. England")
    'what do the ICSs want of NHS England'
    """
    plain = text if text.isascii() and text.isprintable() else _plain(text)
    plain = _SPELT.sub(lambda spelt: re.sub("[ .]", "", spelt[0]), plain)
    if _CONTRACTED.search(plain):
        for pattern, full in _CONTRACTIONS:
            plain = pattern.sub(full, plain)
        plain = _IS.sub(r"\1 is", plain)
    return " ".join(plain.split())


def _plain(text: str) -> str:
    return "".join(
        " " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char
        for char in unicodedata.normalize("NFKC", text)
    )


def words(text: str) -> list[Word]:
    """Return the words of a text that :func:`level` has normalised."""
    found = []
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match[0])
        if written:
            found.append(Word(written.lower(), base(written), name=written[0].isupper() and match.start() > 0))
    return found


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text, by which topics are compared."""
    return tuple(word.stem for word in words(level(text)))


@lru_cache(maxsize=1 << 12)
def stem_set(text: str) -> frozenset[str]:
    """Return the stems of a text as a set."""
    return frozenset(stems(text))


def bases(text: str) -> tuple[str, ...]:
    """Return the bases of a text, by which bodies are compared."""
    return tuple(word.base for word in words(level(text)))


def forms(text: str) -> tuple[str, ...]:
    """Return the forms of a phrase, by which words of asking are compared."""
    return tuple(word.form for word in words(level(text)))
