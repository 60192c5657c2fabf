"""A tokenizer of SPARQL 1.1: the terminals of section 19.8 of https://www.w3.org/TR/sparql11-query/.

The content of a literal, an IRI or a comment is never mistaken for syntax. Comments and white space are dropped. Text
that fits no terminal becomes a token of kind ``UNKNOWN``, which the parser will report.
"""

import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """The kinds of tokens, named as in the grammar if it has a name."""

    IRIREF = "IRIREF"
    PNAME = "PNAME"
    """A prefixed name, or a prefix alone with its colon."""
    BLANK_NODE = "BLANK_NODE_LABEL"
    VARIABLE = "VAR"
    LANGTAG = "LANGTAG"
    NUMBER = "NUMBER"
    STRING = "STRING"
    """With its quotes."""
    WORD = "WORD"
    """A keyword, the name of a built-in function, ``a``, ``true`` or ``false``."""
    PUNCTUATION = "PUNCTUATION"
    UNKNOWN = "UNKNOWN"


class Token(NamedTuple):
    """One terminal as written; ``text == source[start:end]``."""

    kind: Kind
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of some keywords, given in upper case; SPARQL ignores their case."""
        return self.kind is Kind.WORD and self.text.upper() in words

    @property
    def prefix(self) -> str:
        """The prefix of a prefixed name, without its colon."""
        return self.text.partition(":")[0]


_BASE: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
"""PN_CHARS_BASE, as the inside of a character class."""
_DIGITS: Final = r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
"""Characters that may continue a name, but not begin it."""
_CHARS: Final = rf"{_BASE}_\-{_DIGITS}"
"""PN_CHARS."""
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX: Final = rf"[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?"
_LOCAL: Final = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?"
_ESCAPED: Final = r"\\."

SKIPPED: Final = r"[ \t\r\n]+|\#[^\r\n]*"
"""Regular expression of what may stand between two terminals."""
TERMINALS: Final = {
    Kind.IRIREF: r"<[^<>\"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>\"{}|^`\\\x00-\x20]*)*>",
    Kind.PNAME: rf"(?:{_PREFIX})?:(?:{_LOCAL})?",
    Kind.BLANK_NODE: rf"_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?",
    Kind.VARIABLE: rf"[?$][{_BASE}_0-9][{_BASE}_{_DIGITS}]*",
    Kind.LANGTAG: r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    Kind.STRING: (
        rf'"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPED}))*"""|'
        rf"'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPED}))*'''|"
        rf'"(?:[^"\\\n\r]|{_ESCAPED})*"|'
        rf"'(?:[^'\\\n\r]|{_ESCAPED})*'"
    ),
    Kind.NUMBER: r"[0-9]*\.?[0-9]+[eE][+-]?[0-9]+|[0-9]+\.[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+",
    Kind.WORD: r"[A-Za-z_][A-Za-z0-9_]*",
    Kind.PUNCTUATION: r"\^\^|&&|\|\||<=|>=|!=|<<|>>|[{}()\[\];,.|/^*+?!=<>\-]",
    Kind.UNKNOWN: r".",
}
"""Regular expression of the terminals of each kind, to be tried in this order."""
_PATTERN: Final = re.compile(
    "|".join([SKIPPED, *(f"(?P<{kind}>{pattern})" for kind, pattern in TERMINALS.items())]), re.DOTALL
)
_PLAIN_START: Final = re.compile(
    r"(?:\s*PREFIX\s+[\w-]*:\s*<[^<>\"{}|^`\\\s]*>)*\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:.-])",
    re.ASCII | re.IGNORECASE,
)
"""The start of a query without comments in its prologue, as nearly all are, which needs no tokenizing."""
_KINDS: Final = {kind.value: kind for kind in Kind}
_ESCAPED_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a query or an update."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _PATTERN.finditer(text):
        name = match.lastgroup
        if name is not None:
            yield Token(_KINDS[name], match.group(), match.start(), match.end())


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def query_form(text: str) -> str:
    """Return the first keyword after the prologue in upper case, such as SELECT; empty if there is none."""
    plain = _PLAIN_START.match(text)
    if plain is not None:
        return plain.group(1).upper()
    for token in _tokens(text):
        if token.kind is Kind.WORD and not token.is_word("PREFIX", "BASE", "VERSION"):
            return token.text.upper()
    return ""


def unescape_codepoints(text: str) -> str:
    r"""Replace ``\uXXXX`` and ``\UXXXXXXXX`` by the characters that they stand for (section 19.2).

    An engine may do so before it parses, and then takes ``\u0053ERVICE`` for a keyword. A search for forbidden keywords
    must therefore look at the text both with and without these escapes.
    """

    def character(match: re.Match[str]) -> str:
        number = int(match.group(1) or match.group(2), 16)
        return chr(number) if number <= sys.maxunicode else match.group()

    return _ESCAPED_CODEPOINT.sub(character, text)
