"""Who asks whom, for datasets of any size: the bodies that ask or are asked most, and all others as one."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from service.pages.dataset import Dataset, Row
from service.pages.picture import Link
from service.pages.statements import Thing
from sparql.saved.paging import Page


async def strongest(dataset: Dataset, most: int, **end: ox.NamedNode) -> list[Link]:
    """Return the asks between the bodies that ask and are asked most, at most ``most`` of each, and the rest.

    ``source`` or ``target`` restricts them to what one body asks or is asked.
    """
    page = Page(most)
    sources, targets, (totals,) = await asyncio.gather(
        dataset.rows("flow-sources", page, **end),
        dataset.rows("flow-targets", page, **end),
        dataset.rows("flow-totals", **end),
    )
    out, into = _counts(sources[:most], "source"), _counts(targets[:most], "target")
    if not out:
        return []
    between = await dataset.rows("flows", source=_nodes(out), target=_nodes(into))
    things = await _things(dataset, [*out, *into])
    asked = {(row["source"], row["target"]): int(row["number"]) for row in between}
    rest = _others(totals, len(out), len(into))
    counts = asked | _left(asked, out, into, int(totals["number"]))
    links = [Link(things.get(a, rest[0]), things.get(b, rest[1]), count) for (a, b), count in counts.items()]
    return sorted(links, key=lambda link: (-link.count, link.source, link.target))


def _counts(rows: Sequence[Row], end: str) -> Counter[str]:
    return Counter({row[end]: int(row["number"]) for row in rows})


def _nodes(iris: Counter[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in iris]


async def _things(dataset: Dataset, iris: Sequence[str]) -> dict[str, Thing]:
    rows = await dataset.rows("names", thing=[ox.NamedNode(iri) for iri in dict.fromkeys(iris)])
    labels = {row["thing"]: row["label"] for row in rows}
    return {iri: Thing(labels.get(iri) or Thing("", iri).id, iri) for iri in iris}


def _others(totals: Row, sources: int, targets: int) -> tuple[Thing, Thing]:
    """Return the two things, without an IRI, that stand for all askers and all asked bodies that are not shown."""
    askers, asked = int(totals["sources"]) - sources, int(totals["targets"]) - targets
    return (
        Thing(f"{askers:,} other {'respondent' if askers == 1 else 'respondents'}", ""),
        Thing(f"{asked:,} other {'body' if asked == 1 else 'bodies'}", ""),
    )


def _left(
    asked: Mapping[tuple[str, str], int], out: Counter[str], into: Counter[str], total: int
) -> dict[tuple[str, str], int]:
    """Return the asks from and to bodies that are not shown, whose IRI is the empty string."""
    left_out, left_in = out.copy(), into.copy()
    for (source, target), count in asked.items():
        left_out[source] -= count
        left_in[target] -= count
    beyond = total - sum(asked.values()) - left_out.total() - left_in.total()
    left = {(source, ""): count for source, count in left_out.items()}
    left |= {("", target): count for target, count in left_in.items()}
    return {ends: count for ends, count in {**left, ("", ""): beyond}.items() if count > 0}
