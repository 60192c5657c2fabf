"""Wordings as data: what each yields, examples that it must match, and examples that it must not match.

A file is YAML. ``words`` are named pieces of regular expressions; later pieces and patterns use them as ``{name}``.
``words_from`` names a file whose pieces may be used too. ``guards`` are named expressions that code tests separately.
Every other entry is a list of patterns, each with these keys:

    find     the expression, over a *folded* sentence (see ``fold``), or over a masked one, where ``@`` stands for the
             name of a body and ``@s`` for one in the possessive
    needs    words of which the sentence must contain at least one, so that most patterns need not be tried; ``clarif*``
             stands for every word that begins so
    rank     a number, 1 by default; patterns of a lower rank are tried first
    matches  a sentence that must match, a list of them, or a mapping from each to what is found in it
    spares   sentences that must not match

A pattern marked ``text: as-it-stands`` is tried on the original text and ignores case, except within ``(?-i:…)``. All
other keys of a pattern are what it yields.
"""

from loaders.patterns.files import BODY, FOLDER, OWNED, content, expression, guard, load, load_all
from loaders.patterns.folding import fold, remembered, words_of
from loaders.patterns.pattern import Pattern, PatternSet

__all__ = [
    "BODY",
    "FOLDER",
    "OWNED",
    "Pattern",
    "PatternSet",
    "content",
    "expression",
    "fold",
    "guard",
    "load",
    "load_all",
    "remembered",
    "words_of",
]
