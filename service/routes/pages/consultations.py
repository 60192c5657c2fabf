"""A consultation and each of its questions: what was asked, and who answered how."""

from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Query, Request, Response

from ontology.vocabulary import iri
from service import state
from service.errors import Problem
from service.pages.accept import PageRoute
from service.pages.scales import stance_steps
from service.pages.statements import Thing, address
from service.routes.pages.context import dataset, pages
from service.transport.parameters import declared_only
from sparql.saved.paging import Page

router = APIRouter(route_class=PageRoute, dependencies=[Depends(declared_only)])
_ON_A_PAGE = 100
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/consultation/{consultation}")
async def consultation(request: Request, consultation: str, offset: Offset = 0) -> Response:
    """Show a consultation: whose it is, its questions, and the responses to it."""
    this, data = ox.NamedNode(iri("consultation", consultation)), dataset(request)
    about = await data.rows("about", thing=this)
    if not about:
        raise Problem(404, f"There is no consultation “{consultation[:80]}”.").listed_at("responses")
    rows = await data.rows("responses", Page(_ON_A_PAGE, offset), consultation=this)
    return pages(request).render(
        request,
        "consultation.html",
        title=next((row["value"] for row in about if row["property"].endswith("/title")), consultation),
        id=consultation,
        owners=[Thing(row.get("label", ""), row["value"]) for row in about if row["property"].endswith("#owner")],
        questions=[
            {"thing": Thing(f"Question {row['number']}", row["question"]), "text": row.get("text", "")}
            for row in await data.rows("consulted", consultation=this)
        ],
        responses=[Thing(row.get("label", row["id"]), row["response"]) for row in rows[:_ON_A_PAGE]],
        offset=offset,
        size=_ON_A_PAGE,
        more=len(rows) > _ON_A_PAGE,
    )


@router.get("/question/{consultation}/{number}")
async def question(request: Request, consultation: str, number: str, offset: Offset = 0) -> Response:
    """Show a question: its words, and who takes which stance on it."""
    this, data = ox.NamedNode(iri("question", consultation, number)), dataset(request)
    found = next(iter(await data.rows("question", question=this)), None)
    if found is None:
        raise Problem(404, f"There is no question “{number[:80]}” in “{consultation[:80]}”.").listed_at("responses")
    rows = await data.rows("answering", Page(_ON_A_PAGE, offset), question=this)
    steps = stance_steps(state.knowledge(request).lexicon.stances)
    return pages(request).render(
        request,
        "consulted.html",
        title=f"Question {found['number']}",
        text=found.get("text", ""),
        reference=f"{consultation}/{number}",
        consultation=Thing(found.get("title", consultation), found["consultation"]),
        answers=[
            {
                "label": row["label"],
                "address": f"{address(row['response'])}#passage-{row['start']}-{row['end']}",
                "stance": row["stanceLabel"],
                "step": steps.get(row["stance"], 0),
            }
            for row in rows[:_ON_A_PAGE]
        ],
        offset=offset,
        size=_ON_A_PAGE,
        more=len(rows) > _ON_A_PAGE,
    )
