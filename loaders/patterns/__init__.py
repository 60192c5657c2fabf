"""Wordings as data: what each yields, examples that it must match, and ones that it must leave alone.

A file is YAML. ``words`` are named pieces of regular expressions, written ``{name}`` where a later piece or a pattern
uses them; ``words_from`` names a file whose pieces may be used too. ``guards`` are expressions by name that are tested
besides. Every other entry is a set of patterns:

    find     the expression, over a *folded* sentence (see ``fold``), or over a masked one, where ``@`` stands for the
             name of a body and ``@s`` for one in the possessive
    needs    the sentence must hold at least one of these words, so that most patterns are never tried; one that ends
             in ``*`` stands for every word that begins so
    rank     patterns of a lower rank come first
    matches  a sentence, a list of them, or sentences each with what is found in it
    spares   sentences that must not match

A pattern marked ``text: as-it-stands`` is tried on words that are not folded, in whatever case; ``(?-i:…)`` in it tells
capitals from small letters. Whatever else an entry has is what it yields.
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
