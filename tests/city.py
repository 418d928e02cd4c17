"""A little city for tests: one district with two streets and three communities, units, members and what they may do.

    `unit` (school), `bank`, `hospital`         liaisons of units in 007001+007002, 007001, 008001
    `department`                                liaison of a department in 007002
    `two-units`                                 liaison of the school and of the bank
    `community`, `neighbour`, `far-community`   secretaries of 007001, 007002, 008001
    `street`, `far-street`, `district`, `city`, `province`   officers
    `member`                                    part-time member of 007001's committee
    `street-member`                             part-time member of 007's committee
    `nobody`                                    holds nothing
"""
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows, viewers
from db.driver.connection import Connection
from domain import cards, claims, credit_codes, folding, items
from domain.process import Process
from domain.viewer import Viewer

PROVINCE, CITY, DISTRICT = "11", "1101", "110111"
STREET, FAR_STREET = "110111007", "110111008"
COMMUNITY, NEIGHBOUR, FAR_COMMUNITY = "110111007001", "110111007002", "110111008001"
GRID = "110111007001001"

_DIVISIONS = {
    "province": ("PROVINCE", PROVINCE, "北京市"), "city": ("CITY", CITY, "市辖区"),
    "district": ("DISTRICT", DISTRICT, "房山区"), "street": ("STREET", STREET, "星城街道"),
    "far_street": ("STREET", FAR_STREET, "东风街道"), "community": ("COMMUNITY", COMMUNITY, "第一社区居委会"),
    "neighbour": ("COMMUNITY", NEIGHBOUR, "第二社区居委会"),
    "far_community": ("COMMUNITY", FAR_COMMUNITY, "羊耳峪社区居委会"), "grid": ("GRID", GRID, "第一网格")}
_UNITS = {
    "school": ("UNIT", "星城小学", "1211011100000001X", ["community", "neighbour"]),
    "bank": ("ENTERPRISE", "工商银行星城分行", "91110111000000002", ["community"]),
    "hospital": ("UNIT", "燕化医院", "12110111000000003", ["far_community"]),
    "department": ("DEPARTMENT", "区民政局", None, ["neighbour"])}
OFFICES = {
    "unit": [("school", "LIAISON")], "bank": [("bank", "LIAISON")], "hospital": [("hospital", "LIAISON")],
    "department": [("department", "LIAISON")],
    "two-units": [("school", "LIAISON"), ("bank", "LIAISON")], "community": [("community", "SECRETARY")],
    "neighbour": [("neighbour", "SECRETARY")], "far-community": [("far_community", "SECRETARY")],
    "street": [("street", "OFFICER")], "far-street": [("far_street", "OFFICER")],
    "district": [("district", "OFFICER")], "city": [("city", "OFFICER")], "province": [("province", "OFFICER")],
    "member": [], "street-member": [], "nobody": []}
CODES = {name: code for name, (_, code, _) in _DIVISIONS.items()}
SINCE = date(2024, 1, 1)
CREATED = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class City:
    """The ids of what was built.

    members   by handle
    seat      the seat of `member`, on `committee`; street_seat that of `street-member`, on `street_committee`
    """

    province: UUID
    city: UUID
    district: UUID
    street: UUID
    far_street: UUID
    community: UUID
    neighbour: UUID
    far_community: UUID
    grid: UUID
    school: UUID
    bank: UUID
    hospital: UUID
    department: UUID
    committee: UUID
    street_committee: UUID
    seat: UUID
    street_seat: UUID
    members: dict[str, UUID]
    viewers: dict[str, Viewer]

    def viewer(self, handle: str) -> Viewer:
        """A member with the rights of the moment when somebody last looked."""
        return self.viewers[handle]

    async def look(self, connection: Connection) -> None:
        now = datetime.now(UTC)
        known = {handle: await viewers.of_member(connection, member, now) for handle, member in self.members.items()}
        self.viewers.update({handle: viewer for handle, viewer in known.items() if viewer})


async def build(connection: Connection) -> City:
    """Fill an empty database."""
    ids = {name: uuid7() for name in [*_DIVISIONS, *_UNITS]}
    for name, (kind, code, label) in _DIVISIONS.items():
        await rows.insert(connection, "organization",
                          {"id": ids[name], "kind": kind, "name": label, "division_code": code, "created_at": CREATED})
    for name, (kind, label, credit, stations) in _UNITS.items():
        full = credit_codes.of(credit[:16]) if credit else None
        await rows.insert(connection, "organization",
                          {"id": ids[name], "kind": kind, "name": label, "credit_code": full, "created_at": CREATED,
                           "home_code": CODES[stations[0]], "no_credit_code_reason": None if credit else "未登记"})
        for station in stations:
            await add_station(connection, ids[name], ids[station])
    members = {handle: await add_member(connection, handle) for handle in OFFICES}
    for handle, offices in OFFICES.items():
        for organization, kind in offices:
            await add_office(connection, members[handle], ids[organization], kind)
    committees = await _committees(connection, ids, members)
    built = City(**ids, **committees, members=members, viewers={})
    await built.look(connection)
    return built


async def _committees(connection: Connection, ids: dict[str, UUID], members: dict[str, UUID]) -> dict[str, UUID]:
    made = {name: uuid7() for name in ("committee", "street_committee", "seat", "street_seat")}
    for committee, seat, place, handle in (("committee", "seat", "community", "member"),
                                           ("street_committee", "street_seat", "street", "street-member")):
        await rows.insert(connection, "joint_committee", {
            "id": made[committee], "organization_id": ids[place], "level": _DIVISIONS[place][0],
            "name": f"{_DIVISIONS[place][2]}大党委", "founded_on": SINCE})
        await rows.insert(connection, "seat", {
            "id": made[seat], "committee_id": made[committee], "member_id": members[handle], "kind": "PART_TIME",
            "organization_id": ids["school"], "starts_on": SINCE})
    return made


