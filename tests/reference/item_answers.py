"""What is listed, claims of it, and whom it is shared with."""
from collections.abc import Mapping
from typing import Any

from domain import access, claims, items
from tests.reference import cards, projects, widening
from tests.reference.answers import Answer, below, division, one, rooted
from tests.reference.conditions import claim_status
from tests.reference.organization_answers import place
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def contact(world: World, row: Row, _: Arguments) -> Mapping[str, Any] | None:
    stored = world.tables.contacts.get(row["id"])
    parties = {row["publisher_id"], *(
        claim["claimant_id"] for claim in world.tables.of("claim")
        if claim["item_id"] == row["id"] and claim["state"] in ("ACCEPTED", "DELIVERED", "REWORK", "CONFIRMED"))}
    if stored is None or parties & set(world.viewer.acts_for):
        return stored and {**stored, "masked": False}
    return {"name": f"{stored['name'][0]}**", "phone": f"{stored['phone'][:3]}****{stored['phone'][-4:]}", "masked": True}


def slot(_: World, row: Row, __: Arguments) -> Mapping[str, Any] | None:
    return row["during"] and {"startsAt": row["during"].lower, "endsAt": row["during"].upper}


def _ruled(row: Row, open_claims: int = 0) -> items.Item:
    return items.Item(**{name: row[name] for name in (
        "list", "state", "publisher_id", "home_code", "scope", "quantity", "claimed", "deadline", "resource_kind",
        "version", "next_stage_at")}, open_claims=open_claims)


def item_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    open_claims = sum(claim["item_id"] == row["id"] and claim["state"] in ("PROPOSED", "ACCEPTED", "DELIVERED", "REWORK")
                      for claim in world.tables.of("claim"))
    return told(access.item_actions(world.viewer, _ruled(row, open_claims), world.now))


def _receiver_home(world: World, row: Row, item: Row) -> str:
    receiver = world.tables.find("organization", row["claimant_id"] if item["list"] == "RESOURCE" else item["publisher_id"])
    assert receiver is not None
    return str(receiver["division_code"] or receiver["home_code"] or item["home_code"])


def claim_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    item = world.tables.find("item", row["item_id"])
    assert item is not None
    claim = claims.Claim(**{name: row[name] for name in ("state", "claimant_id", "quantity", "answer_by", "version")},
                         awaits_card=cards.proposed(world, row) is not None, is_joined=projects.is_joined(world, row),
                         receiver_home=_receiver_home(world, row, item))
    return told(access.claim_actions(world.viewer, claim, _ruled(item), world.now))


ITEM: Mapping[str, Answer] = {
    "publisher": one("organization", "publisher_id"), "home": division("home_code"), "place": place,
    "remaining": lambda _, row, __: row["quantity"] - row["claimed"], "claimStatus": lambda _, row, __: claim_status(row),
    "publishedAt": lambda _, row, __: None if row["state"] == "DRAFT" else row["listed_at"],
    "claims": below("claim", "item_id"), "history": below("event", "subject_id"), "shares": below("share", "item_id"),
    "viewerCan": item_permissions, "contact": contact, "stage": lambda _, row, __: widening.stage(row),
    "nextStageAt": lambda _, row, __: widening.next_stage_at(row), "stageLimits": lambda _, row, __: widening.limits(row),
}
ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"resources": rooted("item", list="RESOURCE"), "demands": rooted("item", list="DEMAND"),
              "projects": rooted("item", list="PROJECT"), "items": rooted("item"), "claims": rooted("claim")},
    "Resource": ITEM, "Demand": {**ITEM, "grid": one("organization", "grid_id")},
    "Project": {**ITEM, "leadSeat": one("seat", "lead_seat_id"),
                "budgetYuan": lambda _, row, __: None if row["budget_yuan"] is None else str(row["budget_yuan"])},
    "Claim": {"item": one("item", "item_id"), "claimant": one("organization", "claimant_id"),
              "proposedBy": one("member", "proposed_by"), "slot": slot, "viewerCan": claim_permissions,
              "history": below("event", "object_id")},
    "Share": {"organization": one("organization", "organization_id"), "sharedBy": one("member", "shared_by"),
              "committee": one("joint_committee", "guest_id"), "item": one("item", "item_id"),
              "topic": one("topic", "topic_id"), "jointProject": one("joint_project", "project_id")},
}
