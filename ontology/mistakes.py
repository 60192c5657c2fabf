"""The base class of all errors that are a user's mistake."""


class Mistake(Exception):
    """A mistake that a user can correct; the message says in one sentence what is wrong, where, and what to do."""
