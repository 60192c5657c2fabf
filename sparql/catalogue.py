"""The catalogue of saved questions: every ``NAME.rq`` of a folder, with its header read and its query checked.

A file that is wrong is left out and reported with its line; the other questions go on working.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ontology.lexicon import Lexicon
from sparql.header import HeaderError
from sparql.names import LexiconNames
from sparql.saved import SavedQuestion, read_question
from sparql.values import nearest

__all__ = ["Catalogue", "HeaderError", "SavedQuestion", "UnknownQuestion"]


class UnknownQuestion(LookupError):
    """No question of that name is saved; ``nearest`` are the names that look most like it."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        close = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"there is no question “{name[:80]}”{close}")
        self.name = name
        self.nearest = tuple(nearest)


@dataclass(frozen=True)
class Catalogue:
    """The questions by name, and what was wrong with the files that are left out."""

    questions: Mapping[str, SavedQuestion]
    errors: tuple[HeaderError, ...] = ()

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> "Catalogue":
        """Read every question of a folder; raise FileNotFoundError where there is no such folder."""
        names = LexiconNames(lexicon)
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder}: no such folder of questions")
        questions: dict[str, SavedQuestion] = {}
        errors: list[HeaderError] = []
        for path in sorted(folder.rglob("*.rq")):
            if path.stem in questions:
                errors.append(HeaderError(path, 1, f"{questions[path.stem].path} has the same name"))
                continue
            try:
                questions[path.stem] = read_question(path, names)
            except HeaderError as error:
                errors.append(error)
        return cls(MappingProxyType(questions), tuple(errors))

    def __getitem__(self, name: str) -> SavedQuestion:
        try:
            return self.questions[name]
        except KeyError:
            raise UnknownQuestion(name, nearest(name, list(self.questions))) from None
