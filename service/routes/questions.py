"""Saved questions over HTTP: the catalogue, and each question's answers page by page."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response

from service import state
from service.answers.answering import Answered, Answerer
from service.answers.formats import CSV, GRAPH_TYPES, JSON, JSON_TYPES, TABLE_TYPES, XLSX, write_json
from service.answers.given import pairs, read_page
from service.answers.replies import answer_body, question_body, write_answer
from service.answers.shaping import Json, select_fields
from service.transport.conditional import caching, unless_held
from service.transport.negotiation import VARYING, negotiate
from service.transport.parameters import only, read_given
from sparql.media import TABLE
from sparql.results import Table
from sparql.saved import LARGEST_PAGE, SavedQuestion
from sparql.saved.declarations import CONTROLS
from sparql.saved.paging import Page

router = APIRouter()


@router.get("/questions", include_in_schema=False)
async def catalogue(request: Request) -> Response:
    """List the saved questions with their parameters, and the mistakes in files that had to be left out."""
    only(request, ["format"])
    negotiate(request, pairs(request.query_params.multi_items()), JSON_TYPES)
    held = state.knowledge(request).catalogue
    wrong: list[Json] = [{"file": error.path.name, "line": error.line, "reason": error.reason} for error in held.errors]
    questions: list[Json] = [question_body(question) for question in held.questions.values()]
    return Response(write_json({"questions": questions, "errors": wrong}), headers=VARYING, media_type=JSON)


@router.api_route("/questions/{name}", methods=["GET", "POST"], include_in_schema=False)
async def ask(request: Request, name: str) -> Response:
    """Answer a saved question with the parameters in the query string, and in the body of a POST."""
    return await respond(request, state.answerer(request).question(name), await read_given(request))


async def respond(request: Request, question: SavedQuestion, given: Mapping[str, str]) -> Response:
    """Answer a question in the format that the client asks for. Raises Problem for wrong parameters."""
    answerer = state.answerer(request)
    parameters = {name: text for name, text in given.items() if name not in CONTROLS}
    if question.form != "SELECT":
        return await _respond_whole(request, answerer, question, given, parameters)
    media_type = negotiate(request, given, TABLE_TYPES)
    whole = LARGEST_PAGE if media_type in {CSV, XLSX} else None
    page = read_page(question, given, limit=whole)
    shaped = select_fields(question, given.get("fields"))
    sparql, _ = await answerer.bind(shaped, parameters)
    counts = answerer.question(question.facets).hash if question.facets else ""
    written = repr((page, shaped.shape, question.transform, question.summary))
    headers = caching(request, state.edition(request), sparql, counts, media_type, written)

    async def made() -> Response:
        answered = await answerer.answer(shaped, parameters, page)
        following, further = _next(request, given, answered), {}
        if following:
            further["Link"] = f'<{following}>; rel="next"'
        if whole:
            further["Content-Disposition"] = f'inline; filename="{question.name}.{TABLE_TYPES[media_type]}"'
        body = await asyncio.to_thread(write_answer, answered, media_type, following)
        return Response(body, headers=headers | further, media_type=media_type)

    return await unless_held(request, headers, made)


async def _respond_whole(
    request: Request,
    answerer: Answerer,
    question: SavedQuestion,
    given: Mapping[str, str],
    parameters: Mapping[str, str],
) -> Response:
    """Answer a question whose result has no pages: a graph, or a truth value."""
    is_graph = question.form != "ASK"
    media_type = negotiate(request, given, GRAPH_TYPES if is_graph else JSON_TYPES)
    sparql, understood = await answerer.bind(question, parameters)
    headers = caching(request, state.edition(request), sparql, media_type)

    async def made() -> Response:
        results = await state.client_engine(request).results(sparql, media_type if is_graph else TABLE)
        if is_graph:
            return Response(results, headers=headers, media_type=media_type)
        answered = Answered(
            question=question,
            parameters=understood,
            sparql=sparql,
            page=Page(1),
            table=Table((), ()),
            more=False,
            answers=[{"result": orjson.loads(results)["boolean"]}],
            sources=[],
            version=answerer.engine.version,
        )
        return Response(write_json(answer_body(answered)), headers=headers, media_type=JSON)

    return await unless_held(request, headers, made)


def _next(request: Request, given: Mapping[str, str], answered: Answered) -> str | None:
    """Return the URL of the next page, if there is one."""
    if not answered.more:
        return None
    page = answered.page
    changed = {**given, "offset": str(page.offset + page.limit), "limit": str(page.limit)}
    return f"{request.url.path}?{urlencode(changed)}"
