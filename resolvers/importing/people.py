"""Members with their offices, and committees with their seats, many at once: by who runs the hub alone."""
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from db.bulk import loading
from db.bulk.records import Committee, Member, Office, Seat
from domain import committees, terms
from resolvers.writing.by_hand import IMPORTED, ByHand


@dataclass
class People:
    """Who is to come in. All are new, and what they refer to is here or there already.

    homes   the division codes of the organisations that these offices and committees are of, by id
    """

    homes: Mapping[UUID, str]
    members: list[Member] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    committees: list[Committee] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)


async def take_in(hand: ByHand, people: People) -> None:
    """Take in all of them.

    raises   BadInput: no committee is of such an organisation, or a term ends before it starts
    writes   member, joint_committee, office, seat, events member.registered, committee.founded, office.appointed, seat.taken
    """
    assert hand.viewer is None, "it asks nobody's rights"
    for committee in people.committees:
        committees.check_level(committee.level)
    for seat in people.seats:
        terms.check_days(seat.starts_on, seat.ends_on)
    await loading.copy(hand.connection, people.members, created_at=hand.now)
    for rows in (people.committees, people.offices, people.seats):
        await loading.copy(hand.connection, rows)
    for member in people.members:
        hand.record("member.registered", object_type="Member", object_id=member.id, object_version=1, organization_id=None,
                    home_code=member.home_code, after=IMPORTED)
    _record(hand, "committee.founded", "JointCommittee", people.committees, people.homes)
    _record(hand, "office.appointed", "Office", people.offices, people.homes)
    of = {committee.id: committee.organization_id for committee in people.committees}
    for seat in people.seats:
        _tell(hand, "seat.taken", "Seat", seat, of[seat.committee_id], people.homes)


def _record(hand: ByHand, kind: str, type_: str, rows: Sequence[Committee] | Sequence[Office],
            homes: Mapping[UUID, str]) -> None:
    for row in rows:
        _tell(hand, kind, type_, row, row.organization_id, homes)


def _tell(hand: ByHand, kind: str, type_: str, row: Committee | Office | Seat, organization_id: UUID,
          homes: Mapping[UUID, str]) -> None:
    told: dict[str, Any] = {name: value for name, value in asdict(row).items() if name != "id"}
    hand.record(kind, object_type=type_, object_id=row.id, object_version=1, organization_id=organization_id,
                home_code=homes[organization_id], after={**told, **IMPORTED})
