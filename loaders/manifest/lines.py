"""Finding the line of an entry in a YAML file for an error message."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

Place: TypeAlias = Sequence[int | str]
"""The keys and indexes that lead to an entry: ``("responses", 0, "file")``."""


def line(node: yaml.Node, where: Place) -> int:
    """Return the line of a place, or of the last node on the way to it that exists."""
    found: int = node.start_mark.line + 1
    for step in where:
        child = _child(node, step)
        if child is None:
            break
        key, node = child
        found = key.start_mark.line + 1
    return found


def line_of(path: Path, where: Place) -> int:
    """Return the line of a place in a file that is known to be YAML."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return 1 if node is None else line(node, where)


def named(where: Place) -> str:
    """Return a place as messages name it, such as ``responses.1.file``; entries of lists are counted from 1."""
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in where)


def _child(node: yaml.Node, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
