"""Who sees a row (`domain.sight`) in SQL: as a condition on a row, and as the access paths by which a page finds its rows
(`db.scans`).

`domain.sight.sees` is the same in Python; a test holds the two together. In the texts `{t}` stands for the row's
alias, `{scopes}`, `{homes}` ... for the viewer's values, and `{now}` for the moment at which is asked.
"""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from domain import attached, items, projects, subjects, topics, trail
from domain.attachments import AttachmentOf
from domain.event import Readers
from domain.sight import Named, OfMember, SeenWith, SeenWithOneOf, Sight, Subject, Visible
from domain.viewer import Viewer

PARAMETERS: Mapping[str, str] = {
    "scopes": "text[]", "homes": "text[]", "streets": "text[]", "districts": "text[]", "organizations": "uuid[]",
    "committees": "uuid[]", "systems": "uuid[]", "member": "uuid",
}
MEMBER = "member"  # the one that is no array
NOW = {"now": "timestamptz"}  # the moment of the run, beside what is the viewer's


def parameters(viewer: Viewer) -> Mapping[str, Any]:
    """The viewer's values for PARAMETERS."""
    return viewer.sees_by


@dataclass(frozen=True)
class AccessPath:
    """One way to see a row: one of the viewer's values equals a column, of the row or of one that names it.

    values   the viewer's parameter
    column   the column that equals one of the values
    named    the rows that name it, when the column is theirs
    private  whether rows in a private state are seen this way
    digits   of the codes in the column, where they are its home's, cut
    scoped   whether it is the code within which everybody sees the row
    """

    values: str
    column: str
    named: Named | None = None
    private: bool = False
    digits: int | None = None
    scoped: bool = False

    @property
    def condition(self) -> str:
        if self.named:  # by OFFSET 0 looked up for the row; without it PostgreSQL may read all shares for one item
            return (f"EXISTS (SELECT FROM {self.named.table} r WHERE r.{self.named.row} = {{t}}.{self.named.key}"
                    f" AND r.{self.column} = ANY({{{self.values}}}){self.holds} OFFSET 0)")
        if self.values == MEMBER:
            return f"{{t}}.{self.column} = {{{MEMBER}}}"
        return f"{{t}}.{self.column} = ANY({{{self.values}}})"

    @property
    def holds(self) -> str:
        """What must hold besides for a row `r` that names it."""
        until = self.named and self.named.until
        return f" AND (r.{until} IS NULL OR r.{until} > {{now}})" if until else ""


_CUT = {12: "homes", 9: "streets", 6: "districts"}  # by digits, the viewer's codes to which a home's cut is compared


