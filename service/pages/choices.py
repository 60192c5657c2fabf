"""What forms offer: values for the parameters of a saved question, and questions to start with."""

from dataclasses import dataclass

from ontology.lexicon import Lexicon
from service.pages.wording import abbreviation, midway
from sparql.saved import SavedQuestion
from sparql.saved.names import LexiconNames
from sparql.saved.parameters import CONCEPTS, Parameter, Type
from sparql.saved.phrasings import pieces


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """A value that a parameter may take."""

    label: str
    value: str


def choices(parameter: Parameter, lexicon: Lexicon) -> list[Choice]:
    """Return the values of a parameter, sorted by label; none if any text will do."""
    if parameter.choices:
        return [Choice(value, value) for value in parameter.choices]
    if parameter.type not in CONCEPTS:
        return []
    known = LexiconNames(lexicon).known(parameter.type)
    return sorted(Choice(each.label, each.id) for each in known.values())


def example(question: SavedQuestion, lexicon: Lexicon) -> str | None:
    """Return a phrasing of a question with its examples filled in; None if some example is missing."""
    return next(filter(None, (_filled(phrasing, question, lexicon) for phrasing in question.asks)), None)


def _filled(phrasing: str, question: SavedQuestion, lexicon: Lexicon) -> str | None:
    """Fill the examples of the parameters into a phrasing; None if one is missing, or a slot wants a kind of body."""
    filled: list[str] = []
    for piece in pieces(phrasing):
        if isinstance(piece, str):
            filled.append(piece)
        elif not piece.kind and (given := _example(question.parameters[piece.name], lexicon)):
            filled.append(given)
        else:
            return None
    return "".join(filled)


def called(parameter: Parameter, value: str, lexicon: Lexicon) -> str:
    """Return the value of a parameter as people write it: the label of a concept, any other value as it is."""
    if parameter.type not in CONCEPTS:
        return value
    known = LexiconNames(lexicon).known(parameter.type).get(value)
    return known.label if known else value


def _example(parameter: Parameter, lexicon: Lexicon) -> str | None:
    """Return the example of a parameter as it is put in a sentence: a body abbreviated, a topic in lower case."""
    value = parameter.example or parameter.default
    if not value or parameter.type not in CONCEPTS:
        return value
    body = lexicon.bodies.get(value) if parameter.type is Type.BODY else None
    return (body and abbreviation(body.alt_labels, body.id)) or midway(called(parameter, value, lexicon))
