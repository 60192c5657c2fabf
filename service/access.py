"""Access control: bearer tokens (RFC 6750), of which only digests are kept.

``WHOASKS_TOKENS`` holds the digests that ``whoasks token`` prints, separated by commas. ``NAME:DIGEST`` also names the
bearer, to whom reviews made with the token are attributed. A token has 256 random bits, so its plain SHA-256 cannot be
reversed.
"""

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Final

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from service import state
from service.errors import Problem

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="whoasks"'}


def new_token() -> tuple[str, str]:
    """Make a token; return it and its digest."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    """Return the digest of a token, which is all that is kept of it."""
    return sha256(token.encode()).hexdigest()


_SCHEME: Final = HTTPBearer(scheme_name="token", auto_error=False, description="One that `whoasks token` makes.")


def require_token(
    request: Request, _shown: Annotated[HTTPAuthorizationCredentials | None, Security(_SCHEME)] = None
) -> str:
    """Return the name of the token's bearer, empty if it has none.

    Raises Problem 401 without a valid token, 403 if no token is configured.
    """
    bearers = state.of(request).settings.bearers
    if not bearers:
        raise Problem(403, "Writing and administration are switched off: no token is configured (WHOASKS_TOKENS).")
    name = _bearer(request, bearers)
    if name is None:
        raise Problem(401, "This needs one of the service's bearer tokens.", headers=_CHALLENGE)
    return name


def _bearer(request: HTTPConnection, bearers: Mapping[str, str]) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    shown = digest(token.strip())
    matches = [known for known in bearers if hmac.compare_digest(shown, known)]  # all, so that time tells nothing
    return bearers[matches[0]] if scheme.lower() == "bearer" and matches else None