class AccessPaths:
    """The access paths of a sight, by what they are."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.own = AccessPath("organizations", sight.own, private=True)
        self.parties = tuple(AccessPath("organizations", column) for column in sight.parties)
        self.scopes = AccessPath("scopes", sight.downward, scoped=True) if sight.downward else None
        self.upward = {digits: AccessPath(_CUT[digits], column, digits=digits) for digits, column in sight.upward.items()}
        self.seated = AccessPath("committees", sight.seated) if sight.seated else None
        self.person = AccessPath(MEMBER, sight.person) if sight.person else None
        self.system = AccessPath("systems", sight.system) if sight.system else None
        self.named = tuple(AccessPath(each.who, each.organization, named=each) for each in sight.named)

    @property
    def all(self) -> tuple[AccessPath, ...]:
        return (self.own, *self.parties, *([self.scopes] if self.scopes else []), *self.upward.values(),
                *(each for each in (self.seated, self.person, self.system) if each), *self.named)

    @property
    def condition(self) -> str:
        """That the viewer sees a row `{t}`."""
        seen = " OR ".join(path.condition for path in self.all)
        if not self.sight.private:
            return f"({seen})"
        private = " AND ".join(f"{{t}}.state <> '{state}'" for state in sorted(self.sight.private))
        return f"(({private} OR {self.own.condition}) AND ({seen}))"


@cache
def access_paths(sight: Sight) -> AccessPaths:
    return AccessPaths(sight)


@cache
def predicate(visible: Visible) -> str:
    """That the viewer sees a row `{t}`."""
    if isinstance(visible, str):
        return PREDICATES[visible]
    if isinstance(visible, Sight):
        return access_paths(visible).condition
    if isinstance(visible, SeenWith):
        # By OFFSET 0 each row asks for the other; without it PostgreSQL may look up all of those that the viewer sees first.
        seen = access_paths(visible.sight).condition.replace("{t}", "i")
        return f"EXISTS (SELECT FROM {visible.table} i WHERE i.id = {{t}}.{visible.column} AND {seen} OFFSET 0)"
    if isinstance(visible, SeenWithOneOf):
        return f"({' OR '.join(map(predicate, visible.among))})"
    return f"{{t}}.{visible.column} = {{member}}" if isinstance(visible, OfMember) else "true"


class Numbered:
    """The predicate in a statement that is written by hand, with numbered parameters.

    names   of the viewer's values that it asks for, in the order of its parameters; the moment comes behind them, if it asks
    """

    def __init__(self, visible: Visible) -> None:
        self.text = predicate(visible)
        self._asks_now = "{now}" in self.text
        self.names = tuple(name for name in PARAMETERS if f"{{{name}}}" in self.text)

    def sql(self, alias: str, first: int) -> str:
        """That the viewer sees the row at an alias, the parameters numbered from `first`."""
        types = {name: PARAMETERS[name] for name in self.names} | (NOW if self._asks_now else {})
        places = {name: f"${number}::{type_}" for number, (name, type_) in enumerate(types.items(), first)}
        return self.text.replace("{t}", alias).format(**places)

    def values(self, viewer: Viewer, now: datetime) -> list[Any]:
        """Of the parameters."""
        return [*(parameters(viewer)[name] for name in self.names), *([now] if self._asks_now else [])]


ITEM = predicate(items.SIGHT)


def _is_officer_above(code: str) -> str:
    return f"EXISTS (SELECT FROM unnest({{homes}}) AS h (code) WHERE starts_with({code}, h.code))"


TOPIC, PROJECT = predicate(topics.SIGHT), predicate(projects.SIGHT)
SHARE = ("({t}.organization_id = ANY({organizations}) OR {t}.guest_id = ANY({committees}) "
         "OR EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id AND "
         f"(i.publisher_id = ANY({{organizations}}) OR {_is_officer_above('i.home_code')})) "
         f"OR EXISTS (SELECT FROM topic i WHERE i.id = {{t}}.topic_id AND {TOPIC.replace('{t}', 'i')}) "
         f"OR EXISTS (SELECT FROM joint_project i WHERE i.id = {{t}}.project_id AND {PROJECT.replace('{t}', 'i')}))")
"""Of an item its own people, the officers above and those with whom it is shared; of what else is shared whoever sees that."""


def _kinds(*readers: Readers) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind, said in trail.KINDS.items() if said.readers in readers) + ")"


class History:
    """Who sees the events in the history of a subject's objects (`domain.sight.Subject`), of one that has a sight.

    By OFFSET 0 each event asks for its object; without it PostgreSQL may look up all objects that the viewer sees first.
    """

    def __init__(self, subject: Subject, sight: Sight) -> None:
        self.subject = subject
        self.paths = access_paths(sight)
        officer = f" OR {_is_officer_above(f's.{sight.home}')}" if sight.home else ""
        own = f"s.{sight.own} = ANY({{organizations}})"
        later = f"{{t}}.object_version > s.{subject.hidden} AND " if subject.hidden else ""
        self._of_some = (f"({own} OR ({later}({{t}}.kind NOT IN {_kinds(Readers.SHARE)} "
                         f"OR {{t}}.after ->> 'organization_id' = ANY({{organizations}}::text[]) "
                         f"OR {{t}}.after ->> 'guest_id' = ANY({{committees}}::text[]){officer})))")

    def _object(self, *conditions: str) -> str:
        where = " AND ".join(["s.id = {t}.subject_id", *conditions])
        return f"EXISTS (SELECT FROM {self.subject.table} s WHERE {where} OFFSET 0)"

    @property
    def of_seen(self) -> str:
        """Whether who sees the object sees an event in its history that is not for all who do."""
        return self._object(self._of_some)

    @property
    def condition(self) -> str:
        """Who sees an event. Of an object that is no more it is whom it happened for."""
        seen = self._object(self.paths.condition.replace("{t}", "s"), f"({_OF_ALL} OR {self._of_some})")
        return f"{seen} OR ({{t}}.organization_id = ANY({{organizations}}) AND NOT {self._object()})"


_OF_ALL = f"{{t}}.kind NOT IN {_kinds(Readers.PUBLISHED, Readers.SHARE)}"
_BY_ITSELF = f"{{t}}.organization_id = ANY({{organizations}}) OR {_is_officer_above('{t}.home_code')}"


def histories(subjects: Iterable[Subject]) -> list[History]:
    return [History(subject, subject.sight) for subject in subjects if subject.sight]


def event(subjects: Iterable[Subject]) -> str:
    """Who sees an event `{t}`."""
    return _by_subject({each.subject.table: each.condition for each in histories(subjects)}, _BY_ITSELF)


def event_of_seen(subjects: Iterable[Subject]) -> str:
    """Whether who sees the object in whose history an event stands sees the event `{t}`; most need not ask the object."""
    return f"({_OF_ALL} OR {_by_subject({each.subject.table: each.of_seen for each in histories(subjects)}, 'true')})"


def _by_subject(conditions: Mapping[str, str], otherwise: str, column: str = "subject_type") -> str:
    cases = " ".join(f"WHEN '{table}' THEN {condition}" for table, condition in conditions.items())
    return f"CASE {{t}}.{column} {cases} ELSE {otherwise} END" if cases else f"({otherwise})"


def attachment(declared: Iterable[AttachmentOf]) -> str:
    """Who sees an attachment `{t}`."""
    return _by_subject({each.type: _with_object(each) for each in declared}, "false", "object_type")


def _with_object(of: AttachmentOf) -> str:
    """By OFFSET 0 each attachment asks for its object."""
    seen = predicate(of.seen)
    if of.inside:
        opened = ", ".join(f"'{state}'" for state in of.opened)
        seen = f"({predicate(of.inside)} OR (o.state IN ({opened}) AND {seen}))" if opened else predicate(of.inside)
    seen = seen.replace("{t}", "o")
    return f"EXISTS (SELECT FROM {of.table} o WHERE o.id = {{t}}.object_id AND {seen} OFFSET 0)"


EVENT, EVENT_OF_SEEN = event(subjects.ALL.values()), event_of_seen(subjects.ALL.values())

PREDICATES: Mapping[str, str] = {"EVENT": EVENT, "SHARE": SHARE, "ATTACHMENT": attachment(attached.ALL.values())}
"""Those that no sight declares, by the name that a type's declaration uses."""
SEEN_WITH_SUBJECT: Mapping[str, str] = {"EVENT": EVENT_OF_SEEN}
"""What is left to ask of a row when the object in whose history it stands is seen."""
