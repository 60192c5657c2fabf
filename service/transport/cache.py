"""A cache of answers, limited in bytes; the least recently used are dropped first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from starlette.types import Message

from service.transport.conditional import names
from service.workers.spool import Spool

_OVERHEAD: Final = 512
"""Approximate size of an entry, in bytes, besides its body and its query."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it is sent."""

    body: bytes | Spool
    headers: dict[str, str]
    digest: str
    """Digest of the query, for the log."""
    start: Message
    """The ASGI message with these headers, and those that every response has."""

    @property
    def headers_unchanged(self) -> dict[str, str]:
        """The headers of a 304, for a client that has the body already (RFC 9110, section 15.4.5)."""
        return {name: value for name, value in self.headers.items() if name != "Content-Encoding"}

    @property
    def size(self) -> int:
        """Approximate size in the cache, in bytes."""
        return len(self.body) + _OVERHEAD


def still_holds(answer: Answer, known: str) -> bool:
    """Tell whether a client with this ``If-None-Match`` has the answer already."""
    return names(known, answer.headers.get("ETag"))


class Cache:
    """Answers by key, for one version of the dataset at a time."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[Hashable, Answer] = OrderedDict()
        self._version = ""
        self.size = 0
        """Approximate size of all answers, in bytes."""

    def get(self, version: str, key: Hashable) -> Answer | None:
        """Return the answer to a key that this version of the dataset gave, if it is cached."""
        if version != self._version:
            self._clear(version)
        answer = self._entries.get(key)
        if answer is not None:
            self._entries.move_to_end(key)
        return answer

    def put(self, version: str, key: Hashable, answer: Answer) -> None:
        """Keep an answer, unless it alone would fill a quarter of the cache or the dataset has moved on."""
        if version != self._version or answer.size > self._capacity // 4:
            return
        self._drop(key)
        self._entries[key] = answer
        self.size += answer.size
        while self.size > self._capacity:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> None:
        answer = self._entries.pop(key, None)
        if answer is not None:
            self.size -= answer.size

    def _clear(self, version: str) -> None:
        self._entries.clear()
        self._version, self.size = version, 0
