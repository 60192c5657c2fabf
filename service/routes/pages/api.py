"""The REST operations: a list of them, and where the scripts were built, a page on which to try them."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from service.routes.pages.context import pages

router = APIRouter()
_METHODS: Final = ("get", "post", "put", "patch", "delete")


@router.get("/docs")
async def operations(request: Request) -> Response:
    """Show the operations of the service's own description."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    listed = [
        (method.upper(), path, item[method].get("summary", ""))
        for path, item in paths.items()
        for method in _METHODS
        if method in item
    ]
    return pages(request).render(request, "api.html", title="REST API", operations=listed)
