"""The description of the SPARQL endpoint, at ``/sparql`` and at ``/.well-known/void``."""

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response

from ontology.vocabulary import PREFIXES
from service import state
from service.openapi.protocols import RDF, content
from service.transport.answers import GRAPHS
from service.transport.negotiation import choose
from sparql import media
from sparql.description import Described, describe
from sparql.saved.names import LexiconNames

router = APIRouter(tags=["sparql"])

_GRAPH_SIZES = "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"


@router.get("/dataset", include_in_schema=False)
@router.get("/.well-known/void", response_class=Response, responses={200: {"content": content(*RDF)}})
async def void(request: Request) -> Response:
    """Describe the dataset and the endpoint."""
    return await service_description(request)


async def service_description(request: Request) -> Response:
    """Describe the endpoint, its dataset and its saved questions as RDF."""
    held = state.of(request)
    media_type = choose(request.headers.get("accept"), GRAPHS)
    table = await held.engine.select(_GRAPH_SIZES, client=state.client(request))
    described = describe(
        Described(
            endpoint=f"{request.url.scheme}://{request.url.netloc}/sparql",
            version=held.engine.version,
            graphs={row["graph"]: int(row["triples"]) for row in table.plain()},
            questions=held.knowledge.catalogue.questions,
            names=LexiconNames(held.knowledge.lexicon),
            federated=bool(held.settings.allowed_services),
        )
    )
    triples = ox.parse(described.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    body = ox.serialize(triples, format=media.GRAPHS[media_type], prefixes=PREFIXES)
    return Response(body, media_type=media_type, headers={"Vary": "Accept"})
