"""``/compare``: tables of stances and of asks, for a spreadsheet."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from service import state
from service.answers.comparing import QUESTIONS, Matrix, Table, compare
from service.answers.formats import CSV, JSON, XLSX, write_csv, write_json
from service.answers.spreadsheet import write_xlsx
from service.transport.conditional import caching, unless_held
from service.transport.negotiation import negotiate
from service.transport.parameters import declared_only
from sparql.saved.values import LONGEST

router = APIRouter(tags=["compare"], dependencies=[Depends(declared_only)])
_TYPES: Final = {JSON: "json", CSV: "csv", XLSX: "xlsx"}


@router.get("/compare", responses={200: {"content": {JSON: {"schema": {"type": "object"}}, CSV: {}, XLSX: {}}}})
async def comparison(
    request: Request,
    table: Annotated[Table, Query(description="Stances, or asks by who makes or receives them.")] = "stances",
    *,
    consultation: Annotated[
        str, Query(description="One consultation: its id, its title or its IRI.", max_length=LONGEST)
    ] = "",
    binary: Annotated[bool, Query(description="1 for any number of asks, and not how many.")] = False,
    wanted: Annotated[
        str, Query(alias="format", description="json, csv or xlsx; otherwise as the Accept header has it.")
    ] = "",
) -> Response:
    """Compare stances question by question, or asks topic by topic."""
    media_type = negotiate(request, {"format": wanted}, _TYPES)
    answerer = state.answerer(request)
    query = answerer.question(QUESTIONS[table]).hash
    headers = caching(request, state.edition(request), query, table, consultation, str(binary), media_type)

    async def made() -> Response:
        matrix = await compare(answerer, table, consultation=consultation, binary=binary)
        body = await asyncio.to_thread(_write, matrix, media_type, answerer.engine.version)
        saved = {"Content-Disposition": f'inline; filename="{table}.{_TYPES[media_type]}"'}
        return Response(body, headers=headers if media_type == JSON else headers | saved, media_type=media_type)

    return await unless_held(request, headers, made)


def _write(matrix: Matrix, media_type: str, version: str) -> bytes:
    if media_type == JSON:
        return write_json({**matrix.body(), "dataset_version": version})
    if media_type == CSV:
        return write_csv(matrix.sheet())
    complete = "yes" if matrix.complete else "no: the dataset has more than a sheet is made of"
    return write_xlsx(matrix.sheet(), {"table": matrix.table, "dataset version": version, "complete": complete})
