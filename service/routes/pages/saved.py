"""From the page of a listing to the page of the saved question that lists the same, which takes more parameters."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from service import state
from service.transport.parameters import only
from sparql.saved.declarations import CONTROLS


def as_saved(request: Request) -> Response | None:
    """Lead to the page of the saved question of a listing, where a parameter is given that only the question takes."""
    name = request.url.path.strip("/")
    own = {field.alias for field in request.scope["route"].dependant.query_params}
    if own.issuperset(request.query_params):
        return None
    only(request, [*own, *state.answerer(request).question(name).parameters, *CONTROLS])
    return RedirectResponse(f"/questions/{name}?{request.url.query}", 303)
