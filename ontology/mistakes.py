"""What every mistake of a user has in common, in all rooms of the house."""


class Mistake(Exception):
    """Something that a user can mend; its message is one sentence that says what is wrong, where, and what to do."""
