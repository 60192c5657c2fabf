"""One saved question: reading its file ``NAME.rq``, and trying its query on an empty dataset."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz

from ontology.vocabulary import PREFIXES
from sparql.saved import phrasings
from sparql.saved.binding import Value, bind, marks, without_absent
from sparql.saved.declarations import read_parameters
from sparql.saved.header import Header, HeaderError, read_header, without_header
from sparql.saved.parameters import CONCEPTS, XSD, Parameter, Type
from sparql.saved.shape import Shape, ShapeError, plain_shape, read_shape
from sparql.saved.values import Names
from sparql.syntax import faults
from sparql.syntax.tokens import tokenize

_PLACE: Final = re.compile(r"error at (\d+):\d+: ")
"""How pyoxigraph's messages give the line and column of a syntax error."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE)
_KEYS: Final = (
    *("summary", "description", "tags", "asks", "parameters", "shape", "page", "facets", "listed"),
    *("defaults", "enumerate", "pagination", "transform"),
)
"""The entries that a header may have; those of the last line are grlc's."""
_MISSPELT: Final = 85
"""Least similarity, in per cent, of an unknown entry that counts as a misspelling and not as another of grlc's."""
DEFAULT_PAGE: Final = 100
"""Answers on a page by default."""
LARGEST_PAGE: Final = 10_000
"""Most answers on a page."""


@dataclass(frozen=True)
class SavedQuestion:
    """A question that a researcher has saved for others to ask."""

    name: str
    path: Path
    text: str
    """The query without its header, and with its parameter variables."""
    form: str
    """``SELECT``, ``CONSTRUCT``, ``ASK`` or ``DESCRIBE``."""
    variables: tuple[str, ...]
    """The variables that a SELECT projects, without ``?``."""
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """Phrasings in English, with slots such as ``{topic}``, that are shown to people."""
    further: tuple[str, ...] = ()
    """Further phrasings, from the file beside it, which are understood but not shown."""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    shape: Shape = field(default_factory=dict)
    transform: Mapping[str, object] | None = None
    """The prototype of a JSON answer for SPARQL Transformer (grlc's decorator), which takes the place of ``shape``."""
    page: int = DEFAULT_PAGE
    """Answers on a page."""
    listed: bool = True
    """Whether it is offered among the questions."""
    facets: str = ""
    """Name of the question that counts its answers by their properties: ``?facet``, ``?value``, ``?count``."""

    @property
    def files(self) -> frozenset[Path]:
        """The files that it is read from: the query, and the phrasings beside it."""
        return frozenset((self.path, phrasings.beside(self.path)))

    @property
    def phrasings(self) -> tuple[str, ...]:
        """All phrasings, each once."""
        return tuple(dict.fromkeys((*self.asks, *self.further)))

    @property
    def hash(self) -> str:
        """Digest of the query's text, hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    def bind(self, values: Mapping[str, Sequence[Value]]) -> str:
        """Return the executable query for some values, given by parameter."""
        terms: dict[str, Sequence[Value]] = {}
        for name, parameter in self.parameters.items():
            terms.update(dict.fromkeys(parameter.variables, values.get(name, ())))
        absent = {name for name in self.parameters if not values.get(name)}
        return bind(without_absent(self.text, absent), terms)


def read_question(path: Path, names: Names) -> SavedQuestion:
    """Read the question in a file. Raises HeaderError with the line of a mistake."""
    if not _NAME.fullmatch(path.stem):
        raise HeaderError(path, 1, "a question's file is named in letters, digits and hyphens, such as who-asks-for.rq")
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise HeaderError(path, error.object.count(b"\n", 0, error.start) + 1, "not UTF-8") from None
    tokens = tokenize(source)
    header = read_header(path, source, tokens)
    _check_keys(header)
    text = without_header(source, tokens)
    parameters = read_parameters(header, tokens, names)
    form = next((t.text.upper() for t in tokens if t.is_word("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")), "")
    _check_marks(header, source, parameters)
    plain = SavedQuestion(path.stem, path, text, form, (), parameters=parameters)
    variables = _check(plain, source)
    return SavedQuestion(
        name=path.stem,
        path=path,
        text=text,
        form=form,
        variables=variables,
        summary=_words(header, "summary") or path.stem.replace("-", " ").capitalize(),
        description=_words(header, "description"),
        tags=_list(header, "tags"),
        asks=_asks(header, parameters),
        further=phrasings.read_beside(path, parameters),
        parameters=parameters,
        shape=_shape(header, variables),
        transform=_transform(header),
        page=_page(header),
        facets=_words(header, "facets"),
        listed=header.entries.get("listed", True) is not False,
    )


def _check(question: SavedQuestion, source: str) -> tuple[str, ...]:
    """Try the query on an empty dataset, with and without optional parameters; return the variables that it selects."""
    variables: tuple[str, ...] = ()
    for optional in (True, False):
        values = {
            name: _sample(parameter)
            for name, parameter in question.parameters.items()
            if parameter.required or optional
        }
        try:
            found = ox.Store().query(question.bind(values))
        except SyntaxError as error:
            fault = faults.find(source, PREFIXES)
            if fault is not None:
                raise HeaderError(question.path, fault.line, f"not SPARQL 1.1: {fault.detail}") from None
            place = _PLACE.match(error.msg)
            line = _line_of_error(question, source, values, int(place[1]) if place else 1)
            reason = error.msg[place.end() :] if place else error.msg
            raise HeaderError(question.path, line, f"not SPARQL 1.1: {reason}") from None
        variables = tuple(v.value for v in found.variables) if isinstance(found, ox.QuerySolutions) else ()
    return variables


def _check_keys(header: Header) -> None:
    """Raise HeaderError if an entry seems to be a misspelling of a known one, which would be ignored."""
    for entry in header.entries:
        for key in _KEYS:
            if entry not in _KEYS and fuzz.ratio(entry.lower(), key) >= _MISSPELT:
                raise header.error(entry, f"a header has no “{entry}”; nearest: {key}")


def _check_marks(header: Header, source: str, parameters: Mapping[str, Parameter]) -> None:
    """Raise HeaderError for a line marked with an unknown parameter, or with a required one, which is never absent."""
    for line, name in enumerate(marks(source), 1):
        if name is not None and (name not in parameters or parameters[name].required):
            raise HeaderError(header.path, line, f"“#? {name}”: the question has no optional parameter {name}")


def _line_of_error(question: SavedQuestion, source: str, values: Mapping[str, Sequence[Value]], line: int) -> int:
    """Return the line of the file that corresponds to a line of the bound query."""
    added = question.bind(values).count("\n") - question.text.count("\n")
    removed = source[: source.find(question.text.split("\n", 1)[0])].count("\n") if question.text.strip() else 0
    return max(1, min(line - added + removed, source.rstrip().count("\n") + 1))


def _sample(parameter: Parameter) -> tuple[Value, ...]:
    """Return terms of the parameter's type with which to try the query."""
    node = ox.NamedNode("http://example.org/sample")
    if parameter.type in CONCEPTS and parameter.narrower:
        return (node, ox.NamedNode("http://example.org/below"))
    literals = {
        Type.TEXT: ox.Literal("sample", datatype=ox.NamedNode(parameter.datatype or f"{XSD}string")),
        Type.INTEGER: ox.Literal(1),
        Type.NUMBER: ox.Literal(1),
        Type.BOOLEAN: ox.Literal(value=True),
        Type.DATE: ox.Literal("2000-01-01T00:00:00Z", datatype=ox.NamedNode(f"{XSD}dateTime")),
    }
    return (literals.get(parameter.type, node),)


