"""Lazy commands: a module is imported when one of its commands runs, not to list or complete commands."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


class OnDemand(TyperGroup):
    """A group that knows the name, the summary and the module of each command.

    The module has an ``app`` that contains the command, or is the command if that is itself a group.
    """

    package: ClassVar[str]
    modules: ClassVar[Mapping[str, tuple[str, str]]]
    """The module and the summary of each command, in the order of the help."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands.update((name, TyperCommand(name, help=summary)) for name, (_, summary) in self.modules.items())

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the name of the command, the command itself, and the remaining arguments."""
        name, entry, left = super().resolve_command(ctx, args)
        return name, entry if name is None else self.load(name), left

    def load(self, name: str) -> Any:
        """Import a command."""
        module, _ = self.modules[name]
        group = get_group(import_module(f"{self.package}.{module}").app)
        return group.commands.get(name, group)
