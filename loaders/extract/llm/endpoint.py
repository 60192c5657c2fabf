"""Requests to an OpenAI-compatible endpoint, with retries and a limit on what they cost."""

import time
from typing import Any, Final

import httpx
import orjson

from loaders.errors import BadInput
from loaders.extract.llm.settings import LlmSettings

_PRICED: Final = 1_000_000
"""Number of tokens to which a price refers."""
_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""HTTP statuses after which the same request may succeed."""


class Endpoint:
    """Sends requests until this process has spent its tokens or its money."""

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._client = httpx.Client(timeout=settings.timeout)
        self._spent = 0
        self._paid = 0.0

    def complete(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a request, again if a failure may be temporary, and return the answer; ``name`` is that of the document.

        Raises BadInput if all attempts fail, or if the tokens or the money are spent.
        """
        reason = ""
        for attempt in range(self._settings.attempts):
            self._refuse_overspending(name)
            if attempt:
                time.sleep(self._settings.pause * 2 ** (attempt - 1))
            try:
                response = self._client.post(
                    f"{self._settings.url.rstrip('/')}/chat/completions",
                    content=orjson.dumps(body),
                    headers=self._headers(),
                )
            except httpx.TimeoutException:
                reason = f"it did not answer within {self._settings.timeout:g} seconds"
                continue
            except httpx.TransportError as error:
                reason = f"it cannot be reached ({error})"
                continue
            if response.status_code == httpx.codes.OK:
                return self._counted(name, response)
            reason = f"it answered {response.status_code}"
            if response.status_code not in _AGAIN:
                break
        raise BadInput(name, f"was not read by the model at {self._settings.url}: {reason}")

    def _refuse_overspending(self, name: str) -> None:
        """Raise BadInput once this process has spent its tokens or its money."""
        if self._spent >= self._settings.budget:
            raise BadInput(name, f"was not read: the model has spent its {self._settings.budget:,} tokens")
        if self._settings.cost and self._paid >= self._settings.cost:
            raise BadInput(name, f"was not read: the model has cost {self._paid:.2f}, of {self._settings.cost:.2f}")

    def _headers(self) -> dict[str, str]:
        key = self._settings.key.get_secret_value()
        return {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})

    def _counted(self, name: str, response: httpx.Response) -> dict[str, Any]:
        try:
            answer = orjson.loads(response.content)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            raise BadInput(name, f"was not read: {self._settings.url} does not speak the protocol")
        usage = answer.get("usage") or {}
        self._spent += int(usage.get("total_tokens", 0))
        self._paid += int(usage.get("prompt_tokens", 0)) * self._settings.price_sent / _PRICED
        self._paid += int(usage.get("completion_tokens", 0)) * self._settings.price_received / _PRICED
        return answer
