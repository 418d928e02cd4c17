"""Systems: they sign in with a key, may ask for what is listed for them alone, and pay by themselves."""
import asyncio
from typing import Any

import pytest

from db.driver.connection import Pool
from domain import refusals
from hub import running
from hub.sign_in.systems import Systems
from resolvers import systems
from resolvers.executing.context import Context
from resolvers.executing.request import Request, Response
from resolvers.feed import relay
from resolvers.feed.streams import Streams
from tests import city as place
from tests import whistles
from tests.city import COMMUNITY, City
from tests.hub.keeping import KNOWN, ME, ONE_WAY, Keeper, bearer, code, keeper, status
from tests.hub.test_program import sandan
from tests.hub.ways import JSON, Both, body, both, city

__all__ = ["both", "city", "keeper"]
DEMANDS = "{ demands { nodes { title } } }"
RAISE = """mutation { raiseWhistle(input: {idempotencyKey: "hotline-2026-0815", kind: KEY_WORK, category: ENVIRONMENT,
  title: "路灯不亮", resident: {name: "王桂英", phone: "13800001234"}}) {
  ... on RaiseWhistlePayload { whistle { id state raisedBy { name } } } } }"""
CALLS = "{ whistles { nodes { title state resident { name masked } } } }"
TRIAGE = """mutation { triageWhistle(input: {idempotencyKey: "not-a-systems", whistleId: "%s"}) { __typename } }"""
SPREAD = "query { ...a } fragment a on Query { ... { demands { totalCount } } }"
PUBLISH = """mutation { publishDemand(input: {idempotencyKey: "of-a-system", title: "修灯", category: PROPERTY}) {
  __typename } }"""


@ONE_WAY
async def test_it_signs_in_by_its_key(both: Both, keeper: Keeper) -> None:
    _, key = await keeper.add("viewer")
    answer = await both.ask(body(ME), headers=bearer(key))
    assert answer.json() == {"data": {"viewer": {"member": {"name": "12345 热线"}}}}


@ONE_WAY
async def test_what_is_not_listed_is_refused_by_every_way_to_it(both: Both, keeper: Keeper, pool: Pool) -> None:
    """Also what others ask for every day, which goes the short way; of a mutation nothing is written."""
    _, key = await keeper.add("viewer")
    await both.ask(body(DEMANDS))
    before = await pool.fetchval("SELECT count(*) FROM item")
    for text in (DEMANDS, "{ viewer { member { name } } other: demands { totalCount } }", SPREAD, PUBLISH,
                 "{ __schema { queryType { name } } }", '{ node(id: "x") { id } }'):
        assert code(await both.ask(body(text), headers=bearer(key))) == "NOT_FOR_SYSTEM", text
    assert await pool.fetchval("SELECT count(*) FROM item") == before
    listed = await both.ask(body("{ __typename ... on Query { viewer { __typename } } }"), headers=bearer(key))
    assert "errors" not in listed.json()


@ONE_WAY
async def test_a_subscription_is_listed_too(both: Both, keeper: Keeper) -> None:
    _, key = await keeper.add("demandPublished", "viewer")
    signed = await both.hub.sign_in.viewer(f"Bearer {key}")
    assert signed
    streams, context = Streams(both.hub.operations.planning), Context(keeper.pool, signed.viewer, "r-1", running.now)
    refused = streams.subscribe(Request("subscription { changes { cursor } }"), context)
    assert isinstance(refused, Response)
    assert b"NOT_FOR_SYSTEM" in refused.body
    assert not isinstance(streams.subscribe(Request("subscription { demandPublished { cursor } }"), context), Response)


@ONE_WAY
async def test_it_acts_for_its_organisation_and_sees_its_own(both: Both, keeper: Keeper, city: City, pool: Pool) -> None:
    """Not what is open to the community, which its people see."""
    async with pool.acquire() as connection:
        await place.add_item(connection, city.school, COMMUNITY, title="别人的")
    _, key = await keeper.add("demands", "publishDemand")
    published = await both.ask(body(PUBLISH), headers=bearer(key))
    assert published.json()["data"]["publishDemand"]["__typename"] == "PublishDemandPayload"
    seen = (await both.ask(body(DEMANDS), headers=bearer(key))).json()["data"]["demands"]["nodes"]
    assert seen == [{"title": "修灯"}]
    whole = {**JSON, "authorization": f"Bearer {both.sign(sub='sub-community')}"}
    assert len((await both.ask(body(DEMANDS), headers=whole)).json()["data"]["demands"]["nodes"]) == 2


