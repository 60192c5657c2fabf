"""The catalogue of saved questions: every ``NAME.rq`` of a folder, read and checked.

A faulty file is left out and reported with its line; the other questions still work.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ontology.lexicon import Lexicon
from ontology.mistakes import Mistake
from sparql import BUNDLED_LISTINGS
from sparql.nearness import nearest, perhaps
from sparql.saved import SavedQuestion, phrasings, read_question
from sparql.saved.header import HeaderError
from sparql.saved.names import LexiconNames
from sparql.saved.values import Names


class UnknownQuestion(Mistake, LookupError):
    """There is no question of that name; ``nearest`` are the most similar names."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        super().__init__(f"there is no question “{name[:80]}”{perhaps(nearest)}")
        self.name = name
        self.nearest = tuple(nearest)


@dataclass(frozen=True)
class Catalogue:
    """The questions by name, and the errors of files that were left out."""

    questions: Mapping[str, SavedQuestion]
    """The questions that are offered to users."""
    errors: tuple[HeaderError, ...] = ()
    unlisted: Mapping[str, SavedQuestion] = field(default_factory=dict)
    """Questions that only serve other questions, such as the counts beside a list."""

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon, earlier: "Catalogue | None" = None) -> "Catalogue":
        """Read every question of a folder, and the lists that every dataset has. Raises FileNotFoundError.

        A faulty question keeps its version of an earlier catalogue.
        """
        found = cls.alone(folder, lexicon).completed_by(cls.alone(BUNDLED_LISTINGS, lexicon))
        return found.completed_by(earlier.of_files({error.path for error in found.errors})) if earlier else found

    @classmethod
    def alone(cls, folder: Path, lexicon: Lexicon) -> "Catalogue":
        """Read every question of a folder. Raises FileNotFoundError if the folder does not exist."""
        names = LexiconNames(lexicon)
        found, errors = _read_folder(folder, names)
        return cls(
            MappingProxyType({name: question for name, question in found.items() if question.listed}),
            tuple(errors),
            MappingProxyType({name: question for name, question in found.items() if not question.listed}),
        )

    def completed_by(self, other: "Catalogue") -> "Catalogue":
        """Return this catalogue with the questions of another that it lacks."""
        return Catalogue(
            MappingProxyType({**other.questions, **self.questions}),
            (*self.errors, *other.errors),
            MappingProxyType({**other.unlisted, **self.unlisted}),
        )

    def of_files(self, files: AbstractSet[Path]) -> "Catalogue":
        """Return the questions that were read from some files and whose query still exists."""
        listed, unlisted = (
            MappingProxyType({name: one for name, one in some.items() if files & one.files and one.path.exists()})
            for some in (self.questions, self.unlisted)
        )
        return Catalogue(listed, (), unlisted)

    def __getitem__(self, name: str) -> SavedQuestion:
        question = self.questions.get(name) or self.unlisted.get(name)
        if question is None:
            raise UnknownQuestion(name, nearest(name, list(self.questions)))
        return question


def _read_folder(folder: Path, names: Names) -> tuple[dict[str, SavedQuestion], list[HeaderError]]:
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
    return questions, [*errors, *phrasings.orphans(folder)]
