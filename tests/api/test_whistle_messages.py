"""The thread of a call: who writes, and who reads what; read as everybody, by every way there is."""
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests import whistle_messages, whistles
from tests.api.client import Client, global_id
from tests.city import GRID, STREET
from tests.whistles import AT

THREAD = """query($id: ID!, $filter: WhistleMessageFilter, $by: WhistleMessageOrder) { node(id: $id) { ... on Whistle {
    messages(first: 100, filter: $filter, orderBy: $by) { totalCount nodes { id } } } } }"""
NODE = "query($id: ID!) { node(id: $id) { id } }"
PAST = "{ events(first: 100) { nodes { kind object { id } } } viewer { notices { nodes { kind subject { id } } } } }"
PUSHED = "subscription { whistleChanged { event { kind } whistle { id } } }"
TALK = {"community", "street", "district", "city", "province", "bank", "two-units", "unit"}
"""Who sees a call of the community that the bank handles and the school assists."""


async def _written(client: Client, handle: str, call: UUID, **more: Any) -> str:
    answer = await client.write(handle, "writeWhistleMessage", "... on WriteWhistleMessagePayload { whistleMessage { id } }",
                                whistleId=global_id("Whistle", call), body="请补充具体地址", **more)
    return str(answer["whistleMessage"]["id"])


async def _reads(client: Client, handle: str, call: UUID, messages: Mapping[str, str]) -> set[str]:
    """What a member reads of these messages, in every way or in none.

    messages   the kinds of their events by their ids
    """
    thread = (await client.read(handle, THREAD, id=global_id("Whistle", call)))["node"]
    listed = {each["id"] for each in thread["messages"]["nodes"]} if thread else set()
    assert len(listed) == (thread["messages"]["totalCount"] if thread else 0)
    found = {each for each in messages if (await client.read(handle, NODE, id=each))["node"]}
    past = await client.read(handle, PAST)
    events = {each["object"]["id"] for each in past["events"]["nodes"] if each["object"]}
    assert listed == found == events & messages.keys(), handle
    assert {each["kind"] for each in past["events"]["nodes"]} == {messages[each] for each in listed}
    told = {each["subject"]["id"] for each in past["viewer"]["notices"]["nodes"] if each["subject"]}
    assert len(told) == len(past["viewer"]["notices"]["nodes"]), (handle, past)
    assert told <= listed
    pushed = await client.pushed(handle, PUSHED)
    assert {each["data"]["whistleChanged"]["event"]["kind"] for each in pushed} == {messages[each] for each in listed} & {
        "WHISTLE_MESSAGED"}, handle
    return listed


@pytest.mark.parametrize(("raiser", "columns", "blind"), [
    ("community", {}, {"community"}), ("community", {"level": "GRID", "home_code": GRID[:12], "raiser": "grid"}, {"community"}),
    ("street", {"level": "STREET", "home_code": STREET, "raiser": "street"}, {"community", "street"})])
async def test_nobody_reads_what_he_must_not(client: Client, raiser: str, columns: dict[str, Any], blind: set[str]) -> None:
    """The caller and who is below the dispatcher none of the internal ones: not in the list, by its id, in the trail, by a
    notice or pushed; others nothing at all."""
    raiser_id = getattr(client.city, columns.pop("raiser", raiser))
    call = await client.desk.add(whistles.add_whistle, client.city, assisting=("school",), raiser_id=raiser_id, **columns)
    other = await client.desk.add(whistles.add_whistle, client.city, "hospital")
    for internal in (True, False):
        await client.desk.add(whistle_messages.add_message, client.city, other, internal=internal)
    shown, internal_ = await _written(client, "bank", call), await _written(client, "unit", call, internal=True)
    messages = {shown: "WHISTLE_MESSAGED", internal_: "WHISTLE_INSIDE_NOTED"}
    talk = TALK - ({"community"} if raiser == "street" else set())
    for handle in client.city.members:
        expected = ({shown} if handle in talk else set()) | ({internal_} if handle in talk - blind else set())
        assert await _reads(client, handle, call, messages) == expected, handle


async def test_who_raised_it_and_handles_it_itself_sees_nothing_internal(client: Client) -> None:
    """A street that leads, or assists, in its own call is no other for that."""
    city = client.city
    call = await client.desk.add(whistles.add_whistle, city, "street", ("bank",), raiser_id=city.street, home_code=STREET,
                                 level="STREET")
    await _written(client, "bank", call, internal=True)
    for handle, count in (("street", 0), ("bank", 1), ("district", 1)):
        thread = (await client.read(handle, THREAD, id=global_id("Whistle", call)))["node"]["messages"]
        assert (thread["totalCount"], len(thread["nodes"])) == (count, count), handle
    await client.refused("street", "writeWhistleMessage", "NotAllowed", whistleId=global_id("Whistle", call), body="问",
                         internal=True)


