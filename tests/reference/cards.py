"""Cards as the reference knows them: what of them the columns alone do not say."""
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.reference.conditions import division
from tests.reference.stored import Row, Tables
from tests.reference.world import World

GOING_ON = ("ACCEPTED", "DELIVERED", "REWORK")


OPEN = ("FORMED", "UNDER_WAY")


def proposed(world: World, of: Row) -> Row | None:
    return world.tables.first("card", lambda row: of["id"] in (row["claim_id"], row["joint_project_id"])
                              and row["state"] == "PROPOSED")


def of_what(tables: Tables, row: Row) -> tuple[Row, tuple[str, ...]]:
    """The claim or the joint project that a card is of, and in which states of it cards go on."""
    claim = tables.find("claim", row["claim_id"])
    of = claim or tables.find("joint_project", row["joint_project_id"])
    assert of is not None
    return of, GOING_ON if claim else OPEN


def in_force(world: World, row: Row) -> bool:
    return bool(of_what(world.tables, row)[0]["card_id"] == row["id"])


def awaits(world: World, row: Row) -> bool:
    of, going_on = of_what(world.tables, row)
    return row["state"] == "PROPOSED" and row["asked_id"] in world.viewer.acts_for and of["state"] in going_on


def overdue(world: World, row: Row) -> bool:
    """Whether it holds, its time limit is over, and what it is of is still to be done."""
    what, _ = of_what(world.tables, row)
    return bool(in_force(world, row) and row["due_at"] and row["due_at"] <= world.now
                and what["state"] in ("ACCEPTED", "REWORK", *OPEN))


def within(world: World, value: str) -> Callable[[Row], bool]:
    """By the item of its claim, or its project."""
    def holds(row: Row) -> bool:
        at_home = world.tables.find("item", row["item_id"]) or world.tables.find("joint_project", row["joint_project_id"])
        return at_home is not None and at_home["home_code"].startswith(division(value))
    return holds


def of(organization: UUID) -> Callable[[Row], bool]:
    return lambda row: organization in (row["proposer_id"], row["asked_id"])


def said(row: Row) -> str:
    return " ".join(row[name] for name in ("task", "responsible", "standard") if row[name] is not None)


def mine(world: World, wanted: Any) -> Callable[[Row], bool]:
    return lambda row: any(of(each)(row) for each in world.viewer.acts_for) is wanted
