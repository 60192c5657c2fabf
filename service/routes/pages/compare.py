"""Compare: stances side by side, and a heat map of topics, for all consultations or one."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Query, Request, Response

from service import state
from service.answers.answering import parameter_problem
from service.pages.accept import PageRoute
from service.pages.comparing import AXES, Matrix, balances, counted, matrix
from service.pages.dataset import Row
from service.pages.scales import stance_steps
from service.pages.statements import Thing, address
from service.routes.pages.context import dataset, pages
from service.transport.parameters import declared_only
from sparql.saved.names import LexiconNames, Record
from sparql.saved.parameters import Parameter, Type
from sparql.saved.values import LONGEST, ParameterError, read_value

router = APIRouter(route_class=PageRoute, dependencies=[Depends(declared_only)])
Axis = Literal["respondent", "addressee", "kind", "question"]
Tabled = Literal["stances", "respondent-topic", "addressee-topic"]
_AXIS_OF: Final[Mapping[str, Axis]] = {"respondent-topic": "respondent", "addressee-topic": "addressee"}
"""The axis of the matrix for each table that the same address has as data."""
_CONSULTATION = Parameter("consultation", frozenset(), Type.CONSULTATION)
_FEW = 12
"""Most respondents that are named one by one beside the bars."""


@router.get("/compare")
async def compare(
    request: Request,
    consultation: Annotated[str, Query(max_length=LONGEST)] = "",
    by: Axis = "respondent",
    sort: Literal["asks", "label"] = "asks",
    n: Annotated[int, Query(ge=1, le=200)] = 15,
    table: Tabled = "stances",
) -> Response:
    """Show who agrees with what, and who asks for what how often; ``table`` is another name for ``by``."""
    by = _AXIS_OF.get(table, by)
    data = dataset(request)
    held = [Thing(row.get("title", ""), row["consultation"]) for row in await data.rows("consultations")]
    chosen = _chosen(request, consultation, held) if consultation else None
    only = {"consultation": ox.NamedNode(chosen.iri)} if chosen else {}
    stances, found = await asyncio.gather(data.rows("stances", **only), _matrix(request, by, sort, n, only))
    steps = stance_steps(state.knowledge(request).lexicon.stances)
    compared = balances(stances, steps)
    few = max((each.total for each in compared), default=0) <= _FEW
    takers = _takers(await data.rows("takers", **only)) if few and compared else {}
    return pages(request).render(
        request,
        "compare.html",
        title="Compare",
        balances=compared,
        takers=takers,
        matrix=found,
        axes=AXES,
        consultations=held,
        consultation=chosen,
        by=by,
        sort=sort,
        n=n,
        scale=sorted(state.knowledge(request).lexicon.stances.values(), key=lambda each: each.rank),
        steps=steps,
    )


def _chosen(request: Request, named: str, held: Sequence[Thing]) -> Thing:
    """Return the consultation of an id, a title or an IRI; raise the Problem that names the nearest."""
    records = [Record(each.id, each.iri, each.label or each.id, (each.id,)) for each in held]
    names = LexiconNames(state.knowledge(request).lexicon, {Type.CONSULTATION: records})
    try:
        (term, *_) = read_value(_CONSULTATION, named, names)
    except ParameterError as error:
        raise parameter_problem(error) from None
    return next(each for each in held if each.iri == term.value)


async def _matrix(request: Request, by: Axis, sort: str, most: int, only: Mapping[str, ox.NamedNode]) -> Matrix:
    data, axis = dataset(request), {by: ()}
    topics, others = await asyncio.gather(data.rows("topics-asked", **only), data.rows("asked", **axis, **only))
    by_label = sort == "label"
    rows = counted(topics, "row", by_label=by_label)
    columns = counted(others, "column", by_label=by_label or by == "question")
    shown = [ox.NamedNode(each.thing.iri) for each in columns[:most]]
    cells = await data.rows("matrix", **axis, column=shown, **only) if shown else []
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
