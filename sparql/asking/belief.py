"""The probability that the likeliest reading of a sentence is right: boosted trees (Friedman 2001) over facts about it.

A tree is a number, or a list: the index of a fact, a limit, the tree for facts up to the limit, and the one for others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"


@dataclass(frozen=True)
class Belief:
    """Trees whose sum is the log-odds that a reading is right."""

    start: float
    trees: Sequence[Tree]

    def of(self, facts: Sequence[float]) -> float:
        """Return the probability that a reading with these facts is right."""
        return 1 / (1 + math.exp(-self.start - sum(_leaf(tree, facts) for tree in self.trees)))


def _leaf(tree: Tree, facts: Sequence[float]) -> float:
    while not isinstance(tree, float):
        place, limit, less, more = tree
        tree = less if facts[place] <= limit else more
    return tree
