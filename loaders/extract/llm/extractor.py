"""Extracting statements with a language model, a batch of passages at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError

from loaders.document import Block, Context, Document, Extraction, Span
from loaders.errors import BadInput
from loaders.extract.llm.checking import AnswerCheck, Collected, ModelAnswer
from loaders.extract.llm.endpoint import Endpoint
from loaders.extract.llm.settings import LlmSettings
from loaders.extract.rules import RuleExtractor
from ontology.lexicon import Lexicon

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


class _Truncated(Exception):
    """The model's answer was cut off or does not have the required form."""


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
        self._endpoint = Endpoint(self._settings)
        self.version = f"{self._settings.url} {self._settings.model}"

    def __call__(self, document: Document, context: Context) -> Extraction:
        """Return what the model finds, every quote checked. Raises BadInput if the model fails or costs too much."""
        by_rules = self._rules(document, context)
        collected = Collected()
        for batch in _batches(document.blocks, self._settings.batch):
            self._read(document, batch, by_rules, collected)
        return replace(
            by_rules,
            asks=tuple(sorted(collected.asks, key=lambda one: one.span)),
            concerns=tuple(sorted(collected.concerns, key=lambda one: one.span)),
            quotations=tuple(sorted(collected.quotations, key=lambda one: one.span)),
            notes=(*by_rules.notes, *collected.notes()),
        )

    def _read(self, document: Document, batch: Sequence[Block], known: Extraction, collected: Collected) -> None:
        """Read a batch of blocks; if the answer is cut off, read each half of the batch separately."""
        stretch = Span(batch[0].span.start, batch[-1].span.end)
        try:
            answer = self._ask(document, stretch, known.context)
        except _Truncated:
            if len(batch) == 1:
                collected.dropped["passages whose answer was cut off or not of the form asked for"] += 1
                return
            half = len(batch) // 2
            self._read(document, batch[:half], known, collected)
            self._read(document, batch[half:], known, collected)
            return
        AnswerCheck(document, stretch, known, self._lexicon, collected).collect(answer)

    def _ask(self, document: Document, stretch: Span, context: Context) -> ModelAnswer:
        """Send one request and return the answer; raises _Truncated if it is incomplete."""
        answer = self._endpoint.complete(document.name, self._request(stretch.of(document.text), context))
        try:
            choice = answer["choices"][0]
            if choice.get("finish_reason") == "length":
                raise _Truncated
            return ModelAnswer.model_validate_json(choice["message"]["content"])
        except (KeyError, IndexError, TypeError, ValidationError):
            raise _Truncated from None

    def _request(self, passages: str, context: Context) -> dict[str, Any]:
        instructions = _INSTRUCTIONS.format(
            owner=context.owner or "none",
            bodies="; ".join(f"{body.id} ({body.label})" for body in self._lexicon.bodies.values()),
            topics="; ".join(f"{topic.id} ({topic.label})" for topic in self._lexicon.topics.values()),
        )
        schema = {"name": "statements", "strict": True, "schema": ModelAnswer.model_json_schema()}
        return {
            "model": self._settings.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": passages}],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }


def _batches(blocks: Sequence[Block], characters: int) -> Iterator[list[Block]]:
    """Yield batches of blocks of about so many characters, for one request each."""
    batch: list[Block] = []
    for block in blocks:
        if batch and block.span.end - batch[0].span.start > characters:
            yield batch
            batch = []
        batch.append(block)
    if batch:
        yield batch
