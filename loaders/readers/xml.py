"""XML of office documents: parsed without entities, without a network, without unbounded depth."""

from pathlib import Path

from lxml import etree

from loaders.errors import BadInput


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
