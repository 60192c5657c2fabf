"""Tells short lines of prose from titles.

A short line without a full stop may be a title or somebody's whole answer. Readers guess that it is a title where the
format does not say (``Block.guessed``). Here its wording decides: a finite or modal verb or an order makes it prose,
unless it is worded as titles are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.document import Block, BlockKind
from loaders.patterns import fold, load


def prose_as_paragraphs(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of a text, with guessed titles that are prose turned into paragraphs."""
    for block in blocks:
        is_paragraph = block.guessed and is_prose(block.span.of(text))
        yield replace(block, kind=BlockKind.PARAGRAPH, level=0, guessed=False) if is_paragraph else block


def is_prose(words: str) -> bool:
    """Tell whether a line without a full stop states or orders something, and is not worded as a title."""
    if load("layout")["titles"].first(words):
        return False
    return load("layout")["prose"].first(words) is not None or _is_order(fold(words))


def _is_order(folded: str) -> bool:
    """Tell whether folded words are surely an order."""
    patterns = load("lists")
    orders = (*patterns["imperatives"].all(folded), *patterns["brief_orders"].all(folded))
    return any(order.yields.get("sure") == "yes" or order.id == "lists.brief-order" for order in orders)
