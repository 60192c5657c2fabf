"""Parsing the XML of office documents: without entities, network access or unlimited depth."""

from pathlib import Path
from typing import Final

from lxml import etree

from loaders.errors import BadInput

DEEPEST: Final = 10
"""Most levels of headings or lists that office programs have."""
_DIGITS: Final = 9
"""A number with more digits than this is not converted."""


def parsed(path: Path, data: bytes) -> etree._Element:
    """Return the root of an XML part; raises BadInput for faulty XML, and for a document type: it allows entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(path, f"is damaged: its XML cannot be parsed ({error.msg})") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(path, "holds a document type with entities, which no office program writes; it is not read")
    return root


def number(attribute: str | None, default: int, most: int) -> int:
    """Return the whole number in an attribute, but no more than ``most``; the default if it holds none."""
    if attribute is None or not (attribute.isascii() and attribute.isdecimal()):
        return default
    return min(int(attribute), most) if len(attribute) <= _DIGITS else most
