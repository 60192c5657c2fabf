"""Redirecting from the page of a list to its saved question, which takes more parameters."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from service import state
from service.transport.parameters import only
from sparql.saved.declarations import CONTROLS


def as_saved(request: Request) -> Response | None:
    """Return a redirect to a list's saved question if a parameter is given that only the question takes."""
    name = request.url.path.strip("/")
    own = {field.alias for field in request.scope["route"].dependant.query_params}
    if own.issuperset(request.query_params):
        return None
    only(request, [*own, *state.answerer(request).question(name).parameters, *CONTROLS])
    return RedirectResponse(f"/questions/{name}?{request.url.query}", 303)
