"""Whom an event is for, as keys: an event has those of who may see what it is about, a subscription those of its viewer.

An event concerns only subscriptions that share a key with it; whether their viewers see it is asked then. So a key that is
one too many costs a read, and one that is missing loses an event: they are made of the visibility's own access paths.
"""
from collections.abc import Iterable, Iterator
from uuid import UUID

from db import visibility
from db.visibility import AccessPaths
from domain import subjects
from domain.sight import Subject
from domain.viewer import LEVELS, Viewer

OFFICERS, ORGANIZATIONS = "homes", "organizations"
MEMBER = "member"  # of who is told of an event
KEYED = (ORGANIZATIONS, "committees", "scopes", OFFICERS, "streets", "districts", "systems")  # of the viewer's values


def of_viewer(viewer: Viewer, by: Iterable[str] = KEYED) -> frozenset[str]:
    """The keys of what the viewer may see.

    by   by which of its values alone, of KEYED or MEMBER
    """
    if MEMBER in by:
        return frozenset({f"{MEMBER}:{viewer.member_id}"})
    return frozenset(f"{name}:{value}" for name in by for value in viewer.sees_by[name])


def of_row(table: str, row_id: UUID) -> str:
    """The key of a subscription to one row."""
    return f"{table}:{row_id}"


def _of_seen(paths: AccessPaths) -> str:
    """The keys of a row `s`, an array of which some may be null."""
    own = f"'{paths.own.values}:' || s.{paths.own.column}"
    coded = [f"'{path.values}:' || s.{path.column}" for path in paths.all if path is not paths.own and not path.named]
    named = [f"ARRAY(SELECT DISTINCT '{path.values}:' || r.{path.column} FROM {path.named.table} r "
             f"WHERE r.{path.named.row} = s.id)" for path in paths.named if path.named]
    public = " || ".join([f"ARRAY[{', '.join([own, *coded])}]", *named])
    if not paths.sight.private:
        return public
    private = ", ".join(f"'{state}'" for state in sorted(paths.sight.private))
    return f"CASE WHEN s.state IN ({private}) THEN ARRAY[{own}] ELSE {public} END"


def of_subjects(among: Iterable[Subject]) -> str:
    """The keys of what an `event` is about, in SQL; null where that is none, or no more."""
    cases = (f"WHEN '{each.subject.table}' THEN (SELECT {_of_seen(each.paths)} FROM {each.subject.table} s "
             "WHERE s.id = event.subject_id)" for each in visibility.histories(among))
    return f"CASE event.subject_type {' '.join(cases)} END"


OF_EVENT = (f"coalesce({of_subjects(subjects.ALL.values())}, '{{}}') "
            f"|| ARRAY(SELECT '{MEMBER}:' || n.member_id FROM notice n WHERE n.event_id = event.id)")
"""The keys of what an `event` is about, where that is something still, and of those who are told of it."""


def of_event(seen: Iterable[str | None] | None, subject_type: str, subject_id: UUID, organization_id: UUID | None,
             home_code: str | None) -> frozenset[str]:
    """The keys of an event.

    seen   of what it is about and whom it is told to, as OF_EVENT has them
    """
    return frozenset([*_by_itself(subject_type, subject_id, organization_id, home_code), *(key for key in seen or () if key)])


def _by_itself(subject_type: str, subject_id: UUID, organization_id: UUID | None, home_code: str | None) -> Iterator[str]:
    yield of_row(subject_type, subject_id)
    if organization_id is not None:
        yield f"{ORGANIZATIONS}:{organization_id}"
    subject = subjects.ALL.get(subject_type)
    if home_code is not None and (subject is None or subject.sight is None):
        yield from (f"{OFFICERS}:{home_code[:digits]}" for digits in LEVELS if digits <= len(home_code))
