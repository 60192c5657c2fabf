"""Who may write and administer: bearer tokens (RFC 6750), of which only digests are kept.

``WHOASKS_TOKENS`` holds the digests that ``whoasks token`` prints, separated by commas. A token is 256 random bits,
so a plain SHA-256 of it cannot be reversed.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Final

from fastapi import Request
from starlette.requests import HTTPConnection

from service import state
from service.errors import Problem

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="whoasks"'}


def new_token() -> tuple[str, str]:
    """Make a token; return it and its digest."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def require_token(request: Request) -> None:
    """Raise ``Problem`` unless the request bears one of the tokens."""
    digests = state.settings(request).token_digests
    if not digests:
        raise Problem(403, "Writing and administration are switched off: no token is configured (WHOASKS_TOKENS).")
    if not _known(request, digests):
        raise Problem(401, "This needs one of the service's bearer tokens.", headers=_CHALLENGE)


def _known(request: HTTPConnection, digests: frozenset[str]) -> bool:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    shown = digest(token.strip())
    matches = [hmac.compare_digest(shown, known) for known in digests]  # all, so that time tells nothing
    return scheme.lower() == "bearer" and any(matches)
