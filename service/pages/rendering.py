"""Templates to pages. Everything is escaped; a page names no address but the service's own."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.errors import Problem
from service.pages.accept import wants_page
from service.pages.assets import Assets
from service.pages.wording import FILTERS

TEMPLATES = Path(__file__).parent / "templates"


def environment(assets: Assets) -> Environment:
    """Return the templates, with what every one of them may use."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    found.globals.update(asset=assets.url, has_editor=lambda: assets.has_editor)
    return found


class Pages:
    """Renders pages; ``app.state.pages``."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets
        self._templates = environment(assets)

    def render(self, request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Return the page that a template makes of a context."""
        text = self._templates.get_template(template).render(
            path=request.url.path, with_query=_rewriter(request), **context
        )
        return HTMLResponse(text, status)

    def problem(self, request: Request, problem: Problem) -> HTMLResponse | None:
        """Return the page of an error: what is wrong and what comes nearest; None for a client that wants data."""
        if not wants_page(request) or "format" in request.query_params:
            return None
        title = HTTPStatus(problem.status).phrase
        page = self.render(
            request, "problem.html", status=problem.status, title=title, detail=problem.detail, extra=problem.extra
        )
        page.headers.update({**problem.headers, "Vary": "Accept"})
        return page


def _rewriter(request: Request) -> object:
    """Return a function that gives this page's address with other query parameters; None removes one."""
    given: dict[str, object] = dict(request.query_params)

    def rewritten(**changes: object) -> str:
        merged = {**given, **changes}
        kept = {name: str(value) for name, value in merged.items() if value not in (None, "")}
        return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path

    return rewritten
