"""Read: a whole response as its author laid it out, what it states marked in its words."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from loaders.document import Span
from ontology.vocabulary import iri
from service import state
from service.errors import Problem
from service.pages.accept import PageAlone, PageRoute
from service.pages.dataset import Row
from service.pages.reading import Answer, lay_out
from service.pages.reviewing import read_choices
from service.pages.scales import stance_steps
from service.pages.statements import Kind, Statement, Thing, address, read_statements
from service.pages.turning import SIZE, turned
from service.routes.pages.context import dataset, pages
from service.routes.pages.saved import as_saved
from service.transport.parameters import declared_only
from sparql.nearness import nearest

listing = APIRouter(route_class=PageRoute)
router = APIRouter(route_class=PageRoute, dependencies=[Depends(declared_only)])
alone = APIRouter(route_class=PageAlone, dependencies=[Depends(declared_only)])

Kinds = Annotated[list[str] | None, Query(alias="kind")]


@listing.get("/responses")
async def listed(request: Request, q: str = "", page: int = 1) -> Response:
    """List the responses, or those whose respondent has a name like ``q``."""
    if saved := as_saved(request):
        return saved
    data = dataset(request)
    rows = await data.rows("responses")
    found = [row for row in rows if q.casefold() in row.get("label", row["id"]).casefold()]
    shown, turn = turned(found, page)
    here = [ox.NamedNode(row["response"]) for row in shown]
    held = {row["response"]: row for row in await data.rows("responses-shown", response=here)} if here else {}
    entries = [_entry({**row, **held.get(row["response"], {})}) for row in shown]
    return pages(request).render(
        request, "responses.html", title="Responses", responses=entries, total=len(rows), size=SIZE, q=q, turn=turn
    )


@alone.get("/responses/{response}")
async def by_id(request: Request, response: str, kind: Kinds = None, topic: str = "", addressee: str = "") -> Response:
    """Show the response of an id."""
    rows = await dataset(request).rows("response", id=ox.Literal(response))
    return await _page(request, response, rows, kind, topic, addressee)


@router.get("/response/{consultation}/{response}")
async def by_iri(
    request: Request, consultation: str, response: str, kind: Kinds = None, topic: str = "", addressee: str = ""
) -> Response:
    """Show the response of an IRI."""
    rows = await dataset(request).rows("response", response=ox.NamedNode(iri("response", consultation, response)))
    return await _page(request, response, rows, kind, topic, addressee)


@router.get("/statement/{consultation}/{response}/{place}")
async def statement(request: Request, consultation: str, response: str, place: str) -> Response:
    """Redirect to the words of a statement."""
    this = ox.NamedNode(iri("statement", consultation, response, place))
    if not await dataset(request).rows("facts", statement=this):
        detail = f"There is no statement at {request.url.path}: it was never found, or a reviewer has rejected it."
        near = [{"label": f"the response “{response[:80]}”", "id": f"{consultation}/{response}"}]
        raise Problem(404, detail, nearest=near, under="/response")
    return await passage(consultation, response, place)


@router.get("/passage/{consultation}/{response}/{place}")
async def passage(consultation: str, response: str, place: str) -> Response:
    """Redirect to the words of a passage."""
    start, end, *_ = [part for part in place.split("-") if part.isdecimal()] + ["0", "0"]
    return RedirectResponse(f"/response/{consultation}/{response}#passage-{start}-{end}", 303)


async def _page(
    request: Request, wanted: str, rows: Sequence[Row], kind: Sequence[str] | None, topic: str, addressee: str
) -> Response:
    if not rows:
        known = {row["id"]: row for row in await dataset(request).rows("responses")}
        near = [{"label": known[each].get("label", each), "id": each} for each in nearest(wanted, list(known))]
        raise Problem(404, f"No response “{wanted[:80]}” is loaded.", nearest=near, under="/responses")
    found = rows[0]
    this = ox.NamedNode(found["response"])
    facts, answered, kinds = await asyncio.gather(
        dataset(request).rows("facts", response=this),
        dataset(request).rows("answers", response=this),
        dataset(request).kinds(),
    )
    statements = read_statements(facts, kinds)
    steps = stance_steps(state.knowledge(request).lexicon.stances)
    answers = [_answer(row, steps) for row in answered]
    shown = set(kind or [each.kind.id for each in statements])
    return pages(request).render(
        request,
        "response.html",
        title=found.get("label", wanted),
        found=found,
        respondent=Thing(found.get("label", wanted), found["respondent"]),
        consultation=Thing(found.get("consultationTitle", ""), found["consultation"]),
        answers=answers,
        statements=statements,
        groups=lay_out(found["name"], found["text"], statements, answers),
        numbers={each.iri: number for number, each in enumerate(statements, 1)},
        visible={each.iri for each in statements if _passes(each, shown, topic, addressee)},
        tally=_tally(statements),
        topics=_count(statements, "topic"),
        addressees=_count(statements, "addressee"),
        shown=shown,
        topic=topic,
        addressee=addressee,
        reviewing=read_choices(kinds, state.knowledge(request).lexicon) if state.of(request).settings.bearers else None,
    )


def _entry(row: Row) -> dict[str, object]:
    return {
        "label": row.get("label", row["id"]),
        "address": address(row["response"]),
        "consultation": row.get("consultationTitle", ""),
        "date": row.get("date"),
        "asks": int(row.get("asks", 0)),
        "statements": int(row.get("statements", 0)),
    }


def _passes(statement: Statement, kinds: Iterable[str], topic: str, addressee: str) -> bool:
    return (
        statement.kind.id in kinds
        and (not topic or topic in {each.id for each in statement.things("topic")})
        and (not addressee or addressee in {each.id for each in statement.things("addressee")})
    )


def _answer(row: Row, steps: dict[str, int]) -> Answer:
    stance = row.get("stance")
    return Answer(
        question=Thing(f"Question {row['number']}", row["question"]),
        number=row["number"],
        question_text=row.get("questionText", ""),
        span=Span(int(row["start"]), int(row["end"])),
        stance=Thing(row["stanceLabel"], stance) if stance else None,
        level=steps.get(stance, 0) if stance else 0,
        stance_span=Span(int(row["stanceStart"]), int(row["stanceEnd"])) if "stanceStart" in row else None,
    )


def _tally(statements: Iterable[Statement]) -> list[tuple[Kind, int]]:
    """Count the statements of each kind, the most frequent first."""
    return Counter(each.kind for each in statements).most_common()


def _count(statements: Iterable[Statement], name: str) -> list[tuple[Thing, int]]:
    """Count the values of a property, in the order of their labels."""
    return sorted(Counter(thing for each in statements for thing in each.things(name)).items())
