"""Rendering templates. Everything is escaped, and a page refers to no other site."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ontology.lexicon import Body
from service import state
from service.errors import Problem
from service.pages.accept import wants_page
from service.pages.assets import Assets
from service.pages.comparing import cell_filter
from service.pages.statements import Thing
from service.pages.wording import FILTERS, abbreviation

TEMPLATES = Path(__file__).parent / "templates"
_POLICY = (
    "default-src 'none'; script-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def environment(assets: Assets) -> Environment:
    """Return the template environment, with the filters and globals that all templates share."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    found.globals.update(asset=assets.url, cell_filter=cell_filter, has_built=assets.has)
    return found


class Pages:
    """Renders pages; ``app.state.pages``."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets
        self._templates = environment(assets)

    def render(self, request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Render a template."""
        text = self._templates.get_template(template).render(
            path=request.url.path,
            with_query=_rewriter(request),
            short=_shortener(state.knowledge(request).lexicon.bodies.values()),
            **context,
        )
        return HTMLResponse(text, status, {"Content-Security-Policy": self.policy()})

    @staticmethod
    def policy(style_nonce: str = "") -> str:
        """Return the content security policy of a page: only the service's own files, and no inline script."""
        styles = f"'self' 'nonce-{style_nonce}'" if style_nonce else "'self'"
        return f"{_POLICY}; style-src {styles}"

    def problem(self, request: Request, problem: Problem) -> HTMLResponse | None:
        """Return an error as a page, or None for a client that wants data."""
        if not wants_page(request):
            return None
        title = HTTPStatus(problem.status).phrase
        page = self.render(
            request, "problem.html", status=problem.status, title=title, detail=problem.detail, extra=problem.extra
        )
        page.headers.update({**problem.headers, "Vary": "Accept"})
        return page


def _shortener(bodies: Iterable[Body]) -> Callable[[Thing], str]:
    """Return a function that names a body by its abbreviation if it has one, and anything else by its label."""
    abbreviations = {body.iri: abbreviation(body.alt_labels, body.id) for body in bodies}
    return lambda thing: abbreviations.get(thing.iri) or thing.label


def _rewriter(request: Request) -> object:
    """Return a function that gives this page's URL with other query parameters; None removes one."""
    given: dict[str, object] = dict(request.query_params)

    def rewritten(**changes: object) -> str:
        merged = {**given, **changes}
        kept = {name: str(value) for name, value in merged.items() if value not in (None, "")}
        return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path

    return rewritten
