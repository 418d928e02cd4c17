"""A hotline hears what became of the calls that it raised: at its own webhook, each step, in order, under its reference."""
import orjson

from resolvers import systems, whistle_messages, whistles
from resolvers.feed import relay
from tests.api.client import global_id
from tests.api.test_calls_of_systems import CALL, hotline, worked_off
from tests.api.webhook_cases import SECRET
from tests.city import COMMUNITY
from tests.hub.outgoing.conftest import Outside
from tests.hub.outgoing.receiver import receiving
from tests.hub.outgoing.test_webhooks import is_genuine


async def _placed(outside: Outside) -> None:
    async with outside.desk.pool.acquire() as connection:
        while await relay.place_batch(connection, 1000):
            pass


async def test_each_step_comes_with_its_reference(outside: Outside) -> None:
    """Also what its own organisation does; not what it did itself, nor what becomes of another's call."""
    desk = outside.desk
    one = await hotline(desk)
    async with receiving() as receiver, receiving() as organizations, outside.sending():
        await outside.webhook(receiver.port, system_id=one.system_id, home_code=COMMUNITY)
        await outside.webhook(organizations.port)
        call = (await desk.ids(one, whistles.raise_, reference="2026-0815", **CALL))["whistle"]
        beside = (await desk.ids("community", whistles.raise_, **CALL))["whistle"]
        kinds = await worked_off(desk, call)
        await worked_off(desk, beside)
        await _placed(outside)
        await receiver.until(len(kinds))
        await outside.until(lambda: _nothing_waits(outside))
    said = [orjson.loads(each.body)["data"] for each in receiver.got]
    assert [each["eventKind"] for each in said] == kinds
    assert {each["reference"] for each in said} == {"2026-0815"}
    assert {(each["subjectType"], each["subjectId"]) for each in said} == {("Whistle", global_id("Whistle", call))}
    assert all(is_genuine(SECRET, each.headers, each.body) for each in receiver.got)
    assert len({*receiver.ids}) == len(kinds)
    others = [orjson.loads(each.body)["data"] for each in organizations.got]
    assert {each["subjectId"] for each in others} == {global_id("Whistle", each) for each in (call, beside)}
    assert not any("reference" in each for each in others)  # it is the system's own


async def test_a_message_about_a_call_comes_with_its_reference(outside: Outside) -> None:
    desk = outside.desk
    one = await hotline(desk)
    async with receiving() as receiver, outside.sending():
        await outside.webhook(receiver.port, system_id=one.system_id, home_code=COMMUNITY)
        call = (await desk.ids(one, whistles.raise_, reference="2026-0815", **CALL))["whistle"]
        await desk.ids("street", whistle_messages.write_, whistle_id=call, body="请补充地址。")
        await _placed(outside)
        await receiver.until(1)
    said, = (orjson.loads(each.body)["data"] for each in receiver.got)
    assert (said["subjectType"], said["reference"]) == ("WhistleMessage", "2026-0815")


async def _nothing_waits(outside: Outside) -> bool:
    return "WAITING" not in await outside.states()


async def test_a_system_that_is_closed_is_told_no_more(outside: Outside) -> None:
    desk = outside.desk
    one = await hotline(desk)
    async with receiving() as receiver:
        await outside.webhook(receiver.port, system_id=one.system_id, home_code=COMMUNITY)
        call = (await desk.ids(one, whistles.raise_, **CALL))["whistle"]
        await desk.ids("community", systems.close, system_id=one.system_id)
        await worked_off(desk, call)
        await _placed(outside)
        async with outside.sending():
            await outside.until(lambda: _nothing_waits(outside))
            await outside.until(lambda: _is_queued(outside))
    assert receiver.got == []


async def _is_queued(outside: Outside) -> bool:
    """Whether all that happened was looked at."""
    return bool(await outside.desk.pool.fetchval("SELECT pos = (SELECT max(pos) FROM event) FROM outgoing"))
