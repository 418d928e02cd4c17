"""Messages of calls for the tests that go through everything; see `whistle_cases`."""
from typing import Any
from uuid import UUID

from tests import whistle_messages, whistles
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import STREET, City

CASES = [Case("writeWhistleMessage", "whistleMessage { body internal organization { id } whistle { id } }", "bank",
              {"whistleId": "@talkedWhistle", "body": "请补充具体地址"},
              {"whistleMessage": {"body": "请补充具体地址", "internal": False, "organization": "@bank",
                                  "whistle": "@talkedWhistle"}},
              "community", {"internal": True}, "NotAllowed")]
OTHER: dict[str, dict[str, Any]] = {"writeWhistleMessage": {"body": "已补充"}}
TOLD = {"writeWhistleMessage": "whistle.messaged", "whistleNotes": "whistle_inside.noted"}


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    return {"talkedWhistle": ("Whistle", await client.desk.add(whistles.add_whistle, client.city, assisting=("school",)))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    call = await whistles.add_whistle(connection, city)
    message = await whistle_messages.add_message(connection, city, call)
    return {"whistleMessage": message, "whistle_message": message, "whistlemessage": message}


async def _note(client: Client, given: Any) -> None:
    await client.write("street", "writeWhistleMessage", whistleId=given.known["talkedWhistle"], body="已催办", internal=True)


OTHERS = {"whistleNotes": _note}
POWERS = {("who acts for the caller or a department of it; officers over its street", "the call"):
          acts_for("community") | acts_for("bank") | over(STREET),
          ("who acts for a department of it; officers over its street", "the call"): acts_for("bank") | over(STREET)}


def _written(*, internal: bool) -> Make:
    async def make(world: World) -> Input:
        call = await world.client.desk.add(whistles.add_whistle, world.client.city)
        return {"whistleId": global_id("Whistle", call), "body": "请补充具体地址", "internal": internal}
    return make


RIGHTS: dict[str, Make] = {"`writeWhistleMessage` to all parties": _written(internal=False),
                           "`writeWhistleMessage` internally": _written(internal=True)}
