"""Who is asking, as far as rights go: read from the database at each operation, never from the token."""
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from domain.committees import SeatKind
from domain.words import Worded, Words

NOBODY = UUID(int=0)
LEVELS = (2, 4, 6, 9, 12, 15)  # digits of province, city, district, street, community, grid


class OfficeKind(Worded):
    LIAISON = "LIAISON", Words("联络员", "A liaison who acts for a unit.", "，代表驻区单位")
    SECRETARY = "SECRETARY", Words("书记", "Secretary of a community or street.", "（社区、街道）")
    OFFICER = "OFFICER", Words("工作人员", "An officer of a street or district.", "（街道、区县）")
    GRID_HEAD = "GRID_HEAD", Words("网格长", "The head of a grid; one at a time.", "：每个网格同时至多一人")
    GRID_STAFF = "GRID_STAFF", Words("网格员", "A worker of a grid.")


GRID_POSTS = frozenset({OfficeKind.GRID_HEAD, OfficeKind.GRID_STAFF})


def paired_code(publisher_id: UUID) -> str:
    """The code of who is paired with a publisher, where others are of divisions; `scope_code_of` in the database."""
    return f"P{publisher_id}"


@dataclass(frozen=True)
class Viewer:
    """A member and what the member's offices and seats of today give.

    acts_for      organisations the member may act for, with the kinds of office held there
    belongs_to    division codes the member belongs to, by office, by the unit's stations or by seat
    officer_of    division codes that the member holds as secretary or officer: seen upward, with all below
    districts_of  the city and district codes below those of `officer_of` that are provinces or cities
    rights_until  the last day on which these rights are surely the same; None when no term ends
    units         those of `acts_for` that are units, not divisions
    division_of   the division codes of those that are divisions
    shared_with   those of `acts_for` and `sits_on` with which an item or a topic is shared; None: not looked up
    paired_with   the other sides of pairings that hold today, of those of `acts_for`
    sits_on       the joint committees where the member has a seat, with the kinds of seats
    only          of a system the root fields that it may ask for; None: a person, who may ask for any
    cost          of a system, that it may have a minute; None: as everybody
    system_id     of a system, itself: it sees what it made; None: a person
    only_own      of a system, whether it sees that alone, and nothing for acting for its organisation
    """

    member_id: UUID
    acts_for: Mapping[UUID, frozenset[OfficeKind]]
    belongs_to: frozenset[str]
    officer_of: frozenset[str]
    districts_of: frozenset[str]
    rights_until: date | None
    units: frozenset[UUID] = frozenset()
    division_of: Mapping[UUID, str] = field(default_factory=dict)
    shared_with: frozenset[UUID] | None = None
    sits_on: Mapping[UUID, frozenset[SeatKind]] = field(default_factory=dict)
    only: frozenset[str] | None = None
    cost: int | None = None
    system_id: UUID | None = None
    only_own: bool = False
    paired_with: frozenset[UUID] = frozenset()

    @cached_property
    def known(self) -> dict[Hashable, Any]:
        """What somebody works out of these rights, and wants to know again as long as they hold."""
        return {}

    @cached_property
    def scopes(self) -> list[str]:
        """Every code that is an ancestor or equal of a division the member belongs to, and those of publishers that it is
        paired with."""
        around = {code[:digits] for code in self.belongs_to for digits in LEVELS if digits <= len(code)}
        return sorted(around.union(map(paired_code, self.paired_with)))

    @property
    def sees_for(self) -> Collection[UUID]:
        """The organisations whose rows it sees for acting for them."""
        return () if self.only_own else self.acts_for

    @cached_property
    def sees_by(self) -> Mapping[str, Any]:
        """The values by which it sees, as `db.visibility.PARAMETERS` names them; `member` only of who is somebody."""
        return {
            "scopes": self.scopes,
            "homes": sorted(self.officer_of | {code for code in self.districts_of if len(code) == 4}),
            "streets": sorted(code for code in self.officer_of if len(code) == 9),
            "districts": sorted({code for code in self.officer_of if len(code) == 6} | self.districts_of),
            "organizations": sorted(self.sees_for),
            "committees": sorted(self.sits_on),
            "systems": [] if self.system_id is None else [self.system_id],
            **({} if self.member_id == NOBODY else {"member": self.member_id}),
        }

    @cached_property
    def grids(self) -> Mapping[UUID, str]:
        """The grids where the member is head or staff today, each with its division code: from there it may report."""
        return {grid: code for grid, code in self.division_of.items() if self.acts_for[grid] & GRID_POSTS}

    @cached_property
    def anonymous(self) -> "Viewer":
        """The same rights without the person. What is read with it can depend on nothing but the rights: whatever asks for
        the member finds none."""
        return replace(self, member_id=NOBODY)

    @cached_property
    def sees_as(self) -> Hashable:
        """Equal for viewers who see the same: every field, but how long they are sure to hold."""
        return tuple(_hashable(getattr(self, each.name)) for each in fields(self) if each.name != "rights_until")

    def is_officer_over(self, code: str) -> bool:
        """Whether the division `code` lies within one that the member is officer or secretary of."""
        return any(code.startswith(office) for office in self.officer_of)

    def is_secretary_of(self, committee_id: UUID) -> bool:
        """Whether the member has a secretary's seat on the joint committee."""
        return SeatKind.SECRETARY in self.sits_on.get(committee_id, ())

    def division_over(self, code: str) -> UUID | None:
        """The lowest division that the member is officer or secretary of and in which the division `code` lies."""
        over = [(len(own), organization) for organization, own in self.division_of.items() if code.startswith(own)
                and self.acts_for[organization] & {OfficeKind.SECRETARY, OfficeKind.OFFICER}]
        return max(over)[1] if over else None


def _hashable(value: Any) -> Hashable:
    return frozenset(value.items()) if isinstance(value, Mapping) else value
