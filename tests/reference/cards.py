"""Cards as the reference knows them: what of them the columns alone do not say."""
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.reference.world import Row, World

GOING_ON = ("ACCEPTED", "DELIVERED", "REWORK")


def proposed(world: World, claim: Row) -> Row | None:
    return world.tables.first("card", lambda row: row["claim_id"] == claim["id"] and row["state"] == "PROPOSED")


def claim_of(world: World, row: Row) -> Row:
    claim = world.tables.find("claim", row["claim_id"])
    assert claim is not None
    return claim


def in_force(world: World, row: Row) -> bool:
    return bool(claim_of(world, row)["card_id"] == row["id"])


def awaits(world: World, row: Row) -> bool:
    return row["state"] == "PROPOSED" and row["asked_id"] in world.viewer.acts_for and claim_of(world, row)["state"] in GOING_ON


def of(organization: UUID) -> Callable[[Row], bool]:
    return lambda row: organization in (row["proposer_id"], row["asked_id"])


def said(row: Row) -> str:
    return " ".join(row[name] for name in ("task", "responsible", "standard") if row[name] is not None)


def mine(world: World, wanted: Any) -> Callable[[Row], bool]:
    return lambda row: any(of(each)(row) for each in world.viewer.acts_for) is wanted
