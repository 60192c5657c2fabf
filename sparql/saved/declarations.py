"""Reading the parameters of a question from its header and from the variables of its query.

whoasks declares them in one mapping, ``parameters``. grlc's decorators ``defaults`` and ``enumerate`` are understood
too; they name parameters or, as in older versions of grlc, variables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sparql.nearness import nearest, offer, perhaps
from sparql.saved.header import Header
from sparql.saved.parameters import CONCEPTS, Parameter, Type, Variable, parameter_variables
from sparql.saved.values import Names, find
from sparql.syntax.tokens import Token

_KEYS: Final = ("type", "description", "required", "default", "choices", "example", "narrower")
_ENUMERABLE: Final = (Type.TEXT, Type.IRI, Type.INTEGER, Type.NUMBER)
"""Types whose values can be enumerated from the dataset."""
CONTROLS: Final = ("limit", "offset", "sort", "fields", "format")
"""Query parameters that every question has; no parameter of a question may have one of these names."""


def read_parameters(header: Header, tokens: list[Token], names: Names) -> dict[str, Parameter]:
    """Return the parameters in the order of the header, then of the query. Raises HeaderError."""
    declared = header.entries.get("parameters") or {}
    if not isinstance(declared, dict):
        raise header.error("parameters", "“parameters” must be a mapping from names, such as “topic: {type: topic}”")
    carried: dict[str, list[Variable]] = {str(name): [] for name in declared}
    for variable in parameter_variables(tokens, frozenset(carried)):
        carried.setdefault(variable.parameter, []).append(variable)
    named = {variable.name: name for name, variables in carried.items() for variable in variables}
    defaults = {named.get(name, name): value for name, value in _pairs(header, "defaults")}
    choices = {named.get(name, name): value for name, value in _pairs(header, "enumerate")}
    found = {}
    for name, variables in carried.items():
        key = f"parameters.{name}"
        if not variables:
            raise header.error(key, f"the query has no variable ?_{name} or ?__{name} (nor with a type after it)")
        if name in (*CONTROLS, "page"):
            raise header.error(key, f"a parameter cannot be named “{name}”: every question has that one for its pages")
        entry = _entry(header, key, declared.get(name))
        entry.setdefault("default", defaults.get(name))
        entry.setdefault("choices", choices.get(name))
        parameter = _checked(header, _parameter(header, name, variables, entry), names)
        enumerated = name in choices and not parameter.choices and parameter.type in _ENUMERABLE
        found[name] = replace(parameter, enumerated=enumerated)
    return found


def _entry(header: Header, key: str, entry: object) -> dict[str, object]:
    if entry is None:
        return {}
    if not isinstance(entry, dict):
        raise header.error(key, "a parameter is described by entries such as “type: topic”")
    for word in entry:
        if word not in _KEYS:
            raise header.error(f"{key}.{word}", f"a parameter has no “{word}”{offer(str(word), _KEYS)[1]}")
    return dict(entry)


def _parameter(header: Header, name: str, variables: Sequence[Variable], entry: Mapping[str, object]) -> Parameter:
    key = f"parameters.{name}"
    required = entry.get("required", all(variable.required for variable in variables))
    narrower = entry.get("narrower", False)
    for word, value in (("required", required), ("narrower", narrower)):
        if not isinstance(value, bool):
            raise header.error(f"{key}.{word}", f"“{word}” must be true or false")
    return Parameter(
        name=name,
        variables=frozenset(variable.name for variable in variables),
        type=_type(header, key, entry, variables[0]),
        required=required is True,
        description=str(entry.get("description") or "").strip(),
        default=_string(header, f"{key}.default", entry.get("default")),
        choices=_strings(header, f"{key}.choices", entry.get("choices")),
        example=_string(header, f"{key}.example", entry.get("example")),
        narrower=narrower is True,
        language=next((variable.language for variable in variables if variable.language), None),
        datatype=next((variable.datatype for variable in variables if variable.datatype), None),
    )


def _checked(header: Header, parameter: Parameter, names: Names) -> Parameter:
    """Raise HeaderError if a default or a choice is not in the ontology; replace an example that is not.

    Examples may be of another ontology, so that the bundled questions still work with the ontology of another field.
    """
    if parameter.type not in CONCEPTS:
        return parameter
    for word, value in [("default", parameter.default), *(("choices", choice) for choice in parameter.choices)]:
        if value is not None and not find(parameter.type, value, names):
            close = nearest(value, list(names.known(parameter.type)))
            reason = f"no {parameter.type} is called “{value}”{perhaps(close)}"
            raise header.error(f"parameters.{parameter.name}.{word}", reason)
    known = parameter.example is not None and find(parameter.type, parameter.example, names)
    return parameter if known else replace(parameter, example=next(iter(names.known(parameter.type)), None))


def _type(header: Header, key: str, entry: Mapping[str, object], variable: Variable) -> Type:
    word = entry.get("type", variable.type)
    try:
        return Type(str(word))
    except ValueError:
        raise header.error(f"{key}.type", f"“{word}” is not a type; the types are {', '.join(Type)}") from None


def _string(header: Header, key: str, value: object) -> str | None:
    if isinstance(value, dict | list):
        raise header.error(key, "one value is wanted here")
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def _strings(header: Header, key: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or any(isinstance(one, dict | list) for one in value):
        raise header.error(key, "a list of values is wanted here")
    return tuple(str(one) for one in value)


def _pairs(header: Header, key: str) -> Iterator[tuple[str, object]]:
    """Yield the entries ``- name: value`` or ``- name`` of one of grlc's decorators."""
    entries = header.entries.get(key) or []
    if not isinstance(entries, list):
        raise header.error(key, f"“{key}” must be a list, each entry on a line that begins with a hyphen")
    for entry in entries:
        if isinstance(entry, dict):
            yield from ((str(name), value) for name, value in entry.items())
        else:
            yield str(entry), None
