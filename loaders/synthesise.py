"""Realistic responses in any number, for benchmarks: the same seed makes the same corpus.

Words come from the ontology at hand, its bodies and topics; how they are put together varies as people do: letters,
numbered answers, headings, bullets, members' quotations, short and long.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from loaders.manifest import NAME
from ontology.lexicon import Lexicon

_ACTIONS = (
    "publish the data behind {topic}",
    "set out how {topic} will work in practice",
    "involve {body} in decisions on {topic}",
    "keep the reporting on {topic} as simple as possible",
    "give {body} more time before changes to {topic} take effect",
    "review {topic} with {body} every year",
    "avoid duplicating what {body} already asks for on {topic}",
)
_ASKS = (
    "{body} should {action}.",
    "We recommend that {body} {action}.",
    "We would urge {body} to {action}.",
    "{body} must {action}.",
    "It is essential that {body} {action}.",
    "We ask that {body} {action} as soon as possible.",
    "Greater clarity is needed on {topic}.",
    "Will details of {topic} be published?",
)
_FILLERS = (
    "Our members have worked on {topic} for many years and know its history well.",
    "Systems differ in size, in maturity and in the needs of the people they serve.",
    "The past year has been among the hardest that services have known.",
    "{body} described this in its annual report.",
    "We welcome the direction of travel on {topic}.",
    "Much of this work is already under way in our area, led by {body}.",
    "The proposals build on what was learned in earlier years.",
    "In our experience, good relationships matter more than structures.",
)
_CONCERNS = (
    "We are concerned that {topic} may be overlooked.",
    "There is a risk that {body} will be asked for the same information twice.",
    "Members remain worried about the pace of change in {topic}.",
)
_STANCES = ("Yes, fully agree.", "Yes, mostly agree.", "Yes, partly agree.", "We agree.", "No, we disagree.", "")
_SPEAKERS = ("One chief executive", "A finance director", "One of our members", "A clinical lead in a trust")
_KINDS = ("Council", "Partnership", "NHS Trust", "Patients' Forum", "Alliance", "Practice")
_PLACES = ("Ashby", "Brenton", "Calder", "Dunmore", "Elmswick", "Fenwick", "Garside", "Holme", "Ilford", "Kelby")
_QUESTIONS = 6
_USUAL = 1500
"""Words of a response of usual length."""
_OVERHEAD = 65
"""Words of a question, its summary, and what the last paragraph has beyond its measure."""


class _Chance(random.Random):
    """Choices that the same seed makes again; nothing that must not be guessed hangs on them."""


@dataclass(frozen=True)
class _Style:
    """How one respondent writes."""

    heading: str
    bullets: bool
    length: float
    """Words, of the usual length as 1."""


def synthesise(folder: Path, responses: int, *, words: int = _USUAL, seed: int = 1, ontology: Path) -> None:
    """Write a corpus with its ``consultation.yaml``; ``words`` is the length of a response on average."""
    lexicon = Lexicon.load(ontology)
    bodies = [body.label for body in lexicon.bodies.values()]
    topics = [topic.label.lower() for topic in lexicon.topics.values()]
    chance = _Chance(seed)
    questions = [f"Do you agree with the proposals on {topic}?" for topic in chance.sample(topics, _QUESTIONS)]
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "id": "synthetic",
        "title": "A synthetic consultation",
        "owner": next((name for name, body in lexicon.bodies.items() if not body.is_group), None),
        "questions": [{"number": str(number), "text": text} for number, text in enumerate(questions, 1)],
    }
    (folder / NAME).write_text(yaml.safe_dump(manifest, sort_keys=False), encoding="utf-8")
    for number in range(1, responses + 1):
        one = _Chance(f"{seed}-{number}")
        path = folder / f"{number // 1000:04}" / f"response-{number:07}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(_response(one, words, questions, bodies, topics)), encoding="utf-8")


def _response(
    chance: _Chance, words: int, questions: Sequence[str], bodies: Sequence[str], topics: Sequence[str]
) -> Iterator[str]:
    """Yield the lines of a response."""
    length = chance.lognormvariate(0, 0.4) / 1.083  # of mean 1
    style = _Style(chance.choice(("Question {}: {}", "{}. {}", "Q{}. {}")), chance.choice((True, False)), length)
    yield f"Response from {chance.choice(_PLACES)} {chance.choice(_KINDS)}"
    yield ""
    for number, question in enumerate(questions, 1):
        yield style.heading.format(number, question)
        yield ""
        stance = chance.choice(_STANCES)
        yield from [stance, ""] if stance else []
        yield from _answer(chance, round(words * style.length / len(questions)) - _OVERHEAD, style, bodies, topics)


def _answer(chance: _Chance, words: int, style: _Style, bodies: Sequence[str], topics: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of an answer of about so many words."""
    written = 0
    while written < words:
        sentences = [_sentence(chance, bodies, topics) for _ in range(chance.randint(2, 6))]
        yield " ".join(sentences)
        yield ""
        written += sum(len(sentence.split()) for sentence in sentences)
    if style.bullets:
        yield "In summary, we recommend:"
        yield ""
        for _ in range(chance.randint(1, 3)):
            yield f"- {_filled(chance, '{body} should {action}.', bodies, topics)}"
        yield ""


def _sentence(chance: _Chance, bodies: Sequence[str], topics: Sequence[str]) -> str:
    """Return a sentence: one in six an ask, as in the real responses."""
    kind = chance.random()
    if kind < 1 / 6:
        return _filled(chance, chance.choice(_ASKS), bodies, topics)
    if kind < 1 / 4:
        return _filled(chance, chance.choice(_CONCERNS), bodies, topics)
    if kind < 2 / 7:
        said = _filled(chance, chance.choice(_FILLERS), bodies, topics)
        return f"{chance.choice(_SPEAKERS)} said: “{said}”"
    return _filled(chance, chance.choice(_FILLERS), bodies, topics)


def _filled(chance: _Chance, pattern: str, bodies: Sequence[str], topics: Sequence[str]) -> str:
    names = {"body": chance.choice(bodies), "topic": chance.choice(topics)}
    return pattern.format(**names, action=chance.choice(_ACTIONS).format(**names))
