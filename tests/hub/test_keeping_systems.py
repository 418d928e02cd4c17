"""Systems that officers keep: their keys are told once, what is let in is what there is, and no system keeps others."""
from typing import Any

from db.driver.connection import Pool
from hub import running
from resolvers import systems
from resolvers.feed import relay
from resolvers.writing import by_hand
from tests.api import system_cases
from tests.api.client import global_id
from tests.city import COMMUNITY, City
from tests.hub.keeping import ONE_WAY, Keeper, bearer, code, keeper, status
from tests.hub.ways import JSON, Both, body, both, city

__all__ = ["both", "city", "keeper"]
REGISTER = """mutation($input: RegisterSystemInput!) { registerSystem(input: $input) { __typename
  ... on RegisterSystemPayload { key system { id state } } ... on Refusal { message } } }"""
ALLOW = "mutation($input: AllowSystemInput!) { allowSystem(input: $input) { __typename } }"
REPLACE = """mutation($input: ReplaceSystemKeyInput!) { replaceSystemKey(input: $input) {
  ... on ReplaceSystemKeyPayload { first: key key system { id } } } }"""


def _new(city: City, key: str, **more: Any) -> dict[str, Any]:
    return {"idempotencyKey": key, "name": "物业报修", "organizationId": global_id("Organization", city.community),
            "allow": ["viewer"], **more}


async def _write(both: Both, text: str, given: dict[str, Any], headers: dict[str, str]) -> Any:
    async with both.routed() as client:
        answer = (await client.post("/graphql", content=body(text, variables={"input": given}), headers=headers)).json()
    assert "errors" not in answer, answer
    made, = answer["data"].values()
    return made


@ONE_WAY
async def test_a_key_is_in_the_first_answer_alone(both: Both, city: City, pool: Pool, capfd: Any) -> None:
    """Not in that of a retry, which is about the same system; not in the database, the events placed; not in what is logged."""
    officer = {**JSON, "authorization": f"Bearer {both.sign(sub='sub-community')}"}
    first = await _write(both, REGISTER, _new(city, "register-one"), officer)
    again = await _write(both, REGISTER, _new(city, "register-one"), officer)
    assert (again["system"], again["key"]) == (first["system"], None)
    assert await pool.fetchval("SELECT count(*) FROM system") == 1
    other = {"idempotencyKey": "replace-one", "systemId": first["system"]["id"]}
    second = await _write(both, REPLACE, other, officer)
    assert second["key"] == second["first"] != first["key"]
    assert (await _write(both, REPLACE, other, officer))["key"] is None
    assert await pool.fetchval("SELECT count(*) FROM system_key") == 2  # the retry made none
    assert [await status(both, each["key"]) for each in (first, second)] == [200, 200]
    async with pool.acquire() as connection:
        await relay.place_batch(connection, 10)
    said, out = await everything(pool), capfd.readouterr()
    for secret in (first["key"], second["key"]):
        assert secret not in said
        assert secret not in out.out + out.err


async def everything(pool: Pool) -> str:
    tables = await pool.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    return "".join([await pool.fetchval(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {row['name']} t")
                    for row in tables])


@ONE_WAY
async def test_what_it_may_ask_for_is_what_there_is(both: Both, city: City, pool: Pool) -> None:
    async with both.routed() as client:
        given = {"input": _new(city, "everything-1", allow=["everything"])}
        answer = await client.post("/graphql", content=body(REGISTER, variables=given), headers={
            **JSON, "authorization": f"Bearer {both.sign(sub='sub-community')}"})
    assert code(answer) == "BAD_INPUT"
    assert "everything" in answer.json()["errors"][0]["message"]
    assert await pool.fetchval("SELECT count(*) FROM system") == 0
    async with pool.acquire() as connection:
        system = global_id("System", await system_cases.add(connection, city))
    async with both.routed() as client:
        given = {"input": {"idempotencyKey": "everything-2", "systemId": system, "allow": ["everything"]}}
        answer = await client.post("/graphql", content=body(ALLOW, variables=given), headers={
            **JSON, "authorization": f"Bearer {both.sign(sub='sub-community')}"})
    assert code(answer) == "BAD_INPUT"


@ONE_WAY
async def test_no_system_keeps_systems(both: Both, keeper: Keeper, city: City, pool: Pool) -> None:
    """Not even one that may ask for it: it could let in what may do more than itself."""
    async with pool.acquire() as connection:
        _, key = await by_hand.do(by_hand.ByHand(connection, running.now()), systems.register_by_hand, name="热线",
                                        division_code=COMMUNITY, allow=["registerSystem"], known=["registerSystem"], cost=9000)
    refused = await _write(both, REGISTER, _new(city, "by-a-system"), bearer(key))
    assert refused["__typename"] == "NotAllowed"
    assert await pool.fetchval("SELECT count(*) FROM system") == 1
