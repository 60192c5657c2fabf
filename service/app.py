"""The web application, built from settings without global state."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import APIRouter, Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from service import agents
from service.adapting import adapting
from service.engine import Engine
from service.following import following
from service.knowledge import read_knowledge
from service.metrics import Metrics
from service.openapi.application import Described
from service.reviewing import Reviewing
from service.routes import (
    admin,
    ask,
    compare,
    description,
    graph_store,
    health,
    listings,
    ontology,
    pages,
    questions,
    reviews,
    search,
    sparql,
    things,
)
from service.settings import MEGABYTE, Settings
from service.state import Held
from service.transport import problems
from service.transport.answers import GRAPHS, SOLUTIONS
from service.transport.disconnecting import CancelWhenClientLeaves
from service.transport.endpoint import Endpoint
from service.transport.head import HeadAsGet
from service.transport.headers import EXPOSED, SecurityHeaders
from service.transport.observing import Observed, Observer
from service.transport.parameters import given_once
from service.transport.shortcut import Shortcut, again, is_short, with_posted

_ROUTES: Final = (
    health, admin, description, graph_store, reviews, questions, listings, compare, ontology, ask, search,
)  # fmt: skip

for _media_type in {*SOLUTIONS.values(), *GRAPHS.values(), "application/problem+json"}:
    add_compress_type(_media_type)


class Application(Described):
    """The application, with a shortcut past FastAPI for what programs send most."""

    shortcut: Shortcut
    agents: agents.Agents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_short(scope):
            await super().__call__(scope, receive, send)
        elif scope["method"] == "GET":
            await self.shortcut(scope, receive, send)
        else:
            begun = await receive()
            posted = with_posted(scope, begun, self.held.settings.max_query * MEGABYTE)
            if posted is None:
                await super().__call__(scope, again(begun, receive), send)
            else:
                await self.shortcut(posted, receive, send)


def create_app(settings: Settings | None = None) -> Application:
    """Build the application; ``app.held`` has its parts."""
    settings = settings or Settings()
    app = Application(
        title="whoasks",
        summary="Who asks whom for what, in which words",
        docs_url=None,  # the pages have one of their own, which asks nothing of other machines
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.held = held = _held(settings)
    app.shortcut = Shortcut(held.endpoint, held.observer)
    problems.install(app)
    _wrap(app, held.observer)
    pages.install(app)
    app.include_router(sparql.router)  # it reads its parameters itself: the protocol lets some be repeated
    for module in _ROUTES:
        app.include_router(module.router, dependencies=[Depends(given_once)])
    app.agents = agents.install(app)
    app.router.default = _remaining()
    return app


def _held(settings: Settings) -> Held:
    metrics = Metrics()
    engine = Engine(settings, metrics)
    return Held(
        settings=settings,
        metrics=metrics,
        observer=Observer(metrics.count_request, log=settings.access_log),
        engine=engine,
        endpoint=Endpoint(settings, engine, metrics),
        reviewing=Reviewing(settings, engine),
        knowledge=read_knowledge(settings),
    )


def _remaining() -> APIRouter:
    """Return the router for paths that no other route has: everything with an IRI of ours, as a page or as data."""
    router = APIRouter(redirect_slashes=False)
    for part in (pages.anything, things.router):
        router.include_router(part, dependencies=[Depends(given_once)])
    return router


def compressed(app: ASGIApp) -> CompressMiddleware:
    """Wrap an application so that responses are compressed for clients that accept it."""
    return CompressMiddleware(app, zstd_level=3, gzip_level=5)


def _wrap(app: FastAPI, observer: Observer) -> None:
    """Add the middleware; what is added last is outermost."""
    app.add_middleware(CancelWhenClientLeaves)
    app.add_middleware(problems.Unforeseen)  # within what counts, and adds headers to, every response
    app.add_middleware(HeadAsGet, streams=(agents.PATH,))
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"], expose_headers=EXPOSED
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observed, observer=observer)
    app.add_middleware(compressed)


@asynccontextmanager
async def _lifespan(app: Application) -> AsyncIterator[None]:
    await app.held.engine.start()
    try:
        async with following(app.held), adapting(app.held), app.agents.running():
            yield
    finally:
        await app.held.engine.close()
        app.held.observer.flush()
