"""Who sees a row (`domain.sight`) in SQL: as a condition on a row, and as the access paths by which a page finds its rows.

`domain.sight.sees` is the same in Python; a test holds the two together. In the texts `{t}` stands for the row's
alias, `{scopes}`, `{homes}` ... for the viewer's values, and `{now}` for the moment at which is asked.
"""
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain import items, subjects, trail
from domain.sight import Named, Sight, Subject
from domain.viewer import Viewer

PARAMETERS: Mapping[str, str] = {
    "scopes": "text[]", "homes": "text[]", "streets": "text[]", "districts": "text[]", "organizations": "uuid[]",
    "member": "uuid",
}
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
            return (f"EXISTS (SELECT FROM {self.named.table} r WHERE r.{self.named.row} = {{t}}.id"
                    f" AND r.{self.column} = ANY({{{self.values}}}){self.holds} OFFSET 0)")
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
        self.scopes = AccessPath("scopes", sight.downward, scoped=True) if sight.downward else None
        self.upward = {digits: AccessPath(_CUT[digits], column, digits=digits) for digits, column in sight.upward.items()}
        self.named = tuple(AccessPath("organizations", each.organization, named=each) for each in sight.named)

    @property
    def all(self) -> tuple[AccessPath, ...]:
        return (self.own, *([self.scopes] if self.scopes else []), *self.upward.values(), *self.named)

    @property
    def condition(self) -> str:
        """That the viewer sees a row `{t}`."""
        seen = " OR ".join(path.condition for path in self.all)
        if not self.sight.private:
            return f"({seen})"
        private = " AND ".join(f"{{t}}.state <> '{state}'" for state in sorted(self.sight.private))
        return f"(({private} OR {self.own.condition}) AND ({seen}))"


OF_ITEM = AccessPaths(items.SIGHT)
ITEM = OF_ITEM.condition


def _through_item(visible_item: str) -> str:
    """By OFFSET 0 each row asks for its item; without it PostgreSQL may look up all items that the viewer sees first."""
    return f"EXISTS (SELECT FROM item i WHERE i.id = {{t}}.item_id AND {visible_item.replace('{t}', 'i')} OFFSET 0)"


def _is_officer_above(code: str) -> str:
    return f"EXISTS (SELECT FROM unnest({{homes}}) AS h (code) WHERE starts_with({code}, h.code))"


CLAIM = _through_item(ITEM)
SHARE = ("({t}.organization_id = ANY({organizations}) OR EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id AND "
         f"(i.publisher_id = ANY({{organizations}}) OR {_is_officer_above('i.home_code')})))")


def _kinds(*readers: trail.Readers) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind, said in trail.KINDS.items() if said.readers in readers) + ")"


class History:
    """Who sees the events in the history of a subject's objects (`domain.sight.Subject`), of one that has a sight.

    By OFFSET 0 each event asks for its object; without it PostgreSQL may look up all objects that the viewer sees first.
    """

    def __init__(self, subject: Subject, sight: Sight) -> None:
        self.subject = subject
        self.paths = AccessPaths(sight)
        officer = f" OR {_is_officer_above(f's.{sight.home}')}" if sight.home else ""
        own = f"s.{sight.own} = ANY({{organizations}})"
        later = f"{{t}}.object_version > s.{subject.hidden} AND " if subject.hidden else ""
        self._of_some = (f"({own} OR ({later}({{t}}.kind NOT IN {_kinds(trail.Readers.SHARE)} "
                         f"OR {{t}}.after ->> 'organization_id' = ANY({{organizations}}::text[]){officer})))")

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


_OF_ALL = f"{{t}}.kind NOT IN {_kinds(trail.Readers.PUBLISHED, trail.Readers.SHARE)}"
_BY_ITSELF = f"{{t}}.organization_id = ANY({{organizations}}) OR {_is_officer_above('{t}.home_code')}"


def histories(subjects: Iterable[Subject]) -> list[History]:
    return [History(subject, subject.sight) for subject in subjects if subject.sight]


def event(subjects: Iterable[Subject]) -> str:
    """Who sees an event `{t}`."""
    return _by_subject({each.subject.table: each.condition for each in histories(subjects)}, _BY_ITSELF)


def event_of_seen(subjects: Iterable[Subject]) -> str:
    """Whether who sees the object in whose history an event stands sees the event `{t}`; most need not ask the object."""
    return f"({_OF_ALL} OR {_by_subject({each.subject.table: each.of_seen for each in histories(subjects)}, 'true')})"


def _by_subject(conditions: Mapping[str, str], otherwise: str) -> str:
    cases = " ".join(f"WHEN '{table}' THEN {condition}" for table, condition in conditions.items())
    return f"CASE {{t}}.subject_type {cases} ELSE {otherwise} END" if cases else f"({otherwise})"


EVENT, EVENT_OF_SEEN = event(subjects.ALL.values()), event_of_seen(subjects.ALL.values())

