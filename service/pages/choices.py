"""What a form offers: the values of a saved question's parameters, and questions to start from."""

from dataclasses import dataclass

from ontology.lexicon import Lexicon
from service.pages.wording import abbreviation, midway
from sparql.asks import pieces
from sparql.saved import SavedQuestion
from sparql.saved.names import LexiconNames
from sparql.saved.parameters import CONCEPTS, Parameter, Type


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """A value that a parameter may take."""

    label: str
    value: str


def choices(parameter: Parameter, lexicon: Lexicon) -> list[Choice]:
    """Return the values of a parameter in the order of their labels; none where any text will do."""
    if parameter.choices:
        return [Choice(value, value) for value in parameter.choices]
    if parameter.type not in CONCEPTS:
        return []
    known = LexiconNames(lexicon).known(parameter.type)
    return sorted(Choice(each.label, each.id) for each in known.values())


def example(question: SavedQuestion, lexicon: Lexicon) -> str | None:
    """Return a question in English that can be asked as it stands; None if no phrasing has all its examples."""
    return next(filter(None, (_filled(phrasing, question, lexicon) for phrasing in question.asks)), None)


def _filled(phrasing: str, question: SavedQuestion, lexicon: Lexicon) -> str | None:
    """Put the examples of the parameters into a phrasing; None where one has none, or a slot takes a kind of body."""
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
    """Return what people call the value of a parameter: the label of a concept, any other as it stands."""
    if parameter.type not in CONCEPTS:
        return value
    known = LexiconNames(lexicon).known(parameter.type).get(value)
    return known.label if known else value


def _example(parameter: Parameter, lexicon: Lexicon) -> str | None:
    """Write the example of a parameter as people put it in a question: a body in short, a topic in small letters."""
    value = parameter.example or parameter.default
    if not value or parameter.type not in CONCEPTS:
        return value
    body = lexicon.bodies.get(value) if parameter.type is Type.BODY else None
    return (body and abbreviation(body.alt_labels, body.id)) or midway(called(parameter, value, lexicon))
