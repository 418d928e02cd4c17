"""Who sees a table's rows, as data: `db.visibility` renders it to SQL, `sees` evaluates the same here.

A row is seen by the people of the organisation whose it is (own) and of others that it names (parties), by everybody who
belongs to the division that it is open to (downward), by the officers of the divisions around its home (upward), by the members
of a joint committee (seated), by the member whom it is about (person), by the system that made it (system), and by those whom
other rows name (named). Or it is seen
with another row (SeenWith), with whichever of several it names (SeenWithOneOf), by one member (OfMember), by everybody (OPEN).
"""
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from domain.codes import DIGITS_OF_KIND
from domain.viewer import NOBODY, Viewer


class Who(StrEnum):
    """Whom a row can name; by the viewer's values of whom it is one (`db.visibility.PARAMETERS`)."""

    ORGANIZATION = "organizations"
    COMMITTEE = "committees"

    def of(self, viewer: Viewer) -> Collection[UUID]:
        """Those that the viewer is."""
        return viewer.sees_for if self is Who.ORGANIZATION else viewer.sits_on


@dataclass(frozen=True)
class Named:
    """Rows of another table by which an organisation sees the row that they name.

    table         of those rows
    row           their column that names the row
    organization  their column that names who sees it; null: nobody by that
    who           what that is: an organisation, for which the viewer acts, or a joint committee, on which it sits
    until         their column of the moment from which on they count no more; None: they always count
    of_divisions  the only types of rows for which they can name a division; None: any
    among         the viewer's attribute that has those of them whom such rows name, if that is known; None: it is not
    key           the row's column that they name
    """

    table: str
    row: str
    organization: str
    who: Who = Who.ORGANIZATION
    until: str | None = None
    of_divisions: frozenset[str] | None = None
    among: str | None = None
    key: str = "id"


@dataclass(frozen=True, eq=False)
class Sight:
    """Columns of a table, each by its name.

    own       of the organisation whose row it is
    parties   of other organisations whose people see it; null: there is none
    private   states in which nobody but its own people see it
    downward  of the division code within which everybody sees it
    home      of the code of its home division
    strays    whether some rows are at home elsewhere than the division that they are of, or nowhere: its officers do not see
              them upward
    upward    by digits, the columns that have the home's code cut to so many
    seated    of the joint committee whose members see it, as long as they have their seats
    person    of the member who sees it, whatever offices that has or has not. Of its events only its `history` tells that
              member: a list of everybody's events that asked who reads it could be shared by nobody
    system    of the system that made it, which sees it also where it sees nothing else of its organisation's; null: a person
    """

    own: str
    parties: tuple[str, ...] = ()
    private: frozenset[str] = frozenset()
    downward: str | None = None
    home: str | None = None
    strays: bool = False
    upward: Mapping[int, str] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    seated: str | None = None
    person: str | None = None
    system: str | None = None


@dataclass(frozen=True)
class SeenWith:
    """Rows that are seen by who sees another one.

    column  that has the other's id
    table   of the other
    sight   who sees that
    """

    column: str
    table: str
    sight: Sight


@dataclass(frozen=True)
class SeenWithOneOf:
    """Rows that are of one of several objects each, and are seen by who sees that."""

    among: tuple[SeenWith, ...]


@dataclass(frozen=True)
class OfMember:
    """Rows that are one member's own: the column that says whose."""

    column: str = "member_id"


@dataclass(frozen=True)
class Open:
    """Rows that everybody sees who is signed in."""


OPEN = Open()
Visible: TypeAlias = Sight | SeenWith | SeenWithOneOf | OfMember | Open | str
"""Who sees a table's rows; a text names a predicate that `db.visibility.PREDICATES` writes by hand."""


@dataclass(frozen=True)
class Subject:
    """An object in whose history events stand.

    table   of the objects: an event's `subject_type`
    sight   who sees the object, and so its events, but for its person (see `Sight`); None: what the events themselves say
            decides, which is who acts for the organisation that acted, and the officers above where it happened
    hidden  the column of its last version of which the trail tells its own people alone; None: there is none such
    """

    table: str
    sight: Sight | None = None
    hidden: str | None = None

    def __post_init__(self) -> None:
        if self.sight and self.sight.person:
            object.__setattr__(self, "sight", replace(self.sight, person=None))


def sees(sight: Sight, viewer: Viewer, row: Any, named: Mapping[str, Mapping[UUID, datetime | None]], now: datetime) -> bool:
    """Whether the viewer sees a row.

    row     has the sight's columns as attributes, and `state`
    named   by the table of `Named`, the organisations and committees that its rows name, each with the moment until which;
            None: without end
    """
    if getattr(row, sight.own) in viewer.sees_for:
        return True
    if sight.private and row.state in sight.private:
        return False
    return (any(getattr(row, party) in viewer.sees_for for party in sight.parties)
            or (sight.system is not None and viewer.system_id is not None and getattr(row, sight.system) == viewer.system_id)
            or (sight.downward is not None and getattr(row, sight.downward) in viewer.scopes)
            or (sight.home is not None and _is_seen_upward(viewer, getattr(row, sight.home), sight.upward))
            or (sight.seated is not None and getattr(row, sight.seated) in viewer.sits_on)
            or (sight.person is not None and getattr(row, sight.person) == viewer.member_id != NOBODY)
            or any(until is None or until > now for each in sight.named
                   for one, until in named.get(each.table, {}).items() if one in each.who.of(viewer)))


def _is_seen_upward(viewer: Viewer, home: str | None, upward: Collection[int]) -> bool:
    if home is None:
        return False
    community = DIGITS_OF_KIND["COMMUNITY"]  # of a grid's it is asked; who holds an office at a grid is no officer above
    cuts = {home[:community], *(home[:digits] for digits in upward if digits <= len(home))}
    return not cuts.isdisjoint(viewer.officer_of | viewer.districts_of)
