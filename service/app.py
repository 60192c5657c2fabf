"""The web application: made from settings, with nothing global."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from service import errors, pages
from service.engine import Engine
from service.knowledge import following, load_knowledge
from service.routes import graph_store, health, questions, sparql
from service.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application; what it needs while it runs stands in ``app.state``."""
    settings = settings or Settings()
    app = FastAPI(title="whoasks", summary="Who asks whom for what, in which words", lifespan=_lifespan)
    app.state.settings = settings
    app.state.engine = Engine(settings)
    load_knowledge(app)
    errors.install(app)
    pages.install(app)
    app.include_router(health.router)
    app.include_router(sparql.router)
    app.include_router(graph_store.router)
    app.include_router(questions.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine: Engine = app.state.engine
    await engine.start()
    try:
        async with following(app):
            yield
    finally:
        await engine.close()
