"""Static files: where they are, and the URLs under which browsers may cache them for good."""

from functools import cached_property
from hashlib import sha256
from pathlib import Path

SOURCES = Path(__file__).parent / "static"
BUILT = SOURCES / "built"


class Assets:
    """Static files by name, as ``make setup`` built them, or as written if it did not.

    Without the build only the query editor and the page for trying REST operations are missing.
    """

    def __init__(self, sources: Path = SOURCES, built: Path = BUILT) -> None:
        self._folders = (built, sources)

    def path(self, name: str) -> Path | None:
        """Return the file with a name; None if there is none."""
        for folder in self._folders:
            path = folder / name
            if path.is_file() and path.parent == folder:
                return path
        return None

    def url(self, name: str) -> str:
        """Return a URL that changes whenever the file does, so that it can be cached for ever."""
        digest = self._digests.get(name)
        return f"/static/{name}?v={digest}" if digest else f"/static/{name}"

    def has(self, name: str) -> bool:
        """Tell whether there is a file with a name; some exist only once they are built."""
        return self.path(name) is not None

    @cached_property
    def _digests(self) -> dict[str, str]:
        names = {path.name for folder in self._folders if folder.is_dir() for path in folder.iterdir()}
        paths = {name: self.path(name) for name in names}
        return {name: sha256(path.read_bytes()).hexdigest()[:12] for name, path in paths.items() if path}