async def add_member(connection: Connection, handle: str) -> UUID:
    """A member whose token subject is `sub-<handle>`."""
    member_id = uuid7()
    await rows.insert(connection, "member",
                      {"id": member_id, "subject": f"sub-{handle}", "handle": handle, "name": f"成员{handle}",
                       "created_at": CREATED})
    return member_id


async def add_office(connection: Connection, member_id: UUID, organization_id: UUID, kind: str,
                     starts_on: date = SINCE, ends_on: date | None = None) -> UUID:
    office_id = uuid7()
    await rows.insert(connection, "office", {"id": office_id, "member_id": member_id, "kind": kind,
                                             "organization_id": organization_id, "starts_on": starts_on,
                                             "ends_on": ends_on})
    return office_id


async def add_station(connection: Connection, unit_id: UUID, community_id: UUID, **columns: Any) -> UUID:
    """A station, without event: confirmed, unless columns say otherwise."""
    station_id = uuid7()
    await rows.insert(connection, "station", {"id": station_id, "unit_id": unit_id, "community_id": community_id,
                                              "since": SINCE, **columns})
    return station_id


_SPECIAL: dict[str, dict[str, Any]] = {
    "DEMAND": {"urgency": "ROUTINE"}, "RESOURCE": {"resource_kind": "VENUE"}, "PROJECT": {}}


def _needed(declared: Process, state: str) -> dict[str, Any]:
    """A value for each column that a state has."""
    others = {"reason": "另有安排", "rating": 5}
    return {column: others.get(column) or datetime.now(UTC) for column in declared.states[state].has}


async def add_item(connection: Connection, publisher_id: UUID, home_code: str, **columns: Any) -> UUID:
    """An item, without event: a published demand of ten, unless columns say otherwise."""
    item_id = uuid7()
    kind = columns.get("list", "DEMAND")
    row = {"id": item_id, "list": kind, "state": "PUBLISHED", "publisher_id": publisher_id, "home_code": home_code,
           "scope": "COMMUNITY", "category": "OTHER", "title": "楼道照明维修", "body": "", "quantity": 10, "unit": "次",
           "listed_at": datetime.now(UTC), **_SPECIAL[kind],
           **_needed(items.PROCESS, columns.get("state", "PUBLISHED")), **columns}
    await rows.insert(connection, "item", {**row, "words": folding.words(row["title"], row["body"])})
    return item_id


async def add_notice(connection: Connection, member_id: UUID) -> UUID:
    """That a demand was published, of no event."""
    notice_id = uuid7()
    await rows.insert(connection, "notice", {
        "id": notice_id, "member_id": member_id, "kind": "DEMAND_PUBLISHED", "object_type": "Demand", "object_id": uuid7(),
        "event_id": uuid7(), "at": datetime.now(UTC)})
    return notice_id


async def add_claim(connection: Connection, item_id: UUID, claimant_id: UUID, member_id: UUID,
                    **columns: Any) -> UUID:
    """A claim of one unit, without event: proposed, unless columns say otherwise; the item holds it."""
    claim_id = uuid7()
    now = datetime.now(UTC)
    publisher_id = await connection.fetchval("SELECT publisher_id FROM item WHERE id = $1", item_id)
    row = {"id": claim_id, "item_id": item_id, "publisher_id": publisher_id, "claimant_id": claimant_id,
           "proposed_by": member_id, "quantity": 1, "state": "PROPOSED", "answer_by": now.replace(year=now.year + 1),
           "proposed_at": now, **_needed(claims.PROCESS, columns.get("state", "PROPOSED")), **columns}
    await rows.insert(connection, "claim", row)
    if row["state"] not in ("DECLINED", "WITHDRAWN", "LAPSED"):
        await connection.execute("UPDATE item SET claimed = claimed + $2 WHERE id = $1", item_id, row["quantity"])
    return claim_id


async def add_card(connection: Connection, claim_id: UUID, **columns: Any) -> UUID:
    """A version of a claim's card, without event: proposed by the claimant, unless columns say otherwise."""
    claim = await connection.fetchrow(
        "SELECT c.*, i.publisher_id, (SELECT count(*) FROM card k WHERE k.claim_id = c.id) AS cards FROM claim c "
        "JOIN item i ON i.id = c.item_id WHERE c.id = $1", claim_id)
    assert claim is not None
    state = columns.get("state", "PROPOSED")
    row = {"id": uuid7(), "claim_id": claim_id, "item_id": claim["item_id"], "number": claim["cards"] + 1, "state": state,
           "task": "换灯管", "responsible": "李工", "standard": "全部点亮", "due_at": datetime(2098, 5, 1, tzinfo=UTC),
           "proposer_id": claim["claimant_id"], "asked_id": claim["publisher_id"], "proposed_by": claim["proposed_by"],
           "proposed_at": datetime.now(UTC), **_needed(cards.PROCESS, state), **columns}
    await rows.insert(connection, "card", row)
    if state == "AGREED":
        await connection.execute("UPDATE claim SET card_id = $2, due_at = $3 WHERE id = $1",
                                 claim_id, row["id"], row["due_at"])
    return UUID(str(row["id"]))
