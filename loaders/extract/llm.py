"""The extractor ``llm``: asks, concerns and quotations found by a language model behind an OpenAI-compatible endpoint.

A model's word is never taken for the text's: a quote that does not stand verbatim in the passages that it was given,
or an id that the ontology does not hold, drops the statement, and the notes count what was dropped. Answers and
stances come from the rules. Settings are environment variables ``WHOASKS_LLM_…``.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import httpx
import orjson
from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from loaders.document import Ask, AskKind, Block, Concern, Context, Document, Extraction, Force, Quotation, Span
from loaders.environment import FromEnvironment
from loaders.errors import BadInput
from loaders.extract.rules import RuleExtractor
from ontology.lexicon import OTHER, Lexicon

RULE: Final = "llm"
"""Id of the rule that the statements of a model name."""
_PRICED: Final = 1_000_000
"""Tokens that a price is for."""
_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""
_INSTRUCTIONS: Final = """You read a response to a public consultation. List what the passages state.
ask: one sentence or list item that wants something done, changed, kept, avoided, published or made clear.
kind is clarity-request where it asks for missing information, else recommendation. force: must, should or could.
addressees: ids of the bodies that are to act; {owner} where nobody is named, with addressee_explicit false.
topics: one to three ids, the narrowest that fit.
concern: a sentence that states a worry, risk, gap, objection or doubt.
quotation: words in quotation marks said by a speaker.
quote: copied from the passages character for character, one sentence or list item each.
Leave out plain support, thanks and facts.
Bodies: {bodies}
Topics: {topics}"""


class LlmSettings(FromEnvironment):
    """Where the model is, and what it may cost."""

    model_config = SettingsConfigDict(env_prefix="WHOASKS_LLM_")

    url: str = Field(default="", description="Base of an OpenAI-compatible API, e.g. `http://127.0.0.1:11434/v1`.")
    model: str = Field(default="default", description="Name of the model, as the endpoint knows it.")
    key: SecretStr = Field(default=SecretStr(""), description="Bearer token.")
    timeout: float = Field(default=60, gt=0, description="Seconds to wait for an answer.")
    attempts: int = Field(default=3, ge=1, description="How often a request is tried.")
    pause: float = Field(default=1, ge=0, description="Seconds before a second attempt; then twice as long.")
    batch: int = Field(default=6000, ge=50, description="Characters of passages that one request holds.")
    budget: int = Field(default=1_000_000, ge=0, description="Tokens that one process may spend; then it stops.")
    cost: float = Field(default=0, ge=0, description="Money that one process may spend; then it stops. 0: no cap.")
    price_sent: float = Field(default=0, ge=0, description="Price of a million tokens sent to the model.")
    price_received: float = Field(default=0, ge=0, description="Price of a million tokens that the model answers with.")


class _Asked(BaseModel):
    quote: str
    kind: AskKind
    force: Force
    addressees: list[str]
    addressee_explicit: bool
    topics: list[str]


class _Worry(BaseModel):
    quote: str
    topics: list[str]


class _Said(BaseModel):
    quote: str
    speaker: str
    speaker_kind: str | None


class _Found(BaseModel):
    """What the model must answer with."""

    asks: list[_Asked]
    concerns: list[_Worry]
    quotations: list[_Said]


class _Truncated(Exception):
    """The model's answer was cut off or is not of the form that was asked for."""


@dataclass
class _Harvest:
    """What has been found in a document so far, and why the rest was dropped."""

    asks: list[Ask] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def notes(self) -> tuple[str, ...]:
        """Say what was dropped."""
        return tuple(f"{number} dropped: {reason}" for reason, number in sorted(self.dropped.items()))


