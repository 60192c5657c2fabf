"""The house: which room may know which."""

import ast
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
    """Return the top-level packages that a module imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", KNOWS)
def test_imports_run_downwards_only(room: str) -> None:
    trespasses = [
        f"{path.relative_to(ROOT)} imports {other}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if "node_modules" not in path.parts
        for other in imported(path) & KNOWS.keys() - KNOWS[room] - {room}
    ]
    assert trespasses == []


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
