"""Query: the SPARQL editor that a browser gets at the endpoint, and a plain form as a substitute."""

import secrets

from fastapi import APIRouter, Request, Response

from ontology.vocabulary import PREFIXES
from service import state
from service.errors import Problem
from service.pages.accept import PageRoute
from service.pages.terms import read_terms
from service.routes.pages.context import dataset, pages
from sparql.results import Table
from sparql.saved import SavedQuestion
from sparql.saved.binding import declare_prefixes
from sparql.syntax.hints import Hint, hints
from sparql.syntax.tokens import query_form

router = APIRouter(route_class=PageRoute)
data = APIRouter()
_ROWS = 200
"""Rows that the plain form shows."""
_FIRST_QUERY = """SELECT ?respondent ?quote WHERE {
  ?ask a wa:Ask ; wa:quote ?quote ; wa:statedBy/skos:prefLabel ?respondent .
}
LIMIT 20
"""


@router.get("/sparql")
async def editor(request: Request, query: str = "", plain: bool = False) -> Response:
    """Show the editor, with the result or the error if the plain form has sent a query."""
    terms = read_terms(await dataset(request).rows("classes"))
    table, more, wrong = await _result(request, query) if query and plain else (None, False, None)
    nonce = secrets.token_urlsafe(16)
    page = pages(request).render(
        request,
        "sparql.html",
        title="Query",
        query=query or _FIRST_QUERY,
        table=table,
        more=more,
        wrong=wrong,
        hints=await suggestions(request, query) if query else [],
        examples=await _examples(request),
        editor={
            "prefixes": PREFIXES,
            "classes": [term.iri for term in terms.values() if term.is_class],
            "properties": [term.iri for term in terms.values() if not term.is_class],
            "query": declare_prefixes(query or _FIRST_QUERY),
        },
        nonce=nonce,
    )
    page.headers["Content-Security-Policy"] = pages(request).policy(nonce)
    return page


@data.get("/sparql/hints", include_in_schema=False)
async def suggestions(request: Request, query: str) -> list[Hint]:
    """Return the terms of a query that the ontology lacks, with the most similar ones it has."""
    known = [row["term"] for row in await dataset(request).rows("classes")]
    return hints(query, known)


async def _result(request: Request, query: str) -> tuple[Table | None, bool, Problem | None]:
    """Evaluate what the plain form sends; return the first rows and whether there are more, or what is wrong."""
    if query_form(query) != "SELECT":
        return None, False, Problem(400, "The plain form shows tables: it takes SELECT queries only.")
    try:
        table, more = await state.of(request).endpoint.first_rows(query, state.client(request), _ROWS)
    except Problem as problem:
        return None, False, problem
    return table, more, None


async def _examples(request: Request) -> list[tuple[SavedQuestion, str]]:
    """Return the saved questions with their executable queries, bound to the examples of what they need."""
    found = []
    for question in state.knowledge(request).catalogue.questions.values():
        needed = {name: p.example for name, p in question.parameters.items() if p.required and p.default is None}
        given = {name: example for name, example in needed.items() if example}
        if question.listed and len(given) == len(needed):
            sparql, _ = await state.answerer(request).bind(question, given)
            found.append((question, sparql))
    return found
