"""What ends a command with one line instead of a traceback."""


class Failure(Exception):
    """Something that the user can mend; the message is one line."""


class CannotStart(Failure):
    """The program cannot do its work here; the message says what is in the way and what would help."""


class Refused(Failure):
    """The hub said no to a client command; the message is the hub's."""
