"""The layout of the pictures of who asks whom and who answers to whom, in units of the drawing.

Asks are ribbons from the respondents on the left to those whom they ask on the right, as broad as they are many. Claims
of accountability are lines from the body that answers to the one it answers to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from urllib.parse import urlencode

from service.pages.dataset import Row
from service.pages.statements import Thing

_BAR = 8.0
_LETTERING = 16.0
"""Height of a line of a label; a label has two lines at most."""
_SLOT, _GAP = 4.0, 8.0
"""Least height of a body beyond that of its label, and the space between two bodies."""
_ABOVE = 3.0
"""Space between a label and the bar below it."""
_TALLEST = 400.0
_BROADEST, _THINNEST = 14.0, 1.0
"""Greatest breadth of one ask, and least breadth of a ribbon."""
_LINE = 19.0
"""Height of a claim at each end."""
_WORD = 66.0
"""Breadth of the word for the status of a claim."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The dimensions of a drawing: its width, the positions of its two columns, and the room for names."""

    name: str
    width: float
    left: float
    right: float
    letters: int
    """Letters on a line of a name."""
    above: bool
    """Whether names are above their bars, because there is no room beside them."""


WIDE = Frame("wide", 960, 290, 670, 30, above=False)
NARROW = Frame("narrow", 360, 0, 352, 22, above=True)
"""For the screen of a telephone."""


@dataclass(frozen=True, slots=True)
class Link:
    """Asks or claims from one body to another."""

    source: Thing
    target: Thing
    count: int
    modality: Thing | None = None

    @property
    def address(self) -> str:
        """The page that lists these asks or claims in their words."""
        ends = ("body", "to", "modality") if self.modality else ("body", "addressee", "")
        things = (self.source, self.target, self.modality)
        given = {name: thing.reference for name, thing in zip(ends, things, strict=True) if thing and thing.iri}
        return f"/{'claims' if self.modality else 'asks'}?{urlencode(given)}"


@dataclass(frozen=True, slots=True)
class Node:
    """A body's place in the picture."""

    thing: Thing
    count: int
    x: float
    y: float
    height: float
    frame: Frame

    @property
    def lines(self) -> Sequence[tuple[float, str]]:
        """The lines of its label, each with its middle."""
        lines = _lines(self.thing, self.frame)
        middle = self.y + self.height / 2 - (len(lines) - 1) * _LETTERING / 2
        top = self.y - (len(lines) - 0.5) * _LETTERING - _ABOVE if self.frame.above else middle
        return [(round(top + number * _LETTERING, 1), line) for number, line in enumerate(lines)]

    @property
    def label_x(self) -> float:
        """Where its label begins or ends."""
        if self.frame.above:
            return self.x if self._is_left else self.x + _BAR
        return self.x - 10 if self._is_left else self.x + _BAR + 10

    @property
    def anchor(self) -> str:
        """Which end of its label stands there."""
        return "start" if self._is_left == self.frame.above else "end"

    @property
    def _is_left(self) -> bool:
        return self.x == self.frame.left


def _lines(thing: Thing, frame: Frame) -> list[str]:
    return wrap(thing.label, frame.letters, max_lines=2, placeholder="…") or [thing.id]


@dataclass(frozen=True, slots=True)
class Flow:
    """A ribbon or a line from one body to another: its path, and the place of its label."""

    link: Link
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to be drawn, and the height that it takes."""

    frame: Frame
    sources: Sequence[Node]
    targets: Sequence[Node]
    flows: Sequence[Flow]
    height: float


def read_links(rows: Iterable[Row]) -> list[Link]:
    """Read the rows of ``claims.rq``."""
    return [
        Link(
            Thing(row["sourceLabel"], row["source"]),
            Thing(row["targetLabel"], row["target"]),
            int(row["number"]),
            Thing(row["modalityLabel"], row["modality"]),
        )
        for row in rows
    ]


def draw_flows(links: Sequence[Link], frame: Frame = WIDE) -> Picture:
    """Draw asks as ribbons between two columns."""
    scale = min(_TALLEST / max(sum(link.count for link in links), 1), _BROADEST)
    heights = {link: max(link.count * scale, _THINNEST) for link in links}
    sources, targets = _column(heights, "source", frame), _column(heights, "target", frame)
    left = {node.thing: node.y for node in sources}
    right = {node.thing: node.y for node in targets}
    order = {node.thing: place for place, node in enumerate((*sources, *targets))}
    flows = []
    for link in sorted(links, key=lambda each: (order[each.source], order[each.target])):
        flows.append(_ribbon(link, left[link.source], right[link.target], heights[link], frame))
        left[link.source] += heights[link]
        right[link.target] += heights[link]
    return _picture(frame, sources, targets, flows)


def _picture(frame: Frame, sources: Sequence[Node], targets: Sequence[Node], flows: Sequence[Flow]) -> Picture:
    return Picture(
        frame, sources, targets, flows, round(max((n.y + n.height for n in (*sources, *targets)), default=0) + 16, 1)
    )


def _column(heights: Mapping[Link, float], end: str, frame: Frame) -> list[Node]:
    """Arrange bodies in a column, those with the highest counts first and all others together last."""
    counts: Counter[Thing] = Counter()
    taken: dict[Thing, float] = defaultdict(float)
    for link, height in heights.items():
        counts[getattr(link, end)] += link.count
        taken[getattr(link, end)] += height
    x = frame.left if end == "source" else frame.right
    nodes, y = [], 4.0
    for thing, count in sorted(counts.items(), key=lambda each: (not each[0].iri, -each[1], each[0])):
        slot = _SLOT + _LETTERING * len(_lines(thing, frame))
        before = slot if frame.above else max(0, slot - taken[thing]) / 2
        nodes.append(Node(thing, count, x, round(y + before, 1), round(taken[thing], 1), frame))
        y += (taken[thing] + slot if frame.above else max(taken[thing], slot)) + _GAP
    return nodes


def _ribbon(link: Link, top: float, end: float, height: float, frame: Frame) -> Flow:
    start, stop, middle = frame.left + _BAR, frame.right, (frame.left + _BAR + frame.right) / 2
    below, beneath = top + height, end + height
    path = (
        f"M{start} {top:.1f}C{middle} {top:.1f} {middle} {end:.1f} {stop} {end:.1f}V{beneath:.1f}"
        f"C{middle} {beneath:.1f} {middle} {below:.1f} {start} {below:.1f}Z"
    )
    return Flow(link, path, middle, round((top + end + height) / 2, 1))


def draw_claims(links: Sequence[Link], frame: Frame = WIDE) -> Picture:
    """Draw claims as lines between two columns; each line has a place of its own at both ends."""
    heights = dict.fromkeys(links, _LINE)
    sources, targets = _column(heights, "source", frame), _column(heights, "target", frame)
    left = {node.thing: node.y + _LINE / 2 for node in sources}
    right = {node.thing: node.y + _LINE / 2 for node in targets}
    order = {node.thing: place for place, node in enumerate(targets)}
    flows = []
    for link in sorted(links, key=lambda each: (order[each.target], each.source)):
        flows.append(_line(link, left[link.source], right[link.target], frame))
        left[link.source] += _LINE
        right[link.target] += _LINE
    return _picture(frame, sources, targets, flows)


def _line(link: Link, start: float, end: float, frame: Frame) -> Flow:
    """Draw a line, with room at its beginning for the status of the claim."""
    x, stop = frame.left + _BAR + _WORD, frame.right - 2
    middle = (x + stop) / 2
    path = f"M{x} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {stop} {end:.1f}"
    return Flow(link, path, frame.left + _BAR + 6, start)
