"""The choices of the review form: kinds of statements, bodies and topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from loaders.reviews.review import KIND_OF_CLASS
from ontology.lexicon import Body, Lexicon, Topic
from ontology.vocabulary import local_id


@dataclass(frozen=True)
class Choices:
    """The values that the review form offers."""

    kinds: Mapping[str, str]
    """The label of each kind, by the word for it in a review."""
    bodies: Sequence[Body]
    topics: Sequence[Topic]


def read_choices(kinds: Mapping[str, str], lexicon: Lexicon) -> Choices:
    """Return what there is to choose from; ``kinds`` gives the label of each class of statements."""
    words = {word: label for iri, label in kinds.items() if (word := KIND_OF_CLASS.get(local_id(iri)))}
    by_label = attrgetter("label")
    bodies, topics = lexicon.bodies.values(), lexicon.topics.values()
    return Choices(words, sorted(bodies, key=by_label), sorted(topics, key=by_label))
