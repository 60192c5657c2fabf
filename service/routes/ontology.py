"""The ontology at its own address: data in four formats, and a reference with diagrams for people."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response

from ontology.jsonld import context_text
from ontology.reference import FORMATS, Reference
from service import state
from service.errors import Problem
from service.transport.conditional import names
from service.transport.negotiation import choose

router = APIRouter(tags=["ontology"], default_response_class=Response)
_HTML: Final = "text/html"
_CONTEXT: Final = "application/ld+json;profile=http://www.w3.org/ns/json-ld#context"
_OFFERS: Final = {media_type: media_type for media_type in (*FORMATS, _HTML)}
_ENDINGS: Final = {ending: media_type for media_type, (_, ending) in FORMATS.items()}
_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; style-src 'sha256-{digest}'"


def _replies(*media_types: str) -> dict[int | str, dict[str, object]]:
    return {
        200: {"description": "The whole model", "content": {media_type: {} for media_type in media_types}},
        304: {"description": "Not changed since the ETag that was given"},
    }


@router.get("/ontology", summary="The ontology, as data or as a page", responses=_replies(*_OFFERS))
def ontology(
    request: Request,
    accept: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Classes, properties, bodies, topics and schemes as Turtle, RDF/XML, JSON-LD or N-Triples; or the reference."""
    response = _answer(request, choose(accept, _OFFERS), if_none_match)
    response.headers["Vary"] = "Accept"
    return response


@router.get(
    "/ontology/reference",
    summary="The reference of the ontology, with diagrams",
    responses=_replies(_HTML),
)
def reference(request: Request, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """Every class, property, body and topic on one page."""
    return _answer(request, _HTML, if_none_match)


@router.get(
    "/ontology/context.jsonld",
    summary="The JSON-LD context",
    responses={200: {"content": {_CONTEXT: {}}}},
)
def context(request: Request) -> Response:
    """The JSON-LD context under which the graph reads like plain JSON."""
    text = context_text(state.knowledge(request).reference.sources.store)
    return Response(text, media_type=_CONTEXT)


@router.get(
    "/ontology/ontology.{ending}",
    summary="The ontology as a file",
    responses=_replies(*FORMATS),
)
def download(request: Request, ending: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """The whole model, in the format of a file's ending: ttl, rdf, jsonld or nt."""
    if ending not in _ENDINGS:
        raise Problem(404, f"There is no ontology.{ending[:40]}; the endings are {', '.join(_ENDINGS)}.")
    return _answer(request, _ENDINGS[ending], if_none_match)


def _answer(request: Request, media_type: str, known: str | None) -> Response:
    found = state.knowledge(request).reference
    version = found.sources.digest
    headers = {"ETag": f'"{version[:16]}-{media_type.partition("/")[2]}"'}
    text = _rendered(found, media_type)
    if media_type == _HTML:  # with a 304 too: its headers replace those that a browser has kept
        headers["Content-Security-Policy"] = _POLICY.format(digest=_digest_of_style(text))
    if names(known or "", headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=media_type, headers=headers)


@lru_cache(maxsize=16)
def _rendered(found: Reference, media_type: str) -> str:
    """Return the model in a media type; cached until the model changes, since it takes a second."""
    return found.html() if media_type == _HTML else found.data(media_type)


def _digest_of_style(page: str) -> str:
    style = page.partition("<style>")[2].partition("</style>")[0]
    return b64encode(sha256(style.encode()).digest()).decode()
