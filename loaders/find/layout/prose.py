"""Which short lines are prose: what stands alone without a full stop may be a title, or somebody's whole answer.

A reader that sees no mark of a title takes such a line for one on a guess (``Block.guessed``); its words decide. They
are prose where they hold a finite or modal verb or give an order, unless they are put as titles are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.document import Block, BlockKind
from loaders.patterns import fold, load


def prose_as_paragraphs(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with each title that was only guessed and is prose made a paragraph."""
    for block in blocks:
        is_paragraph = block.guessed and is_prose(block.span.of(text))
        yield replace(block, kind=BlockKind.PARAGRAPH, level=0, guessed=False) if is_paragraph else block


def is_prose(words: str) -> bool:
    """Tell whether a line without a full stop states or orders something, and is not put as a title is."""
    if load("layout")["titles"].first(words):
        return False
    return load("layout")["prose"].first(words) is not None or _is_order(fold(words))


def _is_order(folded: str) -> bool:
    patterns = load("lists")
    orders = (*patterns["imperatives"].all(folded), *patterns["brief_orders"].all(folded))
    return any(order.yields.get("sure") == "yes" or order.id == "lists.brief-order" for order in orders)
