"""The web application: made from settings, with nothing global."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from service import errors, pages
from service.endpoint import Endpoint
from service.engine import Engine
from service.knowledge import following, load_knowledge
from service.metrics import Metrics
from service.routes import admin, graph_store, health, questions, sparql
from service.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application; what it needs while it runs stands in ``app.state``."""
    settings = settings or Settings()
    app = FastAPI(title="whoasks", summary="Who asks whom for what, in which words", lifespan=_lifespan)
    app.state.settings = settings
    app.state.metrics = Metrics()
    app.state.engine = Engine(settings, app.state.metrics)
    app.state.endpoint = Endpoint(settings, app.state.engine, app.state.metrics)
    load_knowledge(app)
    errors.install(app)
    pages.install(app)
    app.include_router(health.router)
    app.include_router(admin.router)
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
