"""Cards of claims, each version."""
from collections.abc import Mapping
from typing import Any

from domain import access
from domain.cards import Card
from tests.reference import cards
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.world import Row, World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    card = Card(**{name: row[name] for name in ("state", "proposer_id", "asked_id")},
                claim_state=cards.claim_of(world, row)["state"])
    return told(access.card_actions(world.viewer, card))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"cards": rooted("card")},
    "Claim": {"card": one("card", "card_id"), "cards": below("card", "claim_id"),
              "proposedCard": lambda world, row, _: world.seen(cards.proposed(world, row))},
    "Organization": {"cards": lambda world, row, given: page(world, "card", cards.of(row["id"]), given)},
    "Card": {"claim": one("claim", "claim_id"), "inForce": lambda world, row, _: cards.in_force(world, row),
             "proposer": one("organization", "proposer_id"), "asked": one("organization", "asked_id"),
             "proposedBy": one("member", "proposed_by"), "answeredBy": one("member", "answered_by"),
             "history": below("event", "object_id"), "viewerCan": permissions},
}
