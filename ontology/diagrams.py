"""Diagrams of the model as SVG: the tree of a class's subclasses, and the properties of a class."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

_WIDTH: Final = 190
_HEIGHT: Final = 26
_ROW: Final = 36
_COLUMN: Final = 220
_ARROW: Final = 200
"""Room for the name of a property between two boxes, in user units."""

Links = Callable[[str], str]
"""A function from the name in a box to the address of its link; an empty address means no link."""


def tree(root: str, below: Mapping[str, Sequence[str]], link: Links) -> str:
    """Draw the subclasses of a class, with wider classes on the left and narrower ones on the right."""
    svg = _canvas(f"The classes below {root}")
    rows, columns = _branch(svg, root, below, link, column=0, row=0)
    return _sized(svg, (columns - 1) * _COLUMN + _WIDTH, rows * _ROW)


def star(name: str, properties: Sequence[tuple[str, str]], link: Links) -> str:
    """Draw a class, and a line for each of its properties to the class of its values."""
    svg = _canvas(f"The properties of {name}")
    _box(svg, name, 0, 0, link)
    for row, (label, target) in enumerate(properties):
        y = row * _ROW + _HEIGHT / 2
        _line(svg, [(_WIDTH, _HEIGHT / 2), (_WIDTH + 12, _HEIGHT / 2), (_WIDTH + 12, y), (_WIDTH + _ARROW, y)])
        _text(svg, label, _WIDTH + _ARROW / 2 + 6, y - 4)
        _box(svg, target, _WIDTH + _ARROW, row * _ROW, link)
    return _sized(svg, 2 * _WIDTH + _ARROW, max(1, len(properties)) * _ROW)


def _branch(
    svg: Element, name: str, below: Mapping[str, Sequence[str]], link: Links, *, column: int, row: int
) -> tuple[int, int]:
    """Draw a class and its subclasses; return how many rows they take, and how many columns are in use."""
    x, y = column * _COLUMN, row * _ROW
    _box(svg, name, x, y, link)
    used, deepest = 0, column + 1
    for child in below.get(name, ()):
        middle = (row + used) * _ROW + _HEIGHT / 2
        bend = x + _WIDTH + 12
        _line(svg, [(x + _WIDTH, y + _HEIGHT / 2), (bend, y + _HEIGHT / 2), (bend, middle), (x + _COLUMN, middle)])
        rows, columns = _branch(svg, child, below, link, column=column + 1, row=row + used)
        used, deepest = used + rows, max(deepest, columns)
    return max(1, used), deepest


def _canvas(title: str) -> Element:
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "group", "class": "diagram"})
    SubElement(svg, "title").text = title
    return svg


def _sized(svg: Element, width: float, height: float) -> str:
    svg.set("viewBox", f"-1 -1 {width + 2:g} {height + 2:g}")
    svg.set("width", f"{width + 2:g}")
    return tostring(svg, encoding="unicode")


def _box(svg: Element, name: str, x: float, y: float, link: Links) -> None:
    address = link(name)
    anchor = SubElement(svg, "a", {"href": address}) if address else svg
    size = {"width": str(_WIDTH), "height": str(_HEIGHT), "rx": "4"}
    SubElement(anchor, "rect", {"x": f"{x:g}", "y": f"{y:g}", **size})
    _text(anchor, name, x + _WIDTH / 2, y + _HEIGHT / 2 + 4)


def _text(parent: Element, words: str, x: float, y: float) -> None:
    SubElement(parent, "text", {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": "middle"}).text = words


def _line(svg: Element, points: Sequence[tuple[float, float]]) -> None:
    SubElement(svg, "polyline", {"points": " ".join(f"{x:g},{y:g}" for x, y in points), "fill": "none"})
