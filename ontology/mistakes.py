"""The base class of errors that a user can correct."""


class Mistake(Exception):
    """An error that a user can correct; its message says in one sentence what is wrong, where, and what to do."""
