"""The error for files that cannot be used.

Mistake
 └─ BadInput
"""

from pathlib import Path

from ontology.mistakes import Mistake


class BadInput(Mistake):
    """A file cannot be used; the message is one sentence that names the file and, if known, the line."""

    def __init__(self, file: Path | str, sentence: str, *, line: int | None = None) -> None:
        self.file = str(file)
        self.sentence = sentence
        self.line = line
        super().__init__(self.file, sentence, line)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.sentence}"

    def renamed(self, file: Path | str) -> "BadInput":
        """Return the same error about the file under another name."""
        return BadInput(file, self.sentence, line=self.line)

    def __reduce__(self) -> tuple[type["BadInput"], tuple[str, str], dict[str, int | None]]:
        """Say how to pickle the error with its line, to send it from a worker process."""
        return type(self), (self.file, self.sentence), {"line": self.line}
