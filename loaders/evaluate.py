"""Comparing an extraction with an annotation made by hand: precision, recall and F1 for each kind of statement.

Spans match one to one where they share at least half of their words (intersection over union). Ids that only one of two
readers chose (``topics_also``, ``addressees_also``) are neither rewarded nor punished. A body counts once, by whichever
of its names it is called: its id, a name that the ontology files under that id, its name in full, or its initials.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import finditer
from typing import Any

from rapidfuzz import fuzz

from loaders.document import Span
from loaders.naming import slug
from loaders.resolve.full_names import spelled_out
from ontology.lexicon import Lexicon

LEAST_OVERLAP = 0.5
"""Share of words in common, intersection over union, at which two spans are the same passage."""
_SAME_NAME = 75
"""Likeness in percent at which two names of a speaker are the same."""
_OUTSIDE = "x-"
"""Opens the id under which an annotation names a body that the ontology does not hold (*x-network-rail*)."""
_KINDS = ("asks", "quotations", "concerns", "accountabilities")
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure, added up over documents with ``+``."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def as_dict(self) -> dict[str, float | int]:
        """Return the counts and the three shares, for JSON."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "found": self.found,
            "wanted": self.wanted,
        }


class Names:
    """Under which id the bodies that annotations of one text name are compared."""

    def __init__(self, text: str, lexicon: Lexicon | None = None) -> None:
        bodies = lexicon.bodies.values() if lexicon else ()
        self._ids = {slug(name): body.id for body in bodies for name in (*body.alt_labels, body.label)}
        self._ids |= {body.id: body.id for body in bodies}
        self._in_full = {slug(initials): slug(name) for initials, name in spelled_out(text).items()}

    def __call__(self, id_: str) -> str:
        """Return the id of a body that the ontology knows by a name; of another, its full name as a slug."""
        name = id_.removeprefix(_OUTSIDE)
        full = self._in_full.get(name, name)
        return self._ids.get(name) or self._ids.get(full, full)


class Words:
    """The words of a text, so that the overlap of spans is counted in words."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in finditer(r"\w+", text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def within(self, span: Span) -> tuple[int, int]:
        """Return the first word in a span, and the one after the last."""
        return bisect_left(self._starts, span.start), bisect_left(self._ends, span.end + 1)

    def overlap(self, one: Span, other: Span) -> float:
        """Return intersection over union of two spans, counted in words."""
        (start, end), (begin, stop) = self.within(one), self.within(other)
        shared = max(0, min(end, stop) - max(start, begin))
        union = max(0, end - start) + max(0, stop - begin) - shared
        return shared / union if union else 0.0


def pairs(words: Words, found: Sequence[Entry], wanted: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Match entries one to one by their spans, the greatest overlap first."""
    candidates = [
        (overlap, -i, -j)
        for i, one in enumerate(map(_span, found))
        for j, other in enumerate(map(_span, wanted))
        if one.overlaps(other) and (overlap := words.overlap(one, other)) >= LEAST_OVERLAP
    ]
    matched: list[tuple[Entry, Entry]] = []
    taken_found: set[int] = set()
    taken_wanted: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in taken_found and j not in taken_wanted:
            taken_found.add(i)
            taken_wanted.add(j)
            matched.append((found[-i], wanted[-j]))
    return matched


def _span(entry: Entry) -> Span:
    return Span(entry["start"], entry["end"])


def anchored(annotation: Entry, text: str) -> dict[str, Any]:
    """Return an annotation with offsets into ``text``, in case it was made from another format of the document.

    An entry whose quote cannot be found stays as it is, and counts as missed.
    """
    folded, places = _folded(text)
    moved = dict(annotation)
    for kind in ("answers", *_KINDS):
        moved[kind] = [_anchor(entry, text, folded, places) for entry in annotation.get(kind, ())]
    return moved


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold white space, and return for each letter of the folded text its original offset."""
    letters: list[str] = []
    places: list[int] = []
    for match in finditer(r"\S+", text):
        if letters:
            letters.append(" ")
            places.append(match.start() - 1)
        letters.extend(match[0])
        places.extend(range(match.start(), match.end()))
    return "".join(letters), [*places, len(text)]


def _anchor(entry: Entry, text: str, folded: str, places: Sequence[int]) -> Entry:
    quote = entry.get("quote")
    if quote is None or " ".join(text[entry["start"] : entry["end"]].split()) == quote:
        return entry
    found: list[int] = []
    at = folded.find(quote)
    while at >= 0:
        found.append(at)
        at = folded.find(quote, at + 1)
    if not found:
        return entry
    start = min(found, key=lambda place: abs(places[place] - entry["start"]))
    return {**entry, "start": places[start], "end": places[start + len(quote) - 1] + 1}


def scores(text: str, found: Entry, wanted: Entry, lexicon: Lexicon | None = None) -> dict[str, Score]:
    """Compare two annotations of one document; the keys are the names of the measures."""
    words = Words(text)
    names = Names(text, lexicon)
    matched = {kind: pairs(words, found[kind], wanted[kind]) for kind in _KINDS}
    result = {kind: Score(len(matched[kind]), len(found[kind]), len(wanted[kind])) for kind in _KINDS}
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
    """Score the segmentation, and the stances of the answers that were found."""
    by_question = {entry["question"]: entry for entry in found}
    same = [
        (by_question[entry["question"]], entry)
        for entry in wanted
        if entry["question"] in by_question
        and words.overlap(_span(by_question[entry["question"]]), _span(entry)) >= LEAST_OVERLAP
    ]
    right = sum(one["stance"] == other["stance"] for one, other in same)
    return {
        "segmentation": Score(len(same), len(found), len(wanted)),
        "stances": Score(right, len(wanted), len(wanted)),
    }


def _share(verdicts: Iterable[bool]) -> Score:
    """Count what agrees among matched entries."""
    each = list(verdicts)
    return Score(sum(each), len(each), len(each))


def _ids(matched: Iterable[tuple[Entry, Entry]], name: str, names: Callable[[str], str] = str) -> Score:
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
    """Count the entries whose offsets yield their quote; it must be all of them."""
    return _share(
        " ".join(text[entry["start"] : entry["end"]].split()) == entry["quote"]
        for kind in _KINDS
        for entry in found[kind]
    )
