"""The examples of the README of the loaders do what they say."""

import doctest
from pathlib import Path

README = Path(__file__).parents[2] / "loaders" / "README.md"


def test_examples_run_as_printed() -> None:
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


def test_every_pattern_set_is_described() -> None:
    described = README.read_text("utf-8")
    paths = sorted((README.parent / "patterns").glob("*.yaml"))
    assert paths
    for path in paths:
        assert f"`{path.name}`" in described
        for line in path.read_text("utf-8").splitlines():
            if line.endswith(":") and line[0].isalpha() and line not in {"words:", "guards:"}:
                assert f"`{line[:-1]}`" in described, f"{path.name}: {line[:-1]}"
