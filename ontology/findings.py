"""What checks of the ontology report."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """Whether a finding prevents a change from being accepted."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """A fault of the ontology and its place; ``line`` counts from 1."""

    path: Path
    line: int
    check: str
    """Name of the check, e.g. ``03-definition-circular`` or ``parse``."""
    message: str
    severity: Severity = Severity.ERROR

    def as_annotation(self) -> str:
        """Return the line from which GitHub Actions shows the finding beside the change."""
        message = self.message.replace("%", "%25").replace("\n", "%0A")
        return f"::{self.severity} file={self.path},line={self.line},title={self.check}::{message}"

    def as_json(self) -> dict[str, object]:
        """Return the finding as values for JSON."""
        return {
            "path": str(self.path),
            "line": self.line,
            "check": self.check,
            "severity": str(self.severity),
            "message": self.message,
        }


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that prevent a change from being accepted."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
