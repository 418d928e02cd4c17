"""By which access paths a viewer's page finds its rows, and with which of the viewer's values."""
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from db.visibility import MEMBER, AccessPath, AccessPaths
from domain.viewer import NOBODY, Viewer, paired_code


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


def scans_by(paths: AccessPaths, viewer: Viewer, division: str | None, by: Collection[str]) -> tuple[IndexScan, ...]:
    """The scans of the rows that have one of these of the viewer's values in a column of their own.

    division   the beginning of the codes of the rows' homes; None: any
    by         names of `db.visibility.PARAMETERS`: the member, or its organisations
    """
    held = {MEMBER: () if viewer.member_id == NOBODY else (viewer.member_id,), "organizations": tuple(sorted(viewer.sees_for))}
    return tuple(IndexScan(path, held[path.values], beyond=bool(division)) for path in paths.all
                 if path.values in by and not path.named and held[path.values])


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
        own = tuple(sorted(viewer.sees_for))
        if any(division.startswith(code) for code in self.around):  # an officer there sees all of it but what is private
            yield self._all_of_division()
            yield IndexScan(paths.own, own if private else (), beyond=True)
            return
        yield IndexScan(paths.own, own if private or paths.sight.strays else self._own_outside(), beyond=bool(division))
        yield from self._scopes()
        yield from self._upward()
        for path in paths.parties:
            yield IndexScan(path, own, beyond=bool(division))
        if paths.seated:
            yield IndexScan(paths.seated, tuple(sorted(viewer.sits_on)), beyond=bool(division))
        if paths.person:
            yield IndexScan(paths.person, () if viewer.member_id == NOBODY else (viewer.member_id,), beyond=bool(division))
        if paths.system:
            yield IndexScan(paths.system, () if viewer.system_id is None else (viewer.system_id,), beyond=bool(division))
        for path in paths.named:
            yield IndexScan(path, self._whom_they_name(path, types), beyond=bool(division))

    def _own_outside(self) -> tuple[UUID, ...]:
        """The viewer's organisations but for divisions of which all is seen: a division's rows are at home within it
        (`domain.items.home_code`)."""
        return tuple(sorted(organization for organization in self.viewer.sees_for
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
        paired = tuple(sorted(map(paired_code, self.viewer.paired_with))) if self.division else ()  # at home anywhere
        yield IndexScan(self.paths.scopes, around + inside + paired, beyond=bool(around or paired))

    def _upward(self) -> Iterator[IndexScan]:
        """The longest column has the shorter homes too: of what is at home in a city or a province itself."""
        upward = self.paths.upward
        inside = [code for code in self.around if code.startswith(self.division)]
        wide = [code for code in sorted(self.held) if len(code) < min(upward, default=0) and code.startswith(self.division)]
        for digits, path in upward.items():
            yield IndexScan(path, (*(wide if digits == max(upward) else ()), *(code for code in inside if len(code) == digits)))

    def _whom_they_name(self, path: AccessPath, types: Collection[str]) -> tuple[UUID, ...]:
        """Those of the viewer's organisations or committees that rows may name."""
        assert path.named is not None
        if path.named.of_divisions is not None and path.named.of_divisions.isdisjoint(types):
            return tuple(sorted(self.viewer.units))
        own = path.named.who.of(self.viewer)
        among: Collection[UUID] | None = getattr(self.viewer, path.named.among) if path.named.among else None
        return tuple(sorted(own if among is None else set(among).intersection(own)))

    def _lies_below(self, code: str, others: Collection[str]) -> bool:
        """Whether one of the others contains the division."""
        return any(code[:digits] in others for digits in self.paths.upward if digits < len(code))

    def _all_of_division(self) -> IndexScan:
        """Of all rows at home in the page's division: by the longest column that is no longer than its code."""
        digits = max(digits for digits in self.paths.upward if digits <= len(self.division))
        return IndexScan(self.paths.upward[digits], (self.division[:digits],), beyond=len(self.division) != digits)
