"""Reading a verdict on a statement, and checking it against the published text before it is kept."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loaders.document import Span
from loaders.reviews.review import KIND_OF_CLASS, PARTS, Review, Verdict, now
from ontology.vocabulary import iri, local_id
from service.answers.answering import Answerer, records
from service.answers.inputs import check_known, invalid
from service.answers.shaping import text_of
from service.errors import Problem
from sparql.nearness import nearest
from sparql.results import Term

_ASKS: Final = "asks"
_WITH_TOPICS: Final = frozenset({"asks", "concerns", "endorsements"})
_SHOWN: Final = 80
_PLAIN: Final = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
"""Text without control characters other than tabs and line breaks."""
Kind: TypeAlias = Literal["recommendation", "clarity-request", "concern", "quotation", "endorsement", "accountability"]
Name: TypeAlias = Annotated[str, Field(max_length=200)]


class Given(BaseModel):
    """A verdict as a client sends it: the statement is confirmed, rejected, changed, or added because it was missed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    consultation: Name = Field(description="Id of the consultation, e.g. sof-2021-22.")
    response: Name = Field(description="Id of the response in it, e.g. bma.")
    verdict: Verdict = Field(description="confirm, reject, change or add.")
    kind: Kind = Field(description="The kind of the statement as it is published; of an added one, its kind.")
    becomes: Kind | None = Field(default=None, description="The kind that a change gives it, if that differs.")
    start: int = Field(ge=0, lt=2**31, description="Code points of the response's text before its words.")
    end: int = Field(ge=1, lt=2**31, description="Code points of the response's text up to their end.")
    quote: str = Field(min_length=1, max_length=50_000, description="Its exact words.")
    addressees: list[Name] = Field(
        default=[], max_length=50, description="Ids of bodies; none leaves them as they are."
    )
    topics: list[Name] = Field(default=[], max_length=50, description="Ids of topics; none leaves them as they are.")
    note: str = Field(default="", max_length=2_000, pattern=_PLAIN, description="Why, in a sentence.")
    reviewer: str = Field(
        default="", max_length=100, pattern=_PLAIN, description="Who says so, where the token does not name its bearer."
    )


_SCHEMA: Final = Given.model_json_schema()


def described() -> dict[str, Any]:
    """Return the schema of a verdict without references, which would be broken in the OpenAPI description."""
    properties = {name: _resolved(part) for name, part in _SCHEMA["properties"].items()}
    return {**{name: part for name, part in _SCHEMA.items() if name != "$defs"}, "properties": properties}


def _resolved(part: Mapping[str, Any]) -> dict[str, Any]:
    named = _SCHEMA["$defs"].get(str(part.get("$ref")).removeprefix("#/$defs/"), {})
    return {**named, **{name: value for name, value in part.items() if name != "$ref"}}


def read(body: bytes) -> Given:
    """Parse a verdict from JSON. Raises Problem 400 that says what is wrong with it."""
    try:
        return Given.model_validate_json(body)
    except ValidationError as error:
        wrong = error.errors()[0]
        if not wrong["loc"]:
            detail = f"The body must be a JSON object with {', '.join(_SCHEMA['required'])}."
            raise Problem(400, detail) from None
        name = str(wrong["loc"][0])
        check_known([name], list(Given.model_fields))
        raise invalid(wrong, name, _SCHEMA["properties"][name], _SCHEMA["$defs"]) from None


async def checked(given: Given, answerer: Answerer, bearer: str) -> Review:
    """Return the review to be kept. Raises Problem if it contradicts itself or does not fit what is published."""
    _check_form(given)
    lexicon = answerer.lexicon
    for name, wanted, known in (
        ("addressees", given.addressees, lexicon.bodies),
        ("topics", given.topics, lexicon.topics),
    ):
        _check_known(name, wanted, known)
    reviewer = bearer or given.reviewer
    if not reviewer:
        raise Problem(400, "The review needs a “reviewer”: this token does not say whose it is.", parameter="reviewer")
    await _check_place(given, answerer)
    kind = given.becomes or given.kind
    return Review(
        response=given.response,
        kind=kind,
        quote=given.quote,
        verdict=given.verdict,
        reviewer=reviewer,
        start=given.start,
        end=given.end,
        addressees=tuple(given.addressees),
        topics=tuple(given.topics),
        note=given.note,
        date=now(),
        was=given.kind if PARTS[kind] != PARTS[given.kind] else "",
    )


def _check_form(given: Given) -> None:
    """Raise Problem for a verdict that contradicts itself."""
    kind = given.becomes or given.kind
    if given.becomes and given.verdict is not Verdict.CHANGE:
        raise Problem(400, "Only a change says what the statement “becomes”.", parameter="becomes")
    if kind == "accountability" and (given.verdict is Verdict.ADD or given.kind != kind):
        raise Problem(400, "A claim of accountability can be confirmed or rejected, and not added.", parameter="kind")
    if given.addressees and PARTS[kind] != _ASKS:
        raise Problem(400, "Only recommendations and requests for clarity have addressees.", parameter="addressees")
    if given.topics and PARTS[kind] not in _WITH_TOPICS:
        raise Problem(400, f"A statement of the kind “{kind}” has no topics.", parameter="topics")


def _check_known(name: str, wanted: Sequence[str], known: Collection[str]) -> None:
    unknown = next((each for each in wanted if each not in known), None)
    if unknown is not None:
        near = nearest(unknown, list(known))
        detail = f"“{unknown[:_SHOWN]}” is not among the {name} of the ontology."
        raise Problem(404, detail, parameter=name, nearest=near)


async def _check_place(given: Given, answerer: Answerer) -> None:
    """Raise Problem for a verdict whose quote is not at its place, or whose statement does not exist."""
    response = {"response": [ox.NamedNode(iri("response", given.consultation, given.response))]}
    texts = await answerer.engine.select(records()["text"].bind(response))
    if not texts.rows:
        raise Problem(404, f"No response “{given.response[:_SHOWN]}” to “{given.consultation[:_SHOWN]}” is loaded.")
    text = next(text_of(row["text"]) for row in texts)
    where = f"{given.start}–{given.end}"
    if given.end <= given.start or text[given.start : given.end] != given.quote:
        raise Problem(409, f"The words at {where} of the response are not these; read it again.", parameter="quote")
    places = await answerer.engine.select(records()["places"].bind(response))
    span = Span(given.start, given.end)
    there = {kind for row in places if (kind := _kind_at(span, row)) is not None}
    adding = given.verdict is Verdict.ADD
    if adding and PARTS[given.kind] in {PARTS[kind] for kind in there}:
        raise Problem(409, f"These words are already a statement of the kind “{given.kind}”; change that one.")
    if not adding and given.kind not in there:
        raise Problem(409, f"The words at {where} are no {given.kind} any more; read the response again.")


def _kind_at(span: Span, row: Mapping[str, Term]) -> str | None:
    """Return the kind of the statement in a row, if it covers a span exactly."""
    place = Span(int(text_of(row["start"])), int(text_of(row["end"])))
    return KIND_OF_CLASS.get(local_id(text_of(row["class"]))) if place == span else None
