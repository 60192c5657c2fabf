"""What shows by how words are put that they are a question of a consultation, or the reply to one.

The wordings stand in ``patterns/questions.yaml``.
"""

from loaders.patterns import Pattern, expression, fold, load, remembered

_TO_READER = expression("questions.to-reader")
_OF_OPINION = expression("questions.of-opinion")
_INTERROGATIVE = expression("questions.interrogative")
_ENDS_AS_QUESTION = expression("questions.question-end")
_REPLY = expression("questions.reply")
_REPLY_LABEL = expression("stances.reply-label")
LONGEST_QUESTION = 900
"""Code points; what is longer is no question."""
TITLE_LENGTH = 120
"""Code points; what is longer is no title."""


def is_question(words: str) -> bool:
    """Tell whether words end as a question does, or are put to whoever answers."""
    return len(words) <= LONGEST_QUESTION and (bool(_ENDS_AS_QUESTION.search(words[-120:])) or put_to_reader(words))


def asks_reader(words: str) -> bool:
    """Tell whether words are a question that a consultation puts to its readers."""
    if len(words) > LONGEST_QUESTION or not _INTERROGATIVE.match(words):
        return False
    return bool(
        _ENDS_AS_QUESTION.search(words[-120:]) or (words.lower().startswith("please") and _TO_READER.search(words))
    )


def put_to_reader(words: str) -> bool:
    """Tell whether a question speaks to the one who answers ("Do you agree …?")."""
    return asks_reader(words) and bool(_TO_READER.search(words))


def asks_opinion(words: str) -> bool:
    """Tell whether words ask for an opinion, which a respondent does only where the consultation is repeated."""
    return asks_reader(words) and bool(_OF_OPINION.search(words))


@remembered
def seeks_suggestions(question: str) -> Pattern | None:
    """Return the wording by which a folded question asks for suggestions; many passages answer each question."""
    return load("lists")["seek_suggestions"].first(question)


def opens_as_reply(words: str) -> bool:
    """Tell whether words open as an answer does: ``Yes``, ``We agree``."""
    return bool(_REPLY.match(words))


def is_reply_label(words: str) -> bool:
    """Tell whether words say no more than that a reply follows: *Our response*."""
    return len(words) <= TITLE_LENGTH and bool(_REPLY_LABEL.search(fold(words)))
