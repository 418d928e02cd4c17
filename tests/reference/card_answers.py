"""Cards of claims and of joint projects, each version."""
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain import access, dates
from domain.cards import Card
from domain.projects import parties
from tests.reference import cards
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.project_answers import ruled
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    of, going_on = cards.of_what(world.tables, row)
    card = Card(**{name: row[name] for name in ("state", "proposer_id", "asked_id")}, of_state=of["state"], going_on=going_on)
    if of.table == "claim":
        return told(access.card_actions(world.viewer.acts_for, card))
    open_days = [each["due_on"] for each in world.tables.of("milestone")
                 if each["project_id"] == of["id"] and each["state"] in ("PLANNED", "REPORTED")]
    card = replace(card, due_on=row["due_at"] and dates.day(row["due_at"]), last_milestone_on=max(open_days, default=None))
    return told(access.card_actions(parties(world.viewer, world.viewer.member_id, ruled(world, of)), card))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"cards": rooted("card")},
    "Claim": {"card": one("card", "card_id"), "cards": below("card", "claim_id"),
              "proposedCard": lambda world, row, _: world.seen(cards.proposed(world, row))},
    "JointProject": {"card": one("card", "card_id"), "cards": below("card", "joint_project_id"),
                     "proposedCard": lambda world, row, _: world.seen(cards.proposed(world, row))},
    "Organization": {"cards": lambda world, row, given: page(world, "card", cards.of(row["id"]), given)},
    "Card": {"claim": one("claim", "claim_id"), "jointProject": one("joint_project", "joint_project_id"),
             "inForce": lambda world, row, _: cards.in_force(world, row),
             "proposer": one("organization", "proposer_id"), "asked": one("organization", "asked_id"),
             "proposedBy": one("member", "proposed_by"), "answeredBy": one("member", "answered_by"),
             "history": below("event", "object_id"), "viewerCan": permissions},
}
