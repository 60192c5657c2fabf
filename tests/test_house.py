"""The house: which room may know which."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KNOWS = {
    "ontology": set(),
    "sparql": {"ontology"},
    "loaders": {"ontology", "sparql"},
    "service": {"ontology", "sparql", "loaders"},
}


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", KNOWS)
def test_imports_run_downwards_only(room: str) -> None:
    trespasses = [
        f"{path.relative_to(ROOT)} imports {other}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if "node_modules" not in path.parts
        for other in {name.split(".")[0] for name in imported(path)} & KNOWS.keys() - KNOWS[room] - {room}
    ]
    assert trespasses == []


@pytest.mark.parametrize("room", ["ontology", "sparql", "loaders", "service"])
def test_no_parts_of_a_room_import_each_other_in_a_circle(room: str) -> None:
    parts: dict[str, set[str]] = {}
    for path in (ROOT / room).rglob("*.py"):
        part = path.relative_to(ROOT / room).with_suffix("").parts[0]
        names = (name.split(".") for name in imported(path))
        parts.setdefault(part, set()).update(name[1] for name in names if name[0] == room and name[1] != part)
    assert circle(parts) == []


def circle(knows: dict[str, set[str]]) -> list[str]:
    """Return names of which each is known by the next, the first of them again at the end; empty if there are none."""
    try:
        TopologicalSorter(knows).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_a_circle_is_found() -> None:
    assert sorted(set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}))) == ["a", "b", "c"]


def test_the_tests_stand_in_the_rooms_that_they_test() -> None:
    beside = {"bench", "gold"}  # measurements, and annotations that several rooms are compared with
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/*.*")}
    assert folders - {"__pycache__"} == KNOWS.keys() | beside


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock


def test_the_processes_that_take_connections_load_nothing_that_learns() -> None:
    look = "import sys, service.fronts.front; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False).returncode == 0