def _words(header: Header, key: str) -> str:
    value = header.entries.get(key)
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise header.error(key, f"“{key}” must be words")
    return str(value).strip()


def _list(header: Header, key: str) -> tuple[str, ...]:
    value = header.entries.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or any(isinstance(one, dict | list) for one in value):
        raise header.error(key, f"“{key}” must be a list, each entry on a line that begins with a hyphen")
    return tuple(str(one).strip() for one in value)


def _asks(header: Header, parameters: Mapping[str, Parameter]) -> tuple[str, ...]:
    found = _list(header, "asks")
    for reason in filter(None, (phrasings.fault(one, parameters) for one in found)):
        raise header.error("asks", reason)
    return found


def _shape(header: Header, variables: tuple[str, ...]) -> Shape:
    if "shape" not in header.entries:
        return plain_shape(variables)
    try:
        return read_shape(header.entries["shape"], frozenset(variables))
    except ShapeError as error:
        raise header.error(error.path, str(error)) from None


def _transform(header: Header) -> Mapping[str, object] | None:
    value = header.entries.get("transform")
    prototype = value[0] if isinstance(value, list) and len(value) == 1 else value
    if prototype is not None and not isinstance(prototype, dict):
        raise header.error("transform", '“transform” must be the prototype of one answer, such as {"name": "?name"}')
    return prototype


def _page(header: Header) -> int:
    key = "page" if "page" in header.entries else "pagination"
    value = header.entries.get(key, DEFAULT_PAGE)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_PAGE:
        raise header.error(key, f"“{key}” must be a whole number of answers from 1 to {LARGEST_PAGE:,}")
    return value
