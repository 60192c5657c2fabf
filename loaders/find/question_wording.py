"""Tells by their wording whether words are a question of a consultation, or the beginning of a reply.

The wordings are in ``patterns/questions.yaml``.
"""

from loaders.patterns import Pattern, expression, fold, load, remembered

_TO_READER = expression("questions.to-reader")
_OF_OPINION = expression("questions.of-opinion")
_INTERROGATIVE = expression("questions.interrogative")
_ENDS_AS_QUESTION = expression("questions.question-end")
_REPLY = expression("questions.reply")
_REPLY_LABEL = expression("stances.reply-label")
LONGEST_QUESTION = 900
"""Characters of a question at most."""
TITLE_LENGTH = 120
"""Characters of a title at most."""


def is_question(words: str) -> bool:
    """Tell whether words end like a question, or are a request to the reader."""
    return len(words) <= LONGEST_QUESTION and (bool(_ENDS_AS_QUESTION.search(words[-120:])) or put_to_reader(words))


def asks_reader(words: str) -> bool:
    """Tell whether words are a question such as consultations ask: it opens and ends like one, or says *please*."""
    if len(words) > LONGEST_QUESTION or not _INTERROGATIVE.match(words):
        return False
    return bool(
        _ENDS_AS_QUESTION.search(words[-120:]) or (words.lower().startswith("please") and _TO_READER.search(words))
    )


def put_to_reader(words: str) -> bool:
    """Tell whether words are a question that addresses the reader (*Do you agree …?*)."""
    return asks_reader(words) and bool(_TO_READER.search(words))


def asks_opinion(words: str) -> bool:
    """Tell whether words ask for an opinion, which respondents do only when they repeat the consultation's question."""
    return asks_reader(words) and bool(_OF_OPINION.search(words))


@remembered
def seeks_suggestions(question: str) -> Pattern | None:
    """Return the pattern by which a folded question asks for suggestions; None if it does not."""
    return load("lists")["seek_suggestions"].first(question)


def opens_as_reply(words: str) -> bool:
    """Tell whether words open like an answer: *Yes*, *We agree*."""
    return bool(_REPLY.match(words))


def is_reply_label(words: str) -> bool:
    """Tell whether words only say that a reply follows: *Our response*."""
    return len(words) <= TITLE_LENGTH and bool(_REPLY_LABEL.search(fold(words)))
