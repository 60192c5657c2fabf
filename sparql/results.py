"""The result of a SELECT query as a value: variables, and rows of RDF terms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class NotATable(ValueError):
    """The result is of ASK, CONSTRUCT or DESCRIBE, not of SELECT."""


@dataclass(frozen=True, slots=True)
class Table:
    """The result of a SELECT query."""

    variables: tuple[str, ...]
    """Their names without ``?``, in the order of the projection."""
    rows: tuple[tuple[Term | None, ...], ...]
    """One term for each variable; None if it is unbound."""

    @classmethod
    def of(cls, solutions: object) -> "Table":
        """Return the table of pyoxigraph's solutions. Raises NotATable for any other result."""
        if not isinstance(solutions, ox.QuerySolutions):
            raise NotATable("this is not a SELECT query; only SELECT has a table of solutions")
        variables = tuple(variable.value for variable in solutions.variables)
        return cls(variables, tuple(tuple(solution) for solution in solutions))

    @classmethod
    def from_json(cls, body: bytes) -> "Table":
        """Read SPARQL 1.1 Query Results JSON."""
        return cls.of(ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))

    def records(self) -> Iterator[Mapping[str, Term]]:
        """Yield each row as a mapping of the bound variables to terms."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}

    def plain(self) -> Iterator[Mapping[str, str]]:
        """Yield each row as a mapping of the bound variables to plain text: IRIs, and values of literals."""
        for row in self.records():
            yield {name: str(term) if isinstance(term, ox.Triple) else term.value for name, term in row.items()}

    def column(self, variable: str) -> list[Term | None]:
        """Return the values of a variable in every row."""
        place = self.variables.index(variable)
        return [row[place] for row in self.rows]

    def only(self, variables: Sequence[str]) -> "Table":
        """Return the table reduced to some of its variables."""
        if tuple(variables) == self.variables:
            return self
        places = [self.variables.index(name) for name in variables]
        return Table(tuple(variables), tuple(tuple(row[place] for place in places) for row in self.rows))

    def __iter__(self) -> Iterator[Mapping[str, Term]]:
        return self.records()

    def __len__(self) -> int:
        return len(self.rows)