@pytest.mark.parametrize(("handle", "told"), [
    ("community", {"street", "bank", "two-units", "unit"}), ("bank", {"community", "street", "unit", "two-units"}),
    ("street", {"community", "bank", "two-units", "unit"})])
async def test_the_other_parties_are_told(client: Client, handle: str, told: set[str]) -> None:
    """And of no text: an event and a notice have none."""
    call = await client.desk.add(whistles.add_whistle, client.city, assisting=("school",))
    await _written(client, handle, call)
    names = {member: name for name, member in client.city.members.items()}
    found = [names[row["member_id"]] for row in await client.pool.fetch("SELECT member_id FROM notice")]
    assert {*found} - {handle} == told - {handle}
    assert len(found) == len({*found})
    event = await client.desk.last_event()
    assert not event["before"] and not event["after"]


async def test_a_note_is_told_to_those_who_see_it(client: Client) -> None:
    call = await client.desk.add(whistles.add_whistle, client.city, assisting=("school",))
    await _written(client, "bank", call, internal=True)
    names = {member: name for name, member in client.city.members.items()}
    found = {names[row["member_id"]] for row in await client.pool.fetch("SELECT member_id FROM notice")}
    assert found - {"two-units"} == {"street", "unit"}


async def test_for_whom_one_writes(client: Client) -> None:
    """Who acts for several parties says for which, or it is the first; nobody writes for another."""
    city = client.city
    call = await client.desk.add(whistles.add_whistle, city, "school", ("bank",))
    ids = {name: global_id("Organization", getattr(city, name)) for name in ("school", "bank", "hospital", "street")}

    async def author(handle: str, **more: Any) -> UUID:
        await _written(client, handle, call, **more)
        return (await client.desk.last_event())["organization_id"]  # type: ignore[no-any-return]

    assert await author("two-units") == city.school
    assert await author("two-units", organizationId=ids["bank"]) == city.bank
    assert await author("street") == city.street
    assert await author("district") == city.district
    for handle, name in (("two-units", "hospital"), ("bank", "school"), ("district", "street")):
        await client.refused(handle, "writeWhistleMessage", "NotAllowed", whistleId=global_id("Whistle", call), body="问",
                             organizationId=ids[name])
    for handle in ("hospital", "neighbour", "far-street", "nobody"):
        wrong = await client.rejects(handle, "writeWhistleMessage", whistleId=global_id("Whistle", call), body="问")
        assert wrong["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("state", ["CLOSED", "WITHDRAWN"])
async def test_of_what_is_over_nothing_more_is_written(client: Client, state: str) -> None:
    call = await client.desk.add(whistles.add_whistle, client.city, state=state)
    await client.refused("bank", "writeWhistleMessage", "WrongState", whistleId=global_id("Whistle", call), body="问")


async def test_what_is_written_stays(client: Client) -> None:
    call = await client.desk.add(whistles.add_whistle, client.city)
    await client.desk.add(whistle_messages.add_message, client.city, call)
    for change in ("UPDATE whistle_message SET body = '改'", "DELETE FROM whistle_message"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            await client.pool.execute(change)


async def test_filters_and_orders(client: Client) -> None:
    city, add = client.city, client.desk.add
    call = await add(whistles.add_whistle, city)
    a = global_id("WhistleMessage", await add(whistle_messages.add_message, city, call))
    b = global_id("WhistleMessage", await add(
        whistle_messages.add_message, city, call, internal=True, body="已催办", written_at=AT + timedelta(hours=1),
        organization_id=city.street, written_by=city.members["street"]))
    for by, filters, wanted in (
            ("OLDEST", {}, [a, b]), ("NEWEST", {}, [b, a]), ("OLDEST", {"internal": True}, [b]),
            ("OLDEST", {"internal": False}, [a]), ("OLDEST", {"mine": True}, [b]), ("OLDEST", {"text": "地址"}, [a]),
            ("OLDEST", {"organizationId": global_id("Organization", city.bank)}, [a]),
            ("OLDEST", {"writtenFrom": (AT + timedelta(hours=1)).isoformat()}, [b]),
            ("OLDEST", {"writtenBefore": (AT + timedelta(hours=1)).isoformat()}, [a])):
        thread = (await client.read("street", THREAD, id=global_id("Whistle", call), filter=filters, by=by))["node"]["messages"]
        assert [each["id"] for each in thread["nodes"]] == wanted, filters


async def test_a_page_of_one_and_of_a_hundred_are_the_same_statements(client: Client) -> None:
    text = """query($n: Int!) { whistles(first: $n) { nodes { messages(first: $n) { totalCount nodes { body internal
        organization { name } writtenBy { name } } } } } }"""
    for _ in range(3):
        call = await client.desk.add(whistles.add_whistle, client.city)
        for internal in (True, False):
            await client.desk.add(whistle_messages.add_message, client.city, call, internal=internal)
    counts = []
    for size in (1, 100):
        await client.read("street", text, n=size)
        counts.append(len(client.sent))
    assert counts[0] == counts[1]
