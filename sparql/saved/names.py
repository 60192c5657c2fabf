"""Names of things: of bodies, topics and scales from the ontology, of records from the dataset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ontology.lexicon import Lexicon
from sparql.saved.parameters import Type
from sparql.saved.values import Named


@dataclass(frozen=True)
class Record:
    """Something that only the dataset names: a response, a question of a consultation, a respondent."""

    id: str
    iri: str
    label: str
    alt_labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class LexiconNames:
    """The names of a lexicon, and of records that were looked up for one request."""

    lexicon: Lexicon
    records: Mapping[Type, Sequence[Record]] = field(default_factory=dict)

    def known(self, kind: Type) -> Mapping[str, Named]:
        """Return the things of a kind by id; records by IRI, since ids recur across consultations."""
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
        """Return the ids of the topics below one, at any depth; nothing for other kinds."""
        if kind is not Type.TOPIC:
            return ()
        found = [concept]
        for one in found:  # the list grows during the loop
            found += [t.id for t in self.lexicon.topics.values() if t.broader == one and t.id not in found]
        return found[1:]
