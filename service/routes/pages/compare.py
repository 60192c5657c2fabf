"""Compare: stances side by side, and the heat map of topics."""

import asyncio
from collections import defaultdict
from typing import Annotated, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request, Response

from service import state
from service.pages.accept import PageRoute
from service.pages.comparing import AXES, Matrix, balances, counted, matrix
from service.pages.dataset import Row
from service.pages.scales import stance_steps
from service.pages.statements import address
from service.routes.pages.context import dataset, pages

router = APIRouter(route_class=PageRoute)
Axis = Literal["respondent", "addressee", "kind", "question"]
_FEW = 12
"""Respondents that are named one by one beside the bars."""


@router.get("/compare")
async def compare(
    request: Request,
    by: Axis = "respondent",
    sort: Literal["asks", "label"] = "asks",
    n: Annotated[int, Query(ge=1, le=200)] = 15,
) -> Response:
    """Show who agrees with what, and who asks for what how often."""
    data = dataset(request)
    stances, found = await asyncio.gather(data.rows("stances"), _matrix(request, by, sort, n))
    steps = stance_steps(state.lexicon(request).stances)
    compared = balances(stances, steps)
    few = max((each.total for each in compared), default=0) <= _FEW
    takers = _takers(await data.rows("takers")) if few and compared else {}
    return pages(request).render(
        request,
        "compare.html",
        title="Compare",
        balances=compared,
        takers=takers,
        matrix=found,
        axes=AXES,
        by=by,
        sort=sort,
        n=n,
        scale=sorted(state.lexicon(request).stances.values(), key=lambda each: each.rank),
        steps=steps,
    )


async def _matrix(request: Request, by: Axis, sort: str, most: int) -> Matrix:
    data = dataset(request)
    topics, others = await asyncio.gather(data.rows("topics-asked"), data.rows(f"asked-{by}"))
    by_label = sort == "label"
    rows = counted(topics, "row", by_label=by_label)
    columns = counted(others, "column", by_label=by_label or by == "question")
    shown = [ox.NamedNode(each.thing.iri) for each in columns[:most]]
    cells = await data.rows(f"matrix-{by}", column=shown) if shown else []
    return matrix(rows, columns, cells, most)


def _takers(rows: list[Row]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Gather who takes a stance on a question, each leading to the words that state it."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        place = f"#passage-{row['start']}-{row['end']}" if "start" in row else ""
        found[row["question"], row["stance"]].append(
            {"label": row["label"], "address": address(row["response"]) + place}
        )
    return found
