"""Making up any number of realistic responses for benchmarks; the same seed makes the same corpus.

Bodies and topics come from the ontology. Responses differ in length, in how they number their questions, and in whether
their answers end with a list; some sentences quote a member.
"""

import random
from collections.abc import Iterator, Sequence
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
"""Average number of words in a response."""
_OVERHEAD = 65
"""Words of an answer besides its paragraphs, and those by which the last paragraph is too long on average."""


class _Chance(random.Random):
    """A random generator that repeats its choices for the same seed; not for secrets."""


def synthesise(folder: Path, responses: int, *, words: int = _USUAL, seed: int = 1, ontology: Path) -> None:
    """Write a corpus with its ``consultation.yaml``; ``words`` is the average length of a response."""
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
        respondent = _Respondent(_Chance(f"{seed}-{number}"), bodies, topics)
        path = folder / f"{number // 1000:04}" / f"response-{number:07}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(respondent.response(words, questions)), encoding="utf-8")


class _Respondent:
    """Writes one response, in a style of its own."""

    def __init__(self, chance: _Chance, bodies: Sequence[str], topics: Sequence[str]) -> None:
        self._chance = chance
        self._bodies = bodies
        self._topics = topics
        self._length = chance.lognormvariate(0, 0.4) / 1.083
        """Length of the response, as a multiple of the average one: 1.083 is the mean of that distribution."""
        self._heading = chance.choice(("Question {}: {}", "{}. {}", "Q{}. {}"))
        self._summarises = chance.choice((True, False))
        """Whether each answer ends with a list of what is recommended."""

    def response(self, words: int, questions: Sequence[str]) -> Iterator[str]:
        """Yield the lines of the response, about ``words`` words on average."""
        chance = self._chance
        yield f"Response from {chance.choice(_PLACES)} {chance.choice(_KINDS)}"
        yield ""
        for number, question in enumerate(questions, 1):
            yield self._heading.format(number, question)
            yield ""
            stance = chance.choice(_STANCES)
            yield from [stance, ""] if stance else []
            yield from self._answer(round(words * self._length / len(questions)) - _OVERHEAD)

    def _answer(self, words: int) -> Iterator[str]:
        """Yield the lines of an answer of about so many words."""
        written = 0
        while written < words:
            sentences = [self._sentence() for _ in range(self._chance.randint(2, 6))]
            yield " ".join(sentences)
            yield ""
            written += sum(len(sentence.split()) for sentence in sentences)
        if self._summarises:
            yield "In summary, we recommend:"
            yield ""
            for _ in range(self._chance.randint(1, 3)):
                yield f"- {self._filled('{body} should {action}.')}"
            yield ""

    def _sentence(self) -> str:
        """Return a sentence; one in six is an ask, as in the real responses."""
        kind = self._chance.random()
        if kind < 1 / 6:
            return self._filled(self._chance.choice(_ASKS))
        if kind < 1 / 4:
            return self._filled(self._chance.choice(_CONCERNS))
        if kind < 2 / 7:
            said = self._filled(self._chance.choice(_FILLERS))
            return f"{self._chance.choice(_SPEAKERS)} said: “{said}”"
        return self._filled(self._chance.choice(_FILLERS))

    def _filled(self, pattern: str) -> str:
        """Return a pattern with a body, a topic and an action in it."""
        names = {"body": self._chance.choice(self._bodies), "topic": self._chance.choice(self._topics)}
        return pattern.format(**names, action=self._chance.choice(_ACTIONS).format(**names))
