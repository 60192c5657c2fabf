"""Ask: one box, the saved questions, and answers in the respondents' own words."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from ontology.vocabulary import local_id
from service import state
from service.answers.asking import searched, understand
from service.answers.given import read_page
from service.answers.suggesting import suggest
from service.pages.accept import PageAlone, PageRoute
from service.pages.answers import Presented, named_statements, present
from service.pages.choices import Choice, called, choices, example
from service.pages.statements import Statement
from service.routes.pages.context import dataset, pages
from service.transport.parameters import declared_only, read_given
from sparql.asking import Reading
from sparql.saved import SavedQuestion
from sparql.saved.declarations import CONTROLS
from sparql.saved.parameters import Type

router = APIRouter(route_class=PageRoute)
alone = APIRouter(route_class=PageAlone, dependencies=[Depends(declared_only)])
data = APIRouter(dependencies=[Depends(declared_only)])
_NOT_ASKED = {Type.IRI, Type.STATEMENT, Type.TEXT}
"""Types of parameters that a question in English cannot contain."""


@alone.get("/")
async def home(request: Request, q: str = "") -> Response:
    """Show the input and, once something is asked, how it was understood and the answer."""
    asked = q.strip()
    answerer = state.asking(request)
    texts = state.of(request).engine.text
    understood = await understand(answerer, state.understanding(request), texts, asked) if asked else None
    reading = understood.reading if understood else None
    presented, addresses = None, None
    if reading:
        question = answerer.question(reading.question)
        presented = await answer(request, question, reading.parameters, reading.parameters)
        addresses = links(question, reading.parameters)
    others = [_read(request, other) for other in (understood.others if understood else ())]
    found, every_word = await _found(request, asked) if understood and not reading else ([], True)
    return pages(request).render(
        request,
        "ask.html",
        title=asked or "Who asks whom for what",
        asked=asked,
        reading=reading and _read(request, reading),
        others=others,
        note=understood.note if understood else "",
        presented=presented,
        found=found,
        every_word=every_word,
        links=addresses,
        starters=[] if asked else _starters(request),
        tally=None if asked else await dataset(request).rows("tally"),
    )


@router.get("/ask", dependencies=[Depends(declared_only)])
async def ask_page(q: str = "") -> Response:
    """Redirect a browser from the address of the data to the page with the same answer."""
    return RedirectResponse(f"/?{urlencode({'q': q})}" if q else "/", status_code=303)


@data.get("/suggest")
async def suggestions(request: Request, q: str = "", limit: Annotated[int, Query(ge=1, le=50)] = 10) -> Response:
    """Suggest questions, bodies and topics whose names have the words typed so far, with slips allowed."""
    found = suggest(q, state.knowledge(request).catalogue, state.knowledge(request).lexicon, limit=limit)
    return JSONResponse({"q": q, "suggestions": found})


@router.get("/questions")
async def catalogue(request: Request) -> Response:
    """List what can be asked."""
    listed = [question for question in state.knowledge(request).catalogue.questions.values() if question.listed]
    return pages(request).render(request, "questions.html", title="Questions", questions=listed)


@router.get("/questions/{name}")
async def question(request: Request, name: str) -> Response:
    """Show a saved question, and its answers once its parameters are given."""
    asked = state.answerer(request).question(name)
    given = {key: value for key, value in (await read_given(request)).items() if value}
    parameters = {key: value for key, value in given.items() if key not in CONTROLS}
    complete = all(key in parameters or p.default for key, p in asked.parameters.items() if p.required)
    presented = await answer(request, asked, given, parameters) if complete and asked.form == "SELECT" else None
    return pages(request).render(
        request,
        "question.html",
        title=asked.summary,
        question=asked,
        given=parameters,
        choices=await _choices(request, asked),
        presented=presented,
        links=presented and links(asked, given),
    )


async def answer(
    request: Request, question: SavedQuestion, given: Mapping[str, str], parameters: Mapping[str, str]
) -> Presented:
    """Answer one page of a question, as it is shown."""
    answered = await state.answerer(request).answer(question, parameters, read_page(question, given))
    return await present(answered, dataset(request))


def links(question: SavedQuestion, given: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of an answer in its formats, and of the answer alone."""
    here = f"/questions/{question.name}"
    plain = {key: value for key, value in given.items() if key not in CONTROLS}
    of_format = {name: f"{here}?{urlencode({**plain, 'format': name})}" for name in ("csv", "xlsx", "json")}
    return {"here": f"{here}?{urlencode(plain)}", **of_format}


async def _found(request: Request, asked: str) -> tuple[list[Statement], bool]:
    """Return the statements with the words of a question, best matches first, and whether they have every word."""
    words = state.understanding(request).keywords(asked)
    reply = await searched(state.answerer(request), state.of(request).engine.text, words)
    hits = reply["results"]
    iris = [str(hit["iri"]) for hit in hits if isinstance(hit, Mapping)] if isinstance(hits, list) else []
    statements = await named_statements(iris, dataset(request))
    return [statements[iri] for iri in iris if iri in statements], bool(reply.get("every_word"))


def _read(request: Request, reading: Reading) -> dict[str, object]:
    """Return in words how a question was understood."""
    answerer = state.asking(request)
    question = answerer.question(reading.question)
    named = {
        name: called(question.parameters[name], value, answerer.lexicon) for name, value in reading.parameters.items()
    }
    return {"question": question, "parameters": named, "address": links(question, reading.parameters)["here"]}


def _starters(request: Request) -> list[tuple[str, list[str]]]:
    """Return questions to start with, by subject, the most frequent subject first.

    There is one for each saved question that can be put in words, without an IRI or a quoted text.
    """
    listed = (
        question
        for question in state.knowledge(request).catalogue.questions.values()
        if question.listed and not any(parameter.type in _NOT_ASKED for parameter in question.parameters.values())
    )
    found: dict[str, list[str]] = defaultdict(list)
    for question in listed:
        if text := example(question, state.knowledge(request).lexicon):
            found[question.tags[0] if question.tags else "others"].append(text)
    return sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))


async def _choices(request: Request, question: SavedQuestion) -> dict[str, list[Choice]]:
    lexicon = state.knowledge(request).lexicon
    found = {name: choices(parameter, lexicon) for name, parameter in question.parameters.items()}
    for name, parameter in question.parameters.items():
        if parameter.type is Type.CONSULTATION:
            rows = await dataset(request).rows("consultations")
            named = ((local_id(row["consultation"]), row.get("title")) for row in rows)
            found[name] = [Choice(title or id_, id_) for id_, title in named]
    return found
