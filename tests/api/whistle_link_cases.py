"""Duplicates of calls for the tests that go through everything; see `whistle_cases`."""
from typing import Any
from uuid import UUID

from tests import whistles
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, World, over
from tests.city import NEIGHBOUR, STREET, City

CASES = [
    Case("linkWhistle", "whistle { state reason duplicateOf { id } } original { duplicates { nodes { id } } }", "street",
         {"whistleId": "@repeatedWhistle", "duplicateOfId": "@originalWhistle", "reason": "同一处垃圾"},
         {"whistle": {"state": "LINKED", "reason": "同一处垃圾", "duplicateOf": "@originalWhistle"},
          "original": {"duplicates": {"nodes": ["@repeatedWhistle", "@linkedWhistle"]}}},
         "street", {"duplicateOfId": "@overWhistle", "whistleId": "@anotherRepeatedWhistle"}, "OriginalOver"),
    Case("unlinkWhistle", "whistle { state duplicateOf { id } }", "street",
         {"whistleId": "@linkedWhistle", "reason": "另一处"},
         {"whistle": {"state": "TRIAGED", "duplicateOf": None}}, "community", {}, "NotAllowed")]
OTHER: dict[str, dict[str, Any]] = {"linkWhistle": {"reason": "另一原因"}, "unlinkWhistle": {"reason": "另一原因"}}
TOLD = {"linkWhistle": "whistle.linked whistle.joined", "unlinkWhistle": "whistle.unlinked",
        "answeredWhistles": "whistle.handled whistle.answered"}


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    add, city = client.desk.add, client.city
    original = await add(whistles.add_whistle, city, state="ACCEPTED")
    return {"originalWhistle": ("Whistle", original),
            "linkedWhistle": ("Whistle", await add(whistles.add_whistle, city, state="LINKED", duplicate_of_id=original)),
            **{name: ("Whistle", await add(whistles.add_whistle, city, raiser_id=city.neighbour, home_code=NEIGHBOUR))
               for name in ("repeatedWhistle", "anotherRepeatedWhistle")},
            "overWhistle": ("Whistle", await add(whistles.add_whistle, city, state="CLOSED"))}


async def _handled(client: Client, given: Any) -> None:
    await client.write("bank", "handleWhistle", whistleId=given.known["originalWhistle"], result="已清运")


OTHERS = {"answeredWhistles": _handled}
POWERS = {("officers", "the streets of both calls"): over(STREET)}


async def _to_link(world: World) -> Input:
    call, original = [await world.client.desk.add(whistles.add_whistle, world.client.city) for _ in range(2)]
    return {"whistleId": global_id("Whistle", call), "duplicateOfId": global_id("Whistle", original), "reason": "同一处垃圾"}


async def _linked(world: World) -> Input:
    call = await world.client.desk.add(whistles.add_whistle, world.client.city, state="LINKED")
    return {"whistleId": global_id("Whistle", call), "reason": "另一处"}


RIGHTS = {"`linkWhistle`": _to_link, "`unlinkWhistle`": _linked}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """The call of `whistle_cases` is linked to another one."""
    return {"original": await whistles.add_whistle(connection, city)}