@ONE_WAY
async def test_a_hotline_raises_a_call_and_learns_what_became_of_it(both: Both, city: City, pool: Pool, database: str) -> None:
    """Registered on the command line. It looks at its resident on record, does not dispatch, and sees no other's calls."""
    done = await asyncio.to_thread(sandan, "system", "register", "--name", "12345 热线", "--division", COMMUNITY, "--allow",
                                   "raiseWhistle", "--allow", "whistles", DATABASE_URL=database)
    assert done.returncode == 0, done.stderr
    subject, key = done.stdout.split()
    async with pool.acquire() as connection:
        await whistles.add_whistle(connection, city, raiser_id=city.grid, title="别人的")
    raised = [(await both.ask(body(RAISE), headers=bearer(key))).json()["data"]["raiseWhistle"]["whistle"] for _ in range(2)]
    assert raised[0] == raised[1]  # its own reference number is one call
    assert (raised[0]["state"], raised[0]["raisedBy"]["name"]) == ("REPORTED", "12345 热线")
    assert code(await both.ask(body(TRIAGE % raised[0]["id"]), headers=bearer(key))) == "NOT_FOR_SYSTEM"
    street = {**JSON, "authorization": f"Bearer {both.sign(sub='sub-street')}"}
    await both.ask(body(TRIAGE % raised[0]["id"]), headers=street)
    seen = (await both.ask(body(CALLS), headers=bearer(key))).json()["data"]["whistles"]["nodes"]
    assert seen == [{"title": "路灯不亮", "state": "TRIAGED", "resident": {"name": "王桂英", "masked": False}}]
    assert await pool.fetchval("SELECT bool_and(m.subject = $1) FROM contact_read r JOIN member m ON m.id = r.member_id "
                               "WHERE r.subject_type = 'whistle'", subject)


@ONE_WAY
async def test_two_keys_are_good_at_a_time(both: Both, keeper: Keeper) -> None:
    _, others = await keeper.add("viewer")
    subject, first = await keeper.add("viewer")
    second = await keeper.do(systems.replace_key_by_hand, subject=subject)
    assert [await status(both, key) for key in (first, second)] == [200, 200]
    third = await keeper.do(systems.replace_key_by_hand, subject=subject)
    both.hub.rights.forget()  # as the event does
    assert [await status(both, key) for key in (first, second, third, others)] == [401, 200, 200, 200]


@ONE_WAY
async def test_a_system_that_is_closed_is_let_in_no_more(both: Both, keeper: Keeper, pool: Pool) -> None:
    _, others = await keeper.add("viewer")
    subject, key = await keeper.add("viewer")
    assert await status(both, key) == 200
    await keeper.do(systems.close_by_hand, subject=subject)
    both.hub.rights.forget()
    assert [await status(both, each) for each in (key, others)] == [401, 200]
    assert await pool.fetchval("SELECT count(*) FROM system_key") == 1
    for use_case in (systems.replace_key_by_hand, systems.close_by_hand):
        for of in (subject, "system:unheard-of"):
            with pytest.raises(refusals.NotFound):
                await keeper.do(use_case, subject=of)


async def test_each_change_of_a_key_is_on_record_and_changes_rights(keeper: Keeper, pool: Pool, city: City) -> None:
    """So that every hub forgets at once what it remembers of the old one."""
    subject, key = await keeper.add("viewer")
    await keeper.do(systems.replace_key_by_hand, subject=subject)
    await keeper.do(systems.close_by_hand, subject=subject)
    events = await pool.fetch("SELECT kind, home_code, before, after FROM event ORDER BY seq")
    assert [row["kind"] for row in events] == [
        "member.registered", "office.appointed", "system.registered", "system.key_replaced", "member.deactivated",
        "system.closed"]
    assert {row["home_code"] for row in events} == {COMMUNITY}
    async with pool.acquire() as connection:
        await relay.place_batch(connection, 10)
        assert key not in str([dict(row) for table in ("event", "member", "system", "system_key", "office")
                               for row in await connection.fetch(f"SELECT * FROM {table}")])