OPEN = "OPEN"
MEMBER = "{t}.member_id = {member}"  # of rows that are one member's own
PREDICATES: Mapping[str, str] = {OPEN: "true", "MEMBER": MEMBER, "ITEM": ITEM, "CLAIM": CLAIM, "EVENT": EVENT, "SHARE": SHARE}
"""By the name that a type's declaration uses; OPEN: everybody who is signed in sees all rows."""
SEEN_WITH_SUBJECT: Mapping[str, str] = {"EVENT": EVENT_OF_SEEN}
"""What is left to ask of a row when the object in whose history it stands is seen."""
ACCESS_PATHS: Mapping[str, AccessPaths] = {"ITEM": OF_ITEM}
"""Of those whose pages are found by them, by the same name."""


@dataclass(frozen=True)
class IndexScan:
    """A path with those of its values that can hold rows of a page.

    beyond   whether they hold rows outside the page's division too
    scopes   the only scope codes of rows that are wanted; none: all rows are
    """

    path: AccessPath
    values: tuple[Any, ...]
    beyond: bool = False
    scopes: tuple[str, ...] = ()


STREET = 9  # digits


def index_scans(paths: AccessPaths, viewer: Viewer, division: str | None, *, private: bool,
                types: Collection[str] = ()) -> tuple[IndexScan, ...]:
    """The scans that find all rows of a page that the viewer may see, without those that find none or only others' rows.

    division   the beginning of the codes of the rows' homes; None: any
    private    whether the page may have rows in a private state
    types      of the rows that it may have, as `Named.of_divisions` has them
    """
    return tuple(scan for scan in _IndexScans(paths, viewer, division or "").all(private, types) if scan.values)


class _IndexScans:
    """The scans of one viewer's page.

    held     the codes of the divisions that the viewer sees upward from
    around   those that have a column of their own (district, street, community), without those that lie below another
    """

    def __init__(self, paths: AccessPaths, viewer: Viewer, division: str) -> None:
        self.paths, self.viewer, self.division = paths, viewer, division
        self.held = viewer.officer_of | viewer.districts_of
        self.around = [code for code in sorted(self.held)
                       if len(code) in paths.upward and not self._lies_below(code, self.held)]

    def all(self, private: bool, types: Collection[str]) -> Iterator[IndexScan]:
        paths, viewer, division = self.paths, self.viewer, self.division
        own = tuple(sorted(viewer.acts_for))
        if any(division.startswith(code) for code in self.around):  # an officer there sees all of it but what is private
            yield self._all_of_division()
            yield IndexScan(paths.own, own if private else (), beyond=True)
            return
        yield IndexScan(paths.own, own if private else self._own_outside(), beyond=bool(division))
        yield from self._scopes()
        yield from self._upward()
        for path in paths.named:
            yield IndexScan(path, self._organizations_named(path, own, types), beyond=bool(division))

    def _own_outside(self) -> tuple[UUID, ...]:
        """The viewer's organisations but for divisions of which all is seen: a division's rows are at home within it
        (`domain.items.home_code`)."""
        return tuple(sorted(organization for organization in self.viewer.acts_for
                            if not self.viewer.division_of.get(organization, "").startswith(tuple(self.around))))

    def _scopes(self) -> Iterator[IndexScan]:
        """What is seen by its scope. Of scopes around a street or less, the street's rows are scanned, which are fewer than
        those that share the scope; of a district's rows hardly any has a wider scope."""
        if self.paths.scopes is None:
            return
        scopes = [code for code in self.viewer.scopes if code not in self.around and not self._lies_below(code, self.around)]
        inside = tuple(code for code in scopes if code.startswith(self.division))
        around = tuple(code for code in scopes if self.division.startswith(code) and code != self.division)
        if around and len(self.division) >= STREET:
            yield replace(self._all_of_division(), scopes=around)
            around = ()
        yield IndexScan(self.paths.scopes, around + inside, beyond=bool(around))

    def _upward(self) -> Iterator[IndexScan]:
        """The longest column has the shorter homes too: of what is at home in a city or a province itself."""
        upward = self.paths.upward
        inside = [code for code in self.around if code.startswith(self.division)]
        wide = [code for code in sorted(self.held) if len(code) < min(upward, default=0) and code.startswith(self.division)]
        for digits, path in upward.items():
            yield IndexScan(path, (*(wide if digits == max(upward) else ()), *(code for code in inside if len(code) == digits)))

    def _organizations_named(self, path: AccessPath, own: tuple[UUID, ...], types: Collection[str]) -> tuple[UUID, ...]:
        assert path.named is not None
        if path.named.of_divisions is not None and path.named.of_divisions.isdisjoint(types):
            return tuple(sorted(self.viewer.units))
        among: Collection[UUID] | None = getattr(self.viewer, path.named.among) if path.named.among else None
        return own if among is None else tuple(sorted(among))

    def _lies_below(self, code: str, others: Collection[str]) -> bool:
        """Whether one of the others contains the division."""
        return any(code[:digits] in others for digits in self.paths.upward if digits < len(code))

    def _all_of_division(self) -> IndexScan:
        """Of all rows at home in the page's division: by the longest column that is no longer than its code."""
        digits = max(digits for digits in self.paths.upward if digits <= len(self.division))
        return IndexScan(self.paths.upward[digits], (self.division[:digits],), beyond=len(self.division) != digits)
