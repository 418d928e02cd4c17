"""Whom a rule of notices names, found in the database by `db.notices`.

Of an organisation those who hold an office there today, of the committees around a demand those with a seat today, as far as
they see it.
"""
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Acting:
    """Those who act for an organisation that a row names.

    table    of the row
    column   that has the organisation's id; null: there is none
    row      which row it is: the event's `subject_id` or `object_id`
    by       the column that has that id; of one that is not the row's own, there may be several rows
    """

    table: str
    column: str
    row: str = "subject_id"
    by: str = "id"


@dataclass(frozen=True)
class Seated:
    """Who sits on a committee around an event's item, and sees it."""


@dataclass(frozen=True)
class Opened:
    """Of the community, street and district around an event's item, those that it was opened to by the event: who sits on their
    committees, and who acts for them."""


@dataclass(frozen=True)
class Invited:
    """Who acts for the organisation, or sits on the committee, with which an event says that something is shared."""


@dataclass(frozen=True)
class Sitting:
    """Those who sit on a joint committee that a row names: see `Acting`.

    kind   of the seats; None: any
    """

    table: str
    column: str = "committee_id"
    row: str = "subject_id"
    kind: str | None = None


@dataclass(frozen=True)
class Above:
    """Those who act for the division above the one whose joint committee an event is about."""


@dataclass(frozen=True)
class Holding:
    """Who holds a seat that a row names, or the one to which it was handed over: see `Acting`."""

    table: str
    column: str
    row: str = "subject_id"


@dataclass(frozen=True)
class Person:
    """The member that a row names, or those that several rows name: see `Acting`.

    at   the column that has the event's moment in those rows to which it happened; None: to all of them
    """

    table: str
    column: str
    row: str = "object_id"
    by: str = "id"
    at: str | None = None


@dataclass(frozen=True)
class Around:
    """Those who act for the division around where a row is at home: see `Acting`.

    digits   of that division's code
    """

    table: str
    digits: int
    row: str = "subject_id"


Recipients: TypeAlias = Acting | Seated | Opened | Invited | Sitting | Holding | Person | Above | Around
