"""Answers written in each of their formats."""

from collections.abc import Sequence

from service.answers.answering import Answered
from service.answers.formats import TABLE_TYPES, flat, write_csv, write_json, write_json_ld, write_results
from service.answers.shaping import Json
from sparql.saved import SavedQuestion


def answer_body(answered: Answered, following: str | None = None) -> dict[str, Json]:
    """Return an answer as JSON: what was asked, the answers, the next page, and their provenance."""
    return {
        "question": answered.question.name,
        "parameters": answered.parameters,
        "answers": json_answers(answered),
        **({"facets": answered.facets} if answered.question.facets else {}),
        "next": following,
        "dataset_version": answered.version,
        "sparql": answered.sparql,
        "provenance": {
            "query_sha256": answered.question.hash,
            "dataset_version": answered.version,
            "sources": answered.sources,
        },
    }


def json_answers(answered: Answered) -> Sequence[Json]:
    """Return the answers for a reply in JSON: made by the question's ``transform`` if it has one, or in its shape."""
    prototype = answered.question.transform
    if prototype is None:
        return answered.answers
    from service.answers.transforming import transformed

    return transformed(prototype, answered.table)


def write_answer(answered: Answered, media_type: str, following: str | None = None) -> bytes:
    """Write an answer in one of ``TABLE_TYPES``."""
    shape, answers = answered.question.shape, answered.answers
    match TABLE_TYPES[media_type]:
        case "json":
            return write_json(answer_body(answered, following))
        case "jsonld":
            return write_json_ld(answer_body(answered, following))
        case "csv":
            return write_csv(flat(shape, answers))
        case "xlsx":
            from service.answers.spreadsheet import write_xlsx

            return write_xlsx(flat(shape, answers), _about(answered))
        case _:
            return write_results(answered.table.only(answered.question.variables), media_type)


def question_body(question: SavedQuestion) -> dict[str, Json]:
    """Return the description of a saved question, as JSON."""
    parameters: list[Json] = [
        {
            "name": parameter.name,
            "type": parameter.type,
            "required": parameter.must_be_given,
            "description": parameter.description,
            "default": parameter.default,
            "choices": parameter.choices,
            "example": parameter.example,
            "narrower": parameter.narrower,
        }
        for parameter in question.parameters.values()
    ]
    return {
        "name": question.name,
        "href": f"/questions/{question.name}",
        "summary": question.summary,
        "description": question.description,
        "tags": question.tags,
        "asks": question.asks,
        "parameters": parameters,
        "sparql": question.text,
    }


def _about(answered: Answered) -> dict[str, str]:
    """Return the sheet of a workbook that says where the answers come from."""
    sources = [source for source in answered.sources if isinstance(source, dict)]
    return {
        "question": answered.question.name,
        "summary": answered.question.summary,
        **{f"parameter {name}": text for name, text in answered.parameters.items()},
        "dataset version": answered.version,
        "query SHA-256": answered.question.hash,
        "complete": "no: there are further pages" if answered.more else "yes",
        **{f"source {source['file']}": str(source["sha256"]) for source in sources},
        "SPARQL": answered.sparql,
    }
