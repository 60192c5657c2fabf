"""Puts the pages into the app."""

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse

from service.errors import Problem
from service.pages.assets import Assets
from service.pages.rendering import Pages
from service.routes import pages as routes

_FOR_EVER = "public, max-age=31536000, immutable"


def install(app: FastAPI) -> None:
    """Add the pages and their static files.

    Call it before the other routes are included: a page's route stands first and lets everything but a browser pass.
    """
    app.state.pages = Pages(Assets())
    app.include_router(routes.router)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)


async def _static(request: Request, name: str) -> FileResponse:
    """Serve a file of the pages; an address with a digest may be cached for ever."""
    path = request.app.state.pages.assets.path(name)
    if path is None:
        raise Problem(404, f"There is no static file {name}.")
    return FileResponse(path, headers={"Cache-Control": _FOR_EVER if "v" in request.query_params else "no-cache"})
