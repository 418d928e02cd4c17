"""A few items, claims and events that never change, so that answers can be written down."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tests import city as place
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, DISTRICT, FAR_COMMUNITY, NEIGHBOUR, STREET

_ORGANIZATIONS = ("province", "city", "district", "street", "far_street", "community", "neighbour", "far_community",
                  "grid", "school", "bank", "hospital", "department")
_ITEMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "lamp": ("community", COMMUNITY, {"urgency": "URGENT", "category": "PROPERTY", "title": "楼道照明维修",
                                      "body": "三号楼二单元", "address": "幸福路 3 号", "longitude": 115.98,
                                      "latitude": 39.71, "deadline": datetime(2099, 3, 1, tzinfo=UTC)}),
    "parking": ("neighbour", NEIGHBOUR, {"scope": "STREET", "category": "PARKING", "title": "小区停车难",
                                         "quantity": 4, "longitude": 115.99, "latitude": 39.72}),
    "meals": ("street", STREET, {"scope": "DISTRICT", "category": "ELDERLY_CARE", "title": "老人送餐", "unit": "份",
                                 "quantity": 30, "deadline": datetime(2099, 2, 1, tzinfo=UTC)}),
    "hall": ("school", COMMUNITY, {"list": "RESOURCE", "category": "VENUE", "title": "报告厅", "longitude": 115.97,
                                   "latitude": 39.7}),
    "clinic": ("hospital", FAR_COMMUNITY, {"list": "RESOURCE", "resource_kind": "SERVICE", "scope": "DISTRICT",
                                           "category": "HEALTH", "title": "义诊", "body": "老人优先"}),
    "garden": ("district", DISTRICT, {"list": "PROJECT", "scope": "DISTRICT", "title": "口袋公园", "budget_yuan": 12000,
                                      "quantity": 1}),
    "draft": ("community", COMMUNITY, {"state": "DRAFT", "title": "未写完"}),
}
_CLAIMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "school's": ("lamp", "school", "unit", {"state": "ACCEPTED", "quantity": 2}),
    "bank's": ("lamp", "bank", "bank", {"quantity": 1}),
    "hospital's": ("meals", "hospital", "hospital", {"state": "LAPSED", "quantity": 5}),
}


def moment(day: int, hour: int = 8) -> datetime:
    return datetime(2024, 5, day, hour, tzinfo=UTC)


async def build(client: Client) -> dict[str, tuple[str, UUID]]:
    """Fill the city; the type and the row's id by name."""
    city, add = client.city, client.desk.add
    known: dict[str, tuple[str, UUID]] = {name: ("Organization", getattr(city, name)) for name in _ORGANIZATIONS}
    known["committee"] = ("JointCommittee", city.committee)
    for day, (name, (publisher, home, columns)) in enumerate(_ITEMS.items(), 1):
        lead: dict[str, Any] = {"lead_seat_id": city.street_seat} if name == "garden" else {}
        item_id = await add(place.add_item, getattr(city, publisher), home, listed_at=moment(day), **columns, **lead)
        known[name] = (columns.get("list", "DEMAND").capitalize(), item_id)
        if columns.get("state") != "DRAFT":
            await client.event("item.published", known[name][0], item_id, item_id, home_code=home, at=moment(day),
                               organization_id=known[publisher][1], after={"title": columns["title"]})
    await client.pool.execute("INSERT INTO contact (item_id, name, phone) VALUES ($1, '王小明', '13800138000')",
                              known["lamp"][1])
    await client.share(known["parking"][1], city.hospital, "neighbour")
    for day, (name, (item, claimant, handle, columns)) in enumerate(_CLAIMS.items(), 11):
        claim_id = await add(place.add_claim, known[item][1], known[claimant][1], city.members[handle],
                             proposed_at=moment(day), answer_by=datetime(2099, 1, 1, tzinfo=UTC), **columns)
        known[name] = ("Claim", claim_id)
        if columns.get("state") == "ACCEPTED":
            await add(place.add_card, claim_id, state="AGREED", task="换灯", due_at=None)
        await client.event("claim.proposed", "Claim", claim_id, known[item][1], at=moment(day),
                           actor_id=city.members[handle], organization_id=known[claimant][1])
    return known


def names(known: dict[str, tuple[str, UUID]]) -> dict[str, str]:
    """Global ids by name."""
    return {name: global_id(*each) for name, each in known.items()}
