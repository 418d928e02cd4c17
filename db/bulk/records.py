"""Whole rows, table by table, as loading adds them: the fields are the columns that the database does not fill."""
from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from domain import folding


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    TABLE: ClassVar = "organization"
    id: UUID
    kind: str
    name: str
    division_code: str | None = None
    credit_code: str | None = None
    home_code: str | None = None
    no_credit_code_reason: str | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    TABLE: ClassVar = "station"
    id: UUID
    unit_id: UUID
    community_id: UUID
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    TABLE: ClassVar = "joint_committee"
    id: UUID
    organization_id: UUID
    level: str
    name: str
    founded_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    TABLE: ClassVar = "member"
    id: UUID
    subject: str
    handle: str | None
    name: str
    home_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    TABLE: ClassVar = "office"
    id: UUID
    member_id: UUID
    organization_id: UUID
    kind: str
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    TABLE: ClassVar = "seat"
    id: UUID
    committee_id: UUID
    member_id: UUID
    organization_id: UUID | None
    kind: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    TABLE: ClassVar = "item"
    id: UUID
    list: str
    state: str
    publisher_id: UUID
    home_code: str
    scope: str
    category: str
    title: str
    body: str
    quantity: int
    unit: str
    claimed: int = 0
    listed_at: datetime
    starts_at: datetime | None = None
    deadline: datetime | None = None
    closed_at: datetime | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    urgency: str | None = None
    grid_id: UUID | None = None
    resource_kind: str | None = None
    budget_yuan: Decimal | None = None
    lead_seat_id: UUID | None = None
    version: int = 1
    words: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", folding.words(self.title, self.body))

    def columns(self) -> dict[str, Any]:
        """What there is to tell of it: all but what only a search looks at."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "words"}

    @property
    def same(self) -> Hashable:
        """What two items have in common that say the same, whatever has become of either."""
        return tuple(value for name, value in self.columns().items() if name not in _COURSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    TABLE: ClassVar = "contact"
    item_id: UUID
    name: str
    phone: str


_COURSE = frozenset({"id", "state", "claimed", "listed_at", "closed_at", "lead_seat_id", "version"})
Row = Organization | Station | Committee | Member | Office | Seat | Item | Contact
