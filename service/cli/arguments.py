"""Rearranging the arguments before they are parsed, so that users may put options wherever they like."""

from collections.abc import Iterable
from typing import Final

_EVERYWHERE: Final = ("--store", "--ontology", "--questions")
"""Options that may stand before the command or after it."""
_FLAGS: Final = ("--json", "--csv")


def hoisted(args: Iterable[str]) -> list[str]:
    """Move the options of every command in front of the command."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(args)
    for arg in waiting:
        if arg == "--":
            rest += [arg, *waiting]
        elif arg in _EVERYWHERE:
            front += [arg, *([value] if (value := next(waiting, None)) is not None else [])]
        elif arg.startswith(tuple(f"{option}=" for option in _EVERYWHERE)):
            front.append(arg)
        else:
            rest.append(arg)
    return front + rest


def flags_last(args: list[str]) -> list[str]:
    """Move the flags for a format behind the question: ``whoasks ask --json NAME``."""
    if args[:1] != ["ask"]:
        return args
    front = [arg for arg in args[1:3] if arg in _FLAGS]
    return ["ask", *args[1 + len(front) :], *front] if args[1 : 1 + len(front)] == front else args
