"""What people call things: bodies, topics and scales by the ontology's names, records by the dataset's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ontology.lexicon import Lexicon
from sparql.saved.parameters import Type
from sparql.saved.values import Known


@dataclass(frozen=True)
class Record:
    """Something that the dataset holds by name: a response, a question of a consultation, a respondent."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class LexiconNames:
    """The names of a lexicon, and of the records that were looked up for one request."""

    lexicon: Lexicon
    records: Mapping[Type, Sequence[Record]] = field(default_factory=dict)

    def known(self, kind: Type) -> Mapping[str, Known]:
        """Return the things of a kind by their ids; of a record by its IRI, since ids recur across consultations."""
        records = {thing.iri: thing for thing in self.records.get(kind, ())}
        match kind:
            case Type.TOPIC:
                return self.lexicon.topics
            case Type.BODY:
                return {**self.lexicon.bodies, **records} if records else self.lexicon.bodies
            case Type.KIND:
                return self.lexicon.kinds
            case Type.STANCE:
                return self.lexicon.stances
            case Type.FORCE | Type.MODALITY | Type.REVIEW:
                return self.lexicon.scales.get(kind, {})
            case _:
                return records

    def below(self, kind: Type, concept: str) -> Sequence[str]:
        """Return the ids of the topics below one, at any depth, without itself."""
        if kind is not Type.TOPIC:
            return ()
        found = [concept]
        for one in found:  # grows while it is walked, until no topic has a broader one among those found
            found += [t.id for t in self.lexicon.topics.values() if t.broader == one and t.id not in found]
        return found[1:]
