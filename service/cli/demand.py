"""Commands on demand: a module is imported when a command of it is called, and not to list or complete commands."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


class OnDemand(TyperGroup):
    """A group that knows of each command its name, its summary and its module, which has an ``app``.

    The command is one of that app, or the app itself where it is a group of other commands.
    """

    package: ClassVar[str]
    modules: ClassVar[Mapping[str, tuple[str, str]]]
    """Module within the package, and summary, of each command, by its name, in the order in which they are listed."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands.update((name, TyperCommand(name, help=summary)) for name, (_, summary) in self.modules.items())

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the name of the command that is called, the command itself, and the words that are left for it."""
        name, entry, left = super().resolve_command(ctx, args)
        return name, entry if name is None else self.load(name), left

    def load(self, name: str) -> Any:
        """Import a command."""
        module, _ = self.modules[name]
        group = get_group(import_module(f"{self.package}.{module}").app)
        return group.commands.get(name, group)
