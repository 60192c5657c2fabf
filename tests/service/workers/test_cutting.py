"""Results are cut between two rows, whatever stands in them, and what is large leaves in pieces."""

import gzip
from collections.abc import Callable

import pyoxigraph as ox
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from service.workers import cutting, formats, outlet
from service.workers.wire import Reply, Request
from sparql.media import GRAPHS, RESULTS

FORMS = sorted(RESULTS)
HOSTILE = [
    "},{",
    '}},{"',
    '}},{"}',
    '}},{",',
    "\\",
    '\\"},{',
    '"',
    "\r\n",
    "\r",
    "\n",
    "</result><result>",
    "&#13;",
    "",
]
letters = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))
texts = st.lists(st.one_of(st.sampled_from(HOSTILE), letters), max_size=4).map("".join)
rows = st.lists(st.tuples(st.none() | texts, st.none() | texts), max_size=8)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have results looked at, and sent, a few bytes at a time."""
    monkeypatch.setattr(cutting, "_BLOCK", 16)
    monkeypatch.setattr(outlet, "PIECE", 24)


def _solutions(table: list[tuple[str | None, str | None]]) -> ox.QuerySolutions:
    values = " ".join(
        f"({' '.join('UNDEF' if cell is None else str(ox.Literal(cell)) for cell in row)})" for row in table
    )
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found


def _written(table: list[tuple[str | None, str | None]], request: Request) -> tuple[bytes, Reply]:
    pieces: list[bytes] = []
    reply = formats.write_solutions(_solutions(table), request, lambda piece, _coding: pieces.append(piece))
    return b"".join([*pieces, reply.body]), reply


def _read(body: bytes, media_type: str) -> list[tuple[str | None, str | None]]:
    read = ox.parse_query_results(body, format=RESULTS[media_type])
    assert isinstance(read, ox.QuerySolutions)
    return [tuple(None if cell is None else cell.value for cell in row) for row in read]


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml"])
@given(table=rows, most=st.integers(0, 9), offset=st.integers(0, 3))
def test_the_first_rows_are_there_as_they_were_and_no_other(
    media_type: str, table: list[tuple[str | None, str | None]], most: int, offset: int
) -> None:
    body, reply = _written(table, Request("query", media_type=media_type, max_rows=most, offset=offset))
    rest = table[offset:]
    assert _read(body, media_type) == rest[: most or None]
    assert (reply.cut, reply.rows) == ((True, most) if 0 < most < len(rest) else (False, None))


@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
@given(table=rows, most=st.integers(1, 9))
def test_lines_are_cut_where_the_whole_result_has_a_row_s_end(
    media_type: str, table: list[tuple[str | None, str | None]], most: int
) -> None:
    request = Request("query", media_type=media_type)
    whole = [_written(table[:count], request)[0] for count in range(len(table) + 1)]
    body, reply = _written(table, Request("query", media_type=media_type, max_rows=most))
    assert body == whole[min(most, len(table))]
    assert reply.cut == (most < len(table))


@pytest.mark.parametrize("media_type", FORMS)
@given(table=rows, most=st.integers(1, 400))
def test_a_result_never_has_more_bytes_than_the_cap(
    media_type: str, table: list[tuple[str | None, str | None]], most: int
) -> None:
    whole = [_written(table[:count], Request("query", media_type=media_type))[0] for count in range(len(table) + 1)]
    request = Request("query", media_type=media_type, max_bytes=most)
    if table and len(whole[1]) > most:
        with pytest.raises(RuntimeError, match="One row alone"):
            _written(table, request)
    elif len(whole[0]) <= most:
        body, reply = _written(table, request)
        assert len(body) <= most
        assert body in whole
        assert reply.cut == (body != whole[-1])


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_pieces_and_the_rest_are_one_body_in_the_coding(coding: str) -> None:
    table: list[tuple[str | None, str | None]] = [(str(number), "x" * number) for number in range(60)]
    plain, _ = _written(table, Request("query", media_type="text/csv"))
    coded, reply = _written(table, Request("query", media_type="text/csv", coding=coding))
    assert (reply.coding, _decoded(coded, coding)) == (coding, plain)
    assert len(coded) < len(plain)


def _decoded(body: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.decompress(body)
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


Triples = Callable[[], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]


def _graph(texts: list[str]) -> Triples:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"x:{number}"), ox.NamedNode("x:p"), ox.Literal(text)) for number, text in enumerate(texts)
    )
    return lambda: store.query("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("media_type", sorted(GRAPHS))
@pytest.mark.parametrize("cap", [2_000, 60_000])
def test_a_graph_is_cut_between_two_triples_within_the_cap(
    monkeypatch: pytest.MonkeyPatch, media_type: str, cap: int
) -> None:
    monkeypatch.setattr(formats, "_SMALL_CAP", 10_000)
    pieces: list[bytes] = []
    request = Request("query", media_type=media_type, max_bytes=cap)
    reply = formats.write(_graph(["x" * 100] * 2_000), request, lambda piece, _coding: pieces.append(piece))
    body = b"".join([*pieces, reply.body])
    assert len(body) <= cap
    assert reply.cut
    assert len(set(ox.parse(body, format=GRAPHS[media_type]))) == reply.rows
    assert reply.rows is not None
    assert reply.rows > 0


@pytest.mark.parametrize("cap", [100, 60_000])
def test_a_triple_that_is_larger_than_the_cap_is_told_of(monkeypatch: pytest.MonkeyPatch, cap: int) -> None:
    monkeypatch.setattr(formats, "_SMALL_CAP", 10_000)
    request = Request("query", media_type="text/turtle", max_bytes=cap)
    with pytest.raises(RuntimeError, match="One triple alone"):
        formats.write(_graph(["x" * 100_000]), request, lambda *_: None)
