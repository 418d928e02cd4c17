"""Some webhooks, and what was sent there."""
from random import Random
from typing import Any

from domain.webhooks import DeliveryProblem, DeliveryState, WebhookFormat, WebhookState
from tests.api import webhook_cases
from tests.city import City
from tests.reference.choices import NOON


async def fill(connection: Any, city: City) -> None:
    """One in each state of each of some organisations."""
    choose: Any = Random(23).choice
    for organization in ("school", "community", "street"):
        for state in WebhookState:
            over, fails = NOON if state == "REMOVED" else None, choose((None, NOON.replace(year=2199)))
            webhook = await webhook_cases.add(
                connection, city, organization=organization, state=state, removed_at=over, format=choose([*WebhookFormat]),
                kinds=choose((None, ["CLAIM_PROPOSED"])), failures=choose((0, 3)), gives_up_at=fails, added_at=NOON)
            for pos in range(4):
                problem = choose((None, *DeliveryProblem))
                await webhook_cases.add_delivery(
                    connection, webhook, state=choose([*DeliveryState]), pos=pos,
                    kind=choose(("CLAIM_PROPOSED", "ITEM_EXPIRED")), at=choose((NOON, NOON.replace(hour=3))), problem=problem,
                    status=choose((None, 500)), tries=pos)
