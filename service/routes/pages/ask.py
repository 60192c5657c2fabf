"""Ask: one box, the saved questions, and answers in the respondents' own words."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from service import state
from service.given import CONTROLS, read_given, read_page
from service.pages.accept import PageRoute
from service.pages.answers import Presented, present
from service.pages.choices import Choice, choices
from service.routes.pages.context import dataset, pages
from sparql.saved import SavedQuestion

router = APIRouter(route_class=PageRoute)


@router.get("/questions")
async def catalogue(request: Request) -> Response:
    """List what can be asked."""
    listed = [question for question in state.catalogue(request).questions.values() if question.listed]
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
        choices=_choices(request, asked),
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


def _choices(request: Request, question: SavedQuestion) -> dict[str, list[Choice]]:
    lexicon = state.lexicon(request)
    return {name: choices(parameter, lexicon) for name, parameter in question.parameters.items()}
