"""Comparing an extraction with an annotation made by hand: precision, recall and F1 for each kind of statement.

Ids that only one of two annotators chose (``topics_also``, ``addressees_also``) count neither for nor against. A body
counts once, whichever of its names is used: its id, a name that the ontology gives it, its full name or its initials.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from loaders.matching import KINDS, LEAST_OVERLAP, Entry, Words, pairs, span_of
from loaders.naming import slug
from loaders.resolve.full_names import spelled_out
from ontology.lexicon import Lexicon

_SAME_NAME = 75
"""Likeness in percent from which two names of a speaker count as the same."""
_OUTSIDE = "x-"
"""Prefix of the ids by which annotations name bodies that the ontology does not hold, such as *x-network-rail*."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure; ``+`` adds those of several documents."""

    right: int = 0
    """How many of those found are wanted."""
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The part of those found that is right; 1 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of those wanted that was found; 1 if nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def as_dict(self) -> dict[str, float | int]:
        """Return the counts, precision, recall and F1 for JSON."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "found": self.found,
            "wanted": self.wanted,
        }


class Names:
    """Maps the names of bodies in annotations of one text to ids, so that a body has one id whichever name is used.

    Without a lexicon, only the full names that the text gives for initials are known.
    """

    def __init__(self, text: str, lexicon: Lexicon | None = None) -> None:
        bodies = lexicon.bodies.values() if lexicon else ()
        self._ids = {slug(name): body.id for body in bodies for name in (*body.alt_labels, body.label)}
        self._ids |= {body.id: body.id for body in bodies}
        self._in_full = {slug(initials): slug(name) for initials, name in spelled_out(text).items()}

    def __call__(self, id_: str) -> str:
        """Return the id of a body of the ontology, or the full name of any other as a slug."""
        name = id_.removeprefix(_OUTSIDE)
        full = self._in_full.get(name, name)
        return self._ids.get(name) or self._ids.get(full, full)


def scores(text: str, found: Entry, wanted: Entry, lexicon: Lexicon | None = None) -> dict[str, Score]:
    """Compare two annotations of one document; return a score for each measure, by its name."""
    words = Words(text)
    names = Names(text, lexicon)
    matched = {kind: pairs(words, found[kind], wanted[kind]) for kind in KINDS}
    result = {kind: Score(len(matched[kind]), len(found[kind]), len(wanted[kind])) for kind in KINDS}
    asks = matched["asks"]
    explicit = [(one, other) for one, other in asks if other["addressee_explicit"]]
    claims = matched["accountabilities"]
    return {
        **_answers(words, found["answers"], wanted["answers"]),
        **result,
        "kind": _share(one["kind"] == other["kind"] for one, other in asks),
        "addressees": _ids(asks, "addressees", names),
        "addressees, explicit": _ids(explicit, "addressees", names),
        "explicitness": _share(one["addressee_explicit"] == other["addressee_explicit"] for one, other in asks),
        "topics": _ids(asks, "topics"),
        "topics of concerns": _ids(matched["concerns"], "topics"),
        "summary bullets": _share(one["summary_bullet"] == other["summary_bullet"] for one, other in asks),
        "speakers": _share(_same_speaker(one, other) for one, other in matched["quotations"]),
        "kinds of speakers": _share(
            one["speaker_kind"] == other["speaker_kind"] for one, other in matched["quotations"]
        ),
        "accountable bodies": _ids(claims, "accountable", names),
        "status of claims": _share(one["status"] == other["status"] for one, other in claims),
        "span integrity": _integrity(text, found),
    }


def _answers(words: Words, found: Sequence[Entry], wanted: Sequence[Entry]) -> dict[str, Score]:
    """Score the spans of answers, and the stances of those whose spans match."""
    by_question = {entry["question"]: entry for entry in found}
    same = [
        (by_question[entry["question"]], entry)
        for entry in wanted
        if entry["question"] in by_question
        and words.overlap(span_of(by_question[entry["question"]]), span_of(entry)) >= LEAST_OVERLAP
    ]
    right = sum(one["stance"] == other["stance"] for one, other in same)
    return {
        "segmentation": Score(len(same), len(found), len(wanted)),
        "stances": Score(right, len(wanted), len(wanted)),
    }


def _share(verdicts: Iterable[bool]) -> Score:
    """Score matched entries by whether they agree in something."""
    each = list(verdicts)
    return Score(sum(each), len(each), len(each))


def _ids(matched: Iterable[tuple[Entry, Entry]], name: str, names: Callable[[str], str] = str) -> Score:
    """Score the ids that matched entries have under a name, after ``names`` has mapped them."""
    total = Score()
    for one, other in matched:
        found, wanted = set(map(names, one[name])), set(map(names, other[name]))
        counted = found - set(map(names, other.get(f"{name}_also", ())))
        total += Score(len(found & wanted), len(counted | (found & wanted)), len(wanted))
    return total


def _same_speaker(one: Entry, other: Entry) -> bool:
    if not one["speaker"] or not other["speaker"]:
        return not one["speaker"] and not other["speaker"]
    return bool(fuzz.token_set_ratio(one["speaker"].lower(), other["speaker"].lower()) >= _SAME_NAME)


def _integrity(text: str, found: Entry) -> Score:
    """Score the entries by whether their offsets yield their quotes, as all must."""
    return _share(
        " ".join(text[entry["start"] : entry["end"]].split()) == entry["quote"]
        for kind in KINDS
        for entry in found[kind]
    )
