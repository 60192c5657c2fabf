"""Pictures of who asks whom and who answers to whom: where everything stands, in units of the drawing.

Asks flow from respondents on the left to those they ask on the right, as broad as they are many. Claims of
accountability are lines from the body that answers to the one it answers to.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.pages.dataset import Row
from service.pages.statements import Thing

_LEFT, _RIGHT = 290.0, 670.0
"""Where the bars of the two sides stand."""
_BAR = 8.0
_SLOT, _GAP = 20.0, 8.0
"""Least height of a body's place, and the space between two."""
_TALLEST = 400.0
_BROADEST = 14.0
"""Breadth of one ask, where there are few."""
_LINE = 19.0
"""Height that a claim takes at each of its ends."""
_WORD = 66.0
"""Breadth of the word that says how a claim stands."""


@dataclass(frozen=True, slots=True)
class Link:
    """Asks or claims from one body to another."""

    source: Thing
    target: Thing
    count: int
    modality: Thing | None = None
    place: str = ""
    """IRI of one statement that says so."""


@dataclass(frozen=True, slots=True)
class Node:
    """A body's place in the picture."""

    thing: Thing
    count: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Flow:
    """A ribbon, or a line, from one body to another: its path and where its word stands."""

    link: Link
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to be drawn, and the height that it takes."""

    sources: Sequence[Node]
    targets: Sequence[Node]
    flows: Sequence[Flow]
    height: float


def read_links(rows: Iterable[Row]) -> list[Link]:
    """Read the rows of ``flows.rq`` or ``claims.rq``."""
    return [
        Link(
            Thing(row["sourceLabel"], row["source"]),
            Thing(row["targetLabel"], row["target"]),
            int(row["number"]),
            Thing(row["modalityLabel"], row["modality"]) if "modality" in row else None,
            row.get("place", ""),
        )
        for row in rows
    ]


def draw_flows(links: Sequence[Link]) -> Picture:
    """Draw asks as ribbons between two columns."""
    out, back = _totals(links, "source"), _totals(links, "target")
    scale = min(_TALLEST / max(sum(out.values()), 1), _BROADEST)
    sources, targets = _column(out, _LEFT, scale), _column(back, _RIGHT, scale)
    left = {node.thing: node.y for node in sources}
    right = {node.thing: node.y for node in targets}
    order = {node.thing: place for place, node in enumerate((*sources, *targets))}
    flows = []
    for link in sorted(links, key=lambda each: (order[each.source], order[each.target])):
        height = max(link.count * scale, 1.0)
        flows.append(_ribbon(link, left[link.source], right[link.target], height))
        left[link.source] += height
        right[link.target] += height
    return Picture(sources, targets, flows, max((n.y + n.height for n in (*sources, *targets)), default=0) + 12)


def _totals(links: Iterable[Link], end: str) -> Counter[Thing]:
    totals: Counter[Thing] = Counter()
    for link in links:
        totals[getattr(link, end)] += link.count
    return totals


def _column(totals: Counter[Thing], x: float, scale: float) -> list[Node]:
    nodes, y = [], 4.0
    for thing, count in totals.most_common():
        height = max(count * scale, 3.0)
        nodes.append(Node(thing, count, x, round(y + max(0, _SLOT - height) / 2, 1), round(height, 1)))
        y += max(height, _SLOT) + _GAP
    return nodes


def _ribbon(link: Link, top: float, end: float, height: float) -> Flow:
    start, stop, middle = _LEFT + _BAR, _RIGHT, (_LEFT + _BAR + _RIGHT) / 2
    below, beneath = top + height, end + height
    path = (
        f"M{start} {top:.1f}C{middle} {top:.1f} {middle} {end:.1f} {stop} {end:.1f}V{beneath:.1f}"
        f"C{middle} {beneath:.1f} {middle} {below:.1f} {start} {below:.1f}Z"
    )
    return Flow(link, path, middle, round((top + end + height) / 2, 1))


def draw_claims(links: Sequence[Link]) -> Picture:
    """Draw claims as lines between two columns, a place of its own for each line at both of its ends."""
    out, back = Counter(link.source for link in links), Counter(link.target for link in links)
    sources, targets = _column(out, _LEFT, _LINE), _column(back, _RIGHT, _LINE)
    left = {node.thing: node.y + _LINE / 2 for node in sources}
    right = {node.thing: node.y + _LINE / 2 for node in targets}
    order = {node.thing: place for place, node in enumerate(targets)}
    flows = []
    for link in sorted(links, key=lambda each: (order[each.target], each.source)):
        flows.append(_line(link, left[link.source], right[link.target]))
        left[link.source] += _LINE
        right[link.target] += _LINE
    return Picture(sources, targets, flows, max((n.y + n.height for n in (*sources, *targets)), default=0) + 12)


def _line(link: Link, start: float, end: float) -> Flow:
    """Draw a line that leaves room at its beginning for a word on how the claim stands."""
    x, stop = _LEFT + _BAR + _WORD, _RIGHT - 2
    middle = (x + stop) / 2
    path = f"M{x} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {stop} {end:.1f}"
    return Flow(link, path, _LEFT + _BAR + 6, start)
