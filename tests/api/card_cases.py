"""Four-part cards for the tests of every mutation: what is there, each in yes and in no, and who may."""
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from db.log import events
from tests import city as place
from tests import projects
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, World, acts_for, over
from tests.city import COMMUNITY, City

DUE = "2098-06-01T00:00:00.000000Z"
PARTS = {"task": "每月义诊", "responsible": "李医生", "standard": "每场二十人次", "dueAt": DUE}


async def add_claim(client: Client, state: str = "ACCEPTED", **columns: Any) -> UUID:
    """Of the school on a demand of the community."""
    city, add = client.city, client.desk.add
    item = await add(place.add_item, city.community, COMMUNITY)
    return await add(place.add_claim, item, city.school, city.members["unit"], state=state, **columns)


async def add(client: Client, claim_state: str = "ACCEPTED", **columns: Any) -> UUID:
    """A card that the school proposed to the community, unless columns say otherwise."""
    return await client.desk.add(place.add_card, await add_claim(client, claim_state), **columns)


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """An accepted claim without a card, one whose card waits, a card that waits, one of a claim that is over, and one of the
    community's own; a project without one, and one whose card waits."""
    waiting = await add_claim(client)
    project = await client.desk.add(projects.add_project, client.city)
    carded = await client.desk.add(projects.add_project, client.city)
    await client.desk.add(projects.add_card, carded)
    return {"accepted": ("Claim", await add_claim(client)), "waiting": ("Claim", waiting),
            "card": ("Card", await client.desk.add(place.add_card, waiting)),
            "cardless": ("JointProject", project), "carded": ("JointProject", carded),
            "tooLate": ("Card", await add(client, "WITHDRAWN")),
            "own": ("Card", await add(client, proposer_id=client.city.community, asked_id=client.city.school))}


ATTACHED = {"Card": (add, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""
CASES = [
    Case("proposeCard", "card { number state inForce task responsible standard dueAt proposer { id } asked { id } "
                        "claim { id } } claim { card { number } proposedCard { number } }", "unit",
         {"claimId": "@accepted", **PARTS},
         {"card": {"number": 1, "state": "PROPOSED", "inForce": False, **PARTS, "proposer": "@school", "asked": "@community",
                   "claim": "@accepted"}, "claim": {"card": None, "proposedCard": {"number": 1}}},
         "community", {"claimId": "@waiting"}, "CardAwaitsAnswer"),
    Case("proposeProjectCard", "card { number state proposer { id } asked { id } claim { id } jointProject { id } } "
                               "jointProject { card { number } proposedCard { number } endsOn }", "unit",
         {"jointProjectId": "@cardless", **PARTS},
         {"card": {"number": 1, "state": "PROPOSED", "proposer": "@school", "asked": "@community", "claim": None,
                   "jointProject": "@cardless"},
          "jointProject": {"card": None, "proposedCard": {"number": 1}, "endsOn": "2098-06-30"}},
         "community", {"jointProjectId": "@carded"}, "CardAwaitsAnswer"),
    Case("agreeCard", "card { state inForce answeredBy { handle } version } claim { card { id } proposedCard { id } }",
         "community", {"cardId": "@card"},
         {"card": {"state": "AGREED", "inForce": True, "answeredBy": {"handle": "community"}, "version": 2},
          "claim": {"card": "@card", "proposedCard": None}},
         "community", {"cardId": "@tooLate"}, "WrongState"),
    Case("declineCard", "card { state reason }", "community", {"cardId": "@card", "reason": "时限太紧"},
         {"card": {"state": "DECLINED", "reason": "时限太紧"}}, "unit", {}, "NotAllowed"),
    Case("withdrawCard", "card { state reason } claim { proposedCard { id } }", "unit", {"cardId": "@card"},
         {"card": {"state": "WITHDRAWN", "reason": None}, "claim": {"proposedCard": None}}, "unit", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "proposeCard": {"task": "另一任务"}, "proposeProjectCard": {"task": "另一任务"}, "agreeCard": {"cardId": "@tooLate"},
    "withdrawCard": {"cardId": "@tooLate"}}
TOLD = {"proposeCard": "card.proposed", "agreeCard": "card.agreed", "declineCard": "card.declined",
        "withdrawCard": "card.withdrawn", "proposeProjectCard": "card.proposed",
        "cards": "project.rescheduled card.agreed"}
"""The kinds of events that each of them leaves."""


async def by_agreement(client: Client, _: Any) -> None:
    """On a project, which is planned to end by it on another day."""
    project = await client.desk.add(projects.add_project, client.city)
    card = await client.desk.add(projects.add_card, project, due_at=datetime(2098, 7, 31, tzinfo=UTC))
    await client.write("community", "agreeCard", "... on AgreeCardPayload { card { id } }", cardId=global_id("Card", card))


OTHERS = {"cards": by_agreement}
"""What else leaves events."""


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, one that waits, and an event."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    for claim in await connection.fetch("SELECT id FROM claim"):
        card = await place.add_card(connection, claim["id"], state="AGREED", answered_by=city.members["unit"], reason="无")
        await place.add_card(connection, claim["id"])
    await events.write(connection, [events.new(
        at=at, kind="card.agreed", object_type="Card", object_id=card, object_version=2, actor_id=city.members["unit"],
        organization_id=city.school, subject_id=await connection.fetchval("SELECT item_id FROM card WHERE id = $1", card),
        home_code=COMMUNITY, request_id="of-a-test", before={"state": "PROPOSED"}, after={"state": "AGREED"})])
    return {"card": card}


# -- who may, by the lines of docs/rights.md

async def _accepted(world: World) -> Input:
    return {"claimId": global_id("Claim", await add_claim(world.client)), **PARTS}


def _of(**more: Any) -> Callable[[World], Awaitable[Input]]:
    async def make(world: World) -> Input:
        return {"cardId": global_id("Card", await add(world.client)), **more}
    return make


async def _of_project(world: World) -> Input:
    city = world.client.city
    project = await world.client.desk.add(projects.add_project, city, {"bank": 100}, host_id=city.school,
                                          lead_unit_id=city.bank, lead_seat_id=world.seat)
    return {"jointProjectId": global_id("JointProject", project), **PARTS}


RIGHTS: dict[str, Callable[[World], Awaitable[Input]]] = {
    "`proposeCard`": _accepted, "`proposeProjectCard`": _of_project, "`agreeCard`": _of(),
    "`declineCard`": _of(reason="时限太紧"), "`withdrawCard`": _of()}
"""By the first cell of a line of docs/rights.md, what is handed in."""
POWERS = {
    ("who acts for it; officers over the host's division; who holds the seat that leads", "either side of the project"):
        acts_for("school") | over(COMMUNITY) | acts_for("bank") | {"unit-holder"},
    ("who acts for it", "either party of the claim"): acts_for("school") | acts_for("community"),
    ("who acts for it", "the party that is asked"): acts_for("community"),
    ("who acts for it", "the party that proposed it"): acts_for("school"),
}
"""By its second and third cell, who may."""
