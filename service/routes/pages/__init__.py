"""The pages' routes, one module for each kind of page."""

from typing import Final

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import FileResponse

from service.errors import Problem
from service.pages.assets import Assets
from service.pages.rendering import Pages
from service.routes.pages import api, ask, compare, consultations, explore, lists, query, read, searching, things
from service.transport.parameters import given_once

_FOR_EVER: Final = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)
for module in (api, ask, compare, consultations, explore, lists, read, searching, things):
    router.include_router(module.router, dependencies=[Depends(given_once)])
router.include_router(query.router)  # as the endpoint: the protocol lets some parameters be repeated
for part in (ask.alone, lists.alone, read.alone, read.listing, things.listing, ask.data, query.data):
    router.include_router(part, dependencies=[Depends(given_once)])
anything = things.anything


def install(app: FastAPI) -> None:
    """Add the pages and their static files.

    Call it before the other routes are included: a page's route stands first and lets everything but a browser pass.
    """
    app.state.pages = Pages(Assets())
    app.include_router(router)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)


async def _static(request: Request, name: str) -> FileResponse:
    """Serve a file of the pages; an address with a digest may be cached for ever."""
    path = request.app.state.pages.assets.path(name)
    if path is None:
        raise Problem(404, f"There is no static file {name}.")
    return FileResponse(path, headers={"Cache-Control": _FOR_EVER if "v" in request.query_params else "no-cache"})
