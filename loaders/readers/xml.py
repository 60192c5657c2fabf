"""XML of office documents: parsed without entities, without a network, without unbounded depth."""

from pathlib import Path
from typing import Final

from lxml import etree

from loaders.errors import BadInput

DEEPEST: Final = 10
"""Levels of headings and of lists that office programs have at most."""
_DIGITS: Final = 9
"""Digits of a number that is read."""


def parsed(path: Path, data: bytes) -> etree._Element:
    """Return the root of an XML part; a document type, with which entities come, is refused. Raises BadInput."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(path, f"is damaged: its XML cannot be parsed ({error.msg})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(path, "holds a document type with entities, which no office program writes; it is not read")
    return root


def number(attribute: str | None, default: int, most: int) -> int:
    """Return the whole number that an attribute says, but ``most`` at most; the default where it says none."""
    if attribute is None or not (attribute.isascii() and attribute.isdecimal()):
        return default
    return min(int(attribute), most) if len(attribute) <= _DIGITS else most