@ONE_WAY
@pytest.mark.parametrize("key", ["sandan_", "sandan_" + "a" * 43, "sandan_" + "ä" * 43, "sandan_" + "a" * 5000])
async def test_what_is_no_key_is_not_believed(both: Both, key: str) -> None:
    async with both.routed() as client:
        headers = [(b"authorization", f"Bearer {key}".encode()), (b"content-type", b"application/json")]
        answer = await client.post("/graphql", content=body(ME), headers=headers)
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")


@ONE_WAY
async def test_it_pays_by_itself(both: Both, keeper: Keeper) -> None:
    """So much a minute as was given to it, whatever members may."""
    _, key = await keeper.add("viewer", cost=100)
    async with both.direct() as client:
        answers = [await client.post("/graphql", content=body(ME), headers=bearer(key)) for _ in range(15)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert answers[0].headers["ratelimit-policy"].startswith('"system";q=100;')


@ONE_WAY
async def test_it_has_no_calendar(both: Both, keeper: Keeper) -> None:
    _, key = await keeper.add("viewer")
    async with both.routed() as client:
        answer = await client.post("/calendar", headers=bearer(key))
    assert (answer.status_code, code(answer)) == (403, "NOT_FOR_SYSTEM")


@pytest.mark.parametrize(("wrong", "field"), [
    ({"allow": ["everything"]}, "allow"), ({"allow": []}, "allow"), ({"cost": 5}, "cost")])
async def test_what_cannot_be_registered(keeper: Keeper, city: City, pool: Pool, wrong: Any, field: str) -> None:
    given = {"name": "热线", "division_code": COMMUNITY, "allow": ["viewer"], "known": KNOWN, "cost": 1000, **wrong}
    with pytest.raises(refusals.BadInput) as refused:
        await keeper.do(systems.register_by_hand, **given)
    assert refused.value.field == field
    assert await pool.fetchval("SELECT count(*) FROM system") == 0


async def test_what_cannot_be_a_key_is_not_looked_up() -> None:
    """Whoever guesses costs the database nothing."""
    without: Any = None
    for text in ("sandan_", "sandan_" + "a" * 42, "sandan_" + "a" * 44, "sandan_" + "ä" * 43, "x" + "a" * 49):
        with pytest.raises(refusals.Unauthenticated):
            await Systems(without, running.now, 1).verify(text)


@ONE_WAY
async def test_other_rights_hold_from_the_next_request_on(both: Both, keeper: Keeper) -> None:
    subject, key = await keeper.add("viewer")
    assert await status(both, key) == 200
    await keeper.do(systems.allow_by_hand, subject=subject, allow=["demands"], known=KNOWN, cost=None)
    both.hub.rights.forget()  # as the event does
    assert code(await both.ask(body(ME), headers=bearer(key))) == "NOT_FOR_SYSTEM"
    assert "errors" not in (await both.ask(body(DEMANDS), headers=bearer(key))).json()


async def test_who_acts_for_the_division_is_told_of_the_command_line(database: str, pool: Pool, city: City) -> None:
    """As of what an officer does by the API."""
    name = ("system", "register", "--name", "热线", "--division", COMMUNITY, "--allow", "whistles")
    subject = (await asyncio.to_thread(sandan, *name, DATABASE_URL=database)).stdout.split()[0]
    for step in (("replace-key", subject), ("allow", subject, "--cost", "70000"), ("close", subject)):
        assert (await asyncio.to_thread(sandan, "system", *step, DATABASE_URL=database)).returncode == 0
    told = await pool.fetch("SELECT n.kind FROM notice n JOIN member m ON m.id = n.member_id WHERE m.subject = 'sub-community' "
                            "AND n.kind LIKE 'SYSTEM%' ORDER BY n.at")
    assert [each["kind"] for each in told] == ["SYSTEM_REGISTERED", "SYSTEM_CHANGED", "SYSTEM_CHANGED", "SYSTEM_CLOSED"]


async def test_the_command_line(database: str, pool: Pool) -> None:
    """A field that there is not is named; nothing is registered."""
    done = await asyncio.to_thread(sandan, "system", "register", "--name", "热线", "--division", COMMUNITY,
                                   "--allow", "everything", DATABASE_URL=database)
    assert done.returncode == 1
    assert "everything" in done.stderr
    assert (await asyncio.to_thread(sandan, "system", "list", DATABASE_URL=database)).stdout == ""
