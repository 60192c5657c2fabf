"""Packed files as one stream: each is opened only when it is due."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import zstandard

from loaders.publish.streams import as_stream, unpacked


def _packed(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(zstandard.ZstdCompressor().compress(content))
    return path


def test_packed_files_are_read_as_one_and_each_is_asked_for_when_it_is_due(tmp_path: Path) -> None:
    asked: list[str] = []

    def files() -> Iterator[Path]:
        for name in ("a", "empty", "b"):
            asked.append(name)
            yield _packed(tmp_path, name, b"" if name == "empty" else name.encode() * 100_000)

    stream = as_stream(chain.from_iterable(map(unpacked, files())))
    assert stream.read(10) == b"a" * 10
    assert asked == ["a"]
    assert stream.read() == b"a" * 99_990 + b"b" * 100_000


def test_what_stops_the_files_stops_who_reads_them() -> None:
    def files() -> Iterator[Path]:
        raise LookupError("no more")
        yield Path()

    with pytest.raises(LookupError, match="no more"):
        as_stream(chain.from_iterable(map(unpacked, files()))).read()


def test_an_empty_piece_ends_nothing() -> None:
    assert as_stream([b"a", b"", b"b"]).read() == b"ab"
