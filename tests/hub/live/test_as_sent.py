"""What an event is about is shown as it is when the event is sent: maybe further on than the event, never further back."""
import pytest

from resolvers import claims, items
from tests.desk import Desk
from tests.hub.conftest import Sign
from tests.hub.live.conftest import BEGINNING, Connect, Operations, Planned, begin, hear, say

FOLLOW = "subscription ($after: Cursor) { claimChanged(after: $after) { claim { state } event { kind } } }"


@pytest.fixture
def watched() -> Operations:
    return Planned()


async def test_a_claim_that_went_on_meanwhile(desk: Desk, connect: Connect, sign: Sign) -> None:
    item = (await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH", quantity=4))["item"]
    claim = (await desk.ids("unit", claims.propose, item_id=item, quantity=1))["claim"]
    await desk.ids("community", claims.accept, claim_id=claim)
    async with connect() as client:
        await begin(client, authorization=f"Bearer {sign(sub='sub-unit')}")
        await say(client, type="subscribe", id="1", payload={"query": FOLLOW, "variables": {"after": BEGINNING}})
        told = [(await hear(client))["payload"]["data"]["claimChanged"] for _ in range(2)]  # type: ignore[index]
        assert [(each["event"]["kind"], each["claim"]["state"]) for each in told] == [
            ("CLAIM_PROPOSED", "ACCEPTED"), ("CLAIM_ACCEPTED", "ACCEPTED")]
        await desk.ids("unit", claims.deliver, claim_id=claim, report="已送达")
        last = (await hear(client))["payload"]["data"]["claimChanged"]  # type: ignore[index]
        assert last == {"claim": {"state": "DELIVERED"}, "event": {"kind": "CLAIM_DELIVERED"}}
