"""Every topic's cues match the sentences that they say they match, and no sentence that they say they do not."""

import pytest

from loaders.document import Span
from loaders.resolve.reading import Paragraph, Reading
from loaders.resolve.topics import TopicResolver
from ontology.lexicon import OTHER, Lexicon, Topic

LEXICON = Lexicon.load()
TOPICS = [topic for topic in LEXICON.topics.values() if topic.id != OTHER]


def signalled(sentence: str) -> set[str]:
    span = Span(0, len(sentence))
    return set(TopicResolver(Reading(sentence, LEXICON, [Paragraph(span, (span,))])).weights(span))


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_the_cues_of_a_topic_match_its_examples(topic: Topic) -> None:
    assert topic.cues, "a topic without cues is never found"
    assert topic.cue_examples, "a cue without an example is a guess"
    for sentence in topic.cue_examples:
        assert topic.id in signalled(sentence), sentence


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_the_cues_of_a_topic_leave_its_counter_examples(topic: Topic) -> None:
    assert topic.cue_counter_examples, "without a counter-example nobody sees where the cues end"
    for sentence in topic.cue_counter_examples:
        assert topic.id not in signalled(sentence), sentence
