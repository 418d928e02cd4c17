"""What is wrong with a file before any of its rows is looked at."""
from resolvers.importing.problems import Problem, Rejected


class BadCell(Exception):
    """A cell's content cannot be what its column needs; the message says what would be right."""


def reject_file(what: str) -> Rejected:
    """The file as a whole is no good."""
    return Rejected([Problem(None, None, None, what)])
