"""Bodies, topics, the ontology, and every other thing that has an address: a page for each."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Request, Response

from ontology.lexicon import Body, Topic
from ontology.vocabulary import PREFIXES, iri
from service import state
from service.answers.shaping import Json
from service.answers.things import describe, kind_of, thing_iri
from service.errors import Problem
from service.pages.accept import PageRoute
from service.pages.answers import Group, by_respondent, named_statements
from service.pages.dataset import Row
from service.pages.flows import strongest
from service.pages.picture import NARROW, WIDE, Link, draw_claims, draw_flows, read_links
from service.pages.statements import Thing
from service.pages.terms import called, class_tree, read_terms
from service.pages.turning import turned
from service.routes.pages.context import dataset, pages
from service.routes.pages.saved import as_saved
from service.transport.parameters import declared_only
from sparql.nearness import nearest
from sparql.saved.paging import Page

listing = APIRouter(route_class=PageRoute)
router = APIRouter(route_class=PageRoute, dependencies=[Depends(declared_only)])
anything = APIRouter(route_class=PageRoute, dependencies=[Depends(declared_only)], include_in_schema=False)
"""The pages of things for which no other page is made, at whatever address they have."""
_FIRST = 20
"""Asks that a body's or a topic's page shows before it leads to the whole list."""
_STRONGEST = 12
"""Bodies that ask it, or that it asks, in its picture."""
_CLAIMS = 30
_BODIES = 300
"""Bodies on one page: more than the model has by itself."""
_TITLES = {PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title"}


@listing.get("/bodies")
async def bodies(request: Request, q: str = "", page: int = 1) -> Response:
    """List the bodies, or those named like ``q``, with what they ask and what is asked of them."""
    if saved := as_saved(request):
        return saved
    known = {row["body"]: row for row in await dataset(request).rows("bodies")}
    found = [row for row in known.values() if q.casefold() in row["label"].casefold()]
    shown, turn = turned(found, page, _BODIES)
    entries = [_body(row) for row in shown]
    return pages(request).render(
        request, "bodies.html", title="Bodies", bodies=entries, many=len(known) > _BODIES, q=q, turn=turn
    )


def _body(row: Row) -> dict[str, object]:
    return {
        "thing": Thing(row["label"], row["body"]),
        "kind": row.get("kindLabel", ""),
        "asks": int(row.get("asks", 0)),
        "asked": int(row.get("asked", 0)),
    }


@router.get("/body/{body}")
async def body(request: Request, body: str) -> Response:
    """Show a body: what it is, what it asks, what is asked of it, who is said to answer to it."""
    return await _body_page(request, Thing(body, iri("body", body)), "thing")


@router.get("/respondent/{consultation}/{respondent}")
async def respondent(request: Request, consultation: str, respondent: str) -> Response:
    """Show a respondent that the ontology does not know, in the same way."""
    return await _body_page(request, Thing(respondent, iri("respondent", consultation, respondent)), "about")


async def _body_page(request: Request, found: Thing, described_by: str) -> Response:
    known = state.knowledge(request).lexicon.bodies
    this, data = ox.NamedNode(found.iri), dataset(request)
    asks, asked = await asyncio.gather(_asks(request, body=this), _asks(request, addressee=this))
    described, out, back, up, down = await asyncio.gather(
        data.rows(described_by, thing=this),
        strongest(data, _STRONGEST, source=this),
        strongest(data, _STRONGEST, target=this),
        data.rows("claims", Page(_CLAIMS), source=this),
        data.rows("claims", Page(_CLAIMS), target=this),
    )
    if not (described or asks or asked):
        near = _near(found.label, known)
        raise Problem(404, f"There is no body “{found.label[:80]}”.", nearest=near, under="/body").listed_at("bodies")
    flows, claims = _both(out, back), _both(read_links(up), read_links(down))
    return pages(request).render(
        request,
        "body.html",
        title=_label(described, found.label),
        reference=found.reference,
        facts=_facts(described),
        asks=asks,
        asked=asked,
        flows=flows,
        flows_picture=[draw_flows(flows, frame) for frame in (WIDE, NARROW)],
        claims=claims,
        claims_picture=[draw_claims(claims, frame) for frame in (WIDE, NARROW)],
    )


def _both(out: Sequence[Link], back: Sequence[Link]) -> list[Link]:
    """Join the links from and to a body; one to itself counts once."""
    return [*out, *(link for link in back if link.source != link.target)]


@listing.get("/topics")
async def topics(request: Request) -> Response:
    """Show the topics as a tree, with how many asks are about each."""
    if saved := as_saved(request):
        return saved
    lexicon = state.knowledge(request).lexicon
    counts = {row["row"]: int(row["number"]) for row in await dataset(request).rows("topics-asked")}
    below: dict[str | None, list[str]] = defaultdict(list)
    for topic in sorted(lexicon.topics.values(), key=lambda each: each.label):
        below[topic.broader if topic.broader in lexicon.topics else None].append(topic.id)
    return pages(request).render(
        request,
        "topics.html",
        title="Topics",
        topics=lexicon.topics,
        below=below,
        counts=counts,
        most=max(counts.values(), default=1),
    )


@router.get("/topic/{topic}")
async def topic(request: Request, topic: str) -> Response:
    """Show a topic: its meaning, its place among the others, the wordings that signal it, what is asked about it."""
    known = state.knowledge(request).lexicon.topics
    if topic not in known:
        near = _near(topic, known)
        raise Problem(404, f"There is no topic “{topic[:80]}”.", nearest=near, under="/topic").listed_at("topics")
    this = known[topic]
    return pages(request).render(
        request,
        "topic.html",
        title=this.label,
        topic=this,
        broader=known.get(this.broader or ""),
        narrower=[each for each in known.values() if each.broader == topic],
        asks=await _asks(request, topic=ox.NamedNode(this.iri)),
    )


@router.get("/ontology")
async def ontology(request: Request) -> Response:
    """Show the ontology: the tree of its classes, and every term with its meaning."""
    terms = read_terms(await dataset(request).rows("classes"))
    problem = state.knowledge(request).problem
    tree = class_tree(terms)
    return pages(request).render(request, "ontology.html", title="The model", terms=terms, tree=tree, problem=problem)


@anything.get("/{path:path}")
async def thing(request: Request, path: str) -> Response:
    """Show any other thing that has an address here: its properties, and what refers to it."""
    address = thing_iri(path)
    described = await describe(state.answerer(request), address)
    rows = await dataset(request).rows("about", thing=ox.NamedNode(address))
    return pages(request).render(
        request,
        "thing.html",
        title=_label(rows, str(described["label"])),
        kind=kind_of(address),
        iri=address,
        facts=_facts(rows),
        references=_references(described["referred_to_by"]),
        more_references=described["more_references"],
    )


def _references(found: Json) -> dict[str, list[Thing]]:
    """Return the things that refer to another, grouped by the name of the property."""
    groups = found if isinstance(found, dict) else {}
    return {called(name): [_referring(each) for each in values] for name, values in groups.items()}


def _referring(found: Json) -> Thing:
    """Return what refers to a thing: one that is named here, or an IRI alone."""
    return Thing(found["label"], found["iri"]) if isinstance(found, dict) else Thing(str(found), str(found))


async def _asks(request: Request, **terms: ox.NamedNode) -> list[Group]:
    data = dataset(request)
    found = [row["statement"] for row in await data.rows("asks", Page(_FIRST), **terms)]
    statements = await named_statements(found, data)
    return by_respondent([statements[each] for each in found if each in statements])


def _near(wanted: str, known: Mapping[str, Body] | Mapping[str, Topic]) -> list[dict[str, str]]:
    labels = {each.id: each.label for each in known.values()}
    return [{"id": each, "label": labels[each]} for each in nearest(wanted, list(labels))]


def _label(rows: Sequence[Row], otherwise: str) -> str:
    return next((row["value"] for row in rows if row["property"] in _TITLES), otherwise)


def _facts(rows: Sequence[Row]) -> dict[str, list[Thing]]:
    """Return the values of a thing, grouped by the name of the property, without its titles."""
    found: dict[str, list[Thing]] = defaultdict(list)
    for row in rows:
        value = Thing(row.get("label") or row["value"], row["value"])
        values = found[row.get("propertyLabel") or called(row["property"])]
        if row["property"] not in _TITLES and value not in values:
            values.append(value)
    return {name: values for name, values in found.items() if values}