class LlmExtractor:
    """Finds statements by asking a language model, passage after passage."""

    def __init__(self, lexicon: Lexicon, settings: LlmSettings | None = None) -> None:
        self._settings = settings or LlmSettings()
        if not self._settings.url:
            raise BadInput("llm", "needs the address of an endpoint; set WHOASKS_LLM_URL")
        if self._settings.cost and not (self._settings.price_sent or self._settings.price_received):
            raise BadInput("llm", "has a cap on cost and no price; set WHOASKS_LLM_PRICE_SENT and _PRICE_RECEIVED")
        self._lexicon = lexicon
        self._rules = RuleExtractor(lexicon)
        self._client = httpx.Client(timeout=self._settings.timeout)
        self._spent = 0
        self._paid = 0.0
        self.version = f"{self._settings.url} {self._settings.model}"

    def __call__(self, document: Document, context: Context) -> Extraction:
        """Return what the model finds, every quote of it checked against the text. Raises BadInput."""
        by_rules = self._rules(document, context)
        harvest = _Harvest()
        for batch in _batches(document.blocks, self._settings.batch):
            self._read(document, batch, by_rules, harvest)
        return replace(
            by_rules,
            asks=tuple(sorted(harvest.asks, key=lambda one: one.span)),
            concerns=tuple(sorted(harvest.concerns, key=lambda one: one.span)),
            quotations=tuple(sorted(harvest.quotations, key=lambda one: one.span)),
            notes=(*by_rules.notes, *harvest.notes()),
        )

    def _read(self, document: Document, batch: Sequence[Block], known: Extraction, harvest: _Harvest) -> None:
        """Read some blocks; where the answer is cut off, read each half of them."""
        stretch = Span(batch[0].span.start, batch[-1].span.end)
        try:
            found = self._ask(document, stretch, known.context)
        except _Truncated:
            if len(batch) == 1:
                harvest.dropped["passages whose answer was cut off or not of the form asked for"] += 1
                return
            half = len(batch) // 2
            self._read(document, batch[:half], known, harvest)
            self._read(document, batch[half:], known, harvest)
            return
        _Check(document, stretch, known, self._lexicon, harvest).take(found)

    def _ask(self, document: Document, stretch: Span, context: Context) -> _Found:
        """Put one request; raises _Truncated for an answer that is not whole."""
        answer = self._post(document.name, self._request(stretch.of(document.text), context))
        try:
            choice = answer["choices"][0]
            if choice.get("finish_reason") == "length":
                raise _Truncated
            return _Found.model_validate_json(choice["message"]["content"])
        except (KeyError, IndexError, TypeError, ValidationError):
            raise _Truncated from None

    def _request(self, passages: str, context: Context) -> dict[str, Any]:
        instructions = _INSTRUCTIONS.format(
            owner=context.owner or "none",
            bodies="; ".join(f"{body.id} ({body.label})" for body in self._lexicon.bodies.values()),
            topics="; ".join(f"{topic.id} ({topic.label})" for topic in self._lexicon.topics.values()),
        )
        schema = {"name": "statements", "strict": True, "schema": _Found.model_json_schema()}
        return {
            "model": self._settings.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": passages}],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }

    def _post(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a request, again where that may help, and count what it costs; raises BadInput when it is in vain."""
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
        """Raise BadInput once the tokens or the money of this process are spent."""
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


@dataclass(frozen=True)
class _Check:
    """The check of an answer against the passages and the ontology."""

    document: Document
    stretch: Span
    known: Extraction
    lexicon: Lexicon
    harvest: _Harvest

    def take(self, found: _Found) -> None:
        """Keep what holds, and count what does not."""
        for ask in found.asks:
            place = self._place(ask.quote, topics=ask.topics, bodies=ask.addressees)
            if place:
                self.harvest.asks.append(
                    Ask(
                        **place,
                        kind=ask.kind,
                        force=ask.force,
                        addressees=tuple(ask.addressees) or self._owner(),
                        addressee_explicit=ask.addressee_explicit,
                        topics=tuple(ask.topics) or (OTHER,),
                    )
                )
        for concern in found.concerns:
            place = self._place(concern.quote, topics=concern.topics)
            if place:
                self.harvest.concerns.append(Concern(**place, topics=tuple(concern.topics)))
        for said in found.quotations:
            place = self._place(said.quote, bodies=[said.speaker_kind] if said.speaker_kind else [])
            if place:
                kind = said.speaker_kind or None
                self.harvest.quotations.append(Quotation(**place, speaker=said.speaker, speaker_kind=kind))

    def _owner(self) -> tuple[str, ...]:
        return (self.known.context.owner,) if self.known.context.owner else ()

    def _place(self, quote: str, *, topics: Sequence[str] = (), bodies: Sequence[str] = ()) -> dict[str, Any] | None:
        """Return where a quote stands; None where it does not, or where an id is unknown."""
        text, words = self.document.text, quote.strip()
        start = text.find(words, self.stretch.start, self.stretch.end) if words else -1
        if start < 0:
            self.harvest.dropped["quotes that are not in the text"] += 1
            return None
        if not set(topics) <= self.lexicon.topics.keys() or not set(bodies) <= self.lexicon.bodies.keys():
            self.harvest.dropped["statements with ids that are not in the ontology"] += 1
            return None
        span = Span(start, start + len(words))
        return {"span": span, "question": self.known.question_at(span), "rule": RULE}


def _batches(blocks: Sequence[Block], characters: int) -> Iterator[list[Block]]:
    """Gather blocks for one request each."""
    batch: list[Block] = []
    for block in blocks:
        if batch and block.span.end - batch[0].span.start > characters:
            yield batch
            batch = []
        batch.append(block)
    if batch:
        yield batch
