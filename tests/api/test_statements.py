"""How many statements an operation sends follows from its shape: the same for one row and for a hundred."""
import asyncio
from typing import Any

import pytest

from tests import city as place
from tests.api import crowd
from tests.api.client import Client, global_id, mutation, new_key
from tests.api.crowd import Crowd


@pytest.fixture
async def many(client: Client) -> Crowd:
    return await crowd.build(client)


READS = {
    "{ __typename }": 0,
    "{ __schema { queryType { name } } }": 0,
    "{ viewer { member { name } } }": 1,
    "query($n: Int) { demands(first: $n) { nodes { id title publisher { name } home { name parent { name } } } } }": 1,
    "query($n: Int) { demands(first: $n) { totalCount edges { cursor node { id } } pageInfo { endCursor } } }": 1,
    """query($n: Int) { demands(first: $n) { nodes { id
        claims(first: 5) { totalCount nodes { quantity claimant { name } } } } } }""": 2,
    """query($n: Int) { demands(first: $n) { nodes { id
        claims(first: 5) { nodes { history(first: 5) { nodes { kind } } } }
        history(first: 5) { nodes { kind actor { name } } } shares(first: 5) { nodes { id } } } } }""": 5,
    """query($n: Int) { demands(first: $n) { nodes {
        publisher { items(first: 5) { nodes { claims(first: 2) { totalCount } } } }
        viewerCan { action allowed } } } }""": 3,
    """query($n: Int) { first: demands(first: $n) { nodes { id } } second: demands(first: $n) { nodes { title } }
        items(first: $n) { nodes { __typename ... on Demand { urgency }
            ... on Project { leadSeat { member { name } } } } } }""": 3,
    """query($n: Int) { demands(first: $n) { nodes { id } }
        demands(first: $n) { nodes { title claims { totalCount } } } }""": 2,
    """query($n: Int) { organizations(first: $n, filter: {kind: [COMMUNITY]}) { nodes { name
        committees(first: 3) { nodes { organization { name } } }
        stationed(first: 100) { totalCount nodes { unit { name offices(first: 1) { nodes { kind } } } } } } } }""": 4,
    "query($n: Int) { claims(first: $n) { nodes { item { title publisher { name } } claimant { name } } } }": 1,
    "query($n: Int) { events(first: $n) { nodes { kind item { title claims(first: 2) { nodes { id } } } } } }": 2,
    """query($n: Int) { demands(last: $n, filter: {text: "需求"}, orderBy: MOST_LEFT) {
        nodes { id } pageInfo { startCursor } } }""": 1,
    """query($n: Int, $more: Boolean = false) { demands(first: $n) { nodes { id
        claims(first: 5) @include(if: $more) { totalCount } } } }""": 1,
    "query($n: Int) { resources(first: $n) { nodes { id claims { nodes { id } } } } }": 1,  # no rows, no list below
}


@pytest.mark.parametrize(("query", "statements"), READS.items())
async def test_reads(client: Client, many: Crowd, query: str, statements: int) -> None:
    for rows in (1, 100):
        fallen = client.operations.fallen
        await client.read("bank", query, **({"n": rows} if "$n" in query else {}))
        assert len(client.sent) == statements, rows
        assert client.operations.fallen == fallen + ("__schema" in query)
    assert client.short == ([] if "__schema" in query else [True, True])


async def test_the_same_statements(client: Client, many: Crowd) -> None:
    """Not only as many: the same texts, so that the server plans them once."""
    query = "query($n: Int) { demands(first: $n) { nodes { id claims(first: $n) { nodes { id } } } } }"
    await client.read("bank", query, n=1)
    texts = list(client.sent)
    await client.read("hospital", query, n=100)
    assert client.sent == texts


async def test_a_snapshot_is_one_transaction(client: Client, many: Crowd) -> None:
    query = "query($n: Int) @snapshot { demands(first: $n) { nodes { id claims { totalCount } } } }"
    for rows in (1, 100):
        await client.read("bank", query, n=rows)
        assert client.sent[0].startswith("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        assert client.sent[-1] == "COMMIT;"
        assert len(client.sent) == 4


ENTITIES = """query($keys: [_Any!]!) { _entities(representations: $keys) { __typename
    ... on Organization { name stations(first: 5) { nodes { community { name } } } }
    ... on Demand { title publisher { name } claims(first: 5) { nodes { id } } }
    ... on Claim { quantity } } }"""


async def test_entities(client: Client, many: Crowd) -> None:
    """One for each type among the representations, and for each list below."""
    for count in (1, 33):
        keys = [*_keys("Demand", many.items[:count]), *_keys("Claim", many.claims[:count])]
        await client.read("bank", ENTITIES, keys=keys)
        assert len(client.sent) == 3, count
        keys += _keys("Organization", many.organizations[:count])
        found = await client.read("bank", ENTITIES, keys=keys)
        assert len(client.sent) == 5, count
        assert [each["__typename"] for each in found["_entities"]] == [key["__typename"] for key in keys]


def _keys(type_name: str, row_ids: list[Any]) -> list[dict[str, str]]:
    return [{"__typename": type_name, "id": global_id(type_name, row_id)} for row_id in row_ids]


async def test_nodes(client: Client, many: Crowd) -> None:
    """One for each type among the ids, and for each list below; the answers stand as the ids do."""
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { id ... on ListItem { title claims(first: 5) { nodes { id } } }
        ... on Claim { quantity } ... on Organization { name } } }"""
    for count in (1, 40):
        ids = [*(global_id("Demand", each) for each in many.items[:count]), "re" + "0" * 32, "nothing",
               *(global_id("Claim", each) for each in many.claims[:count])]
        for order in (ids, ids[::-1]):
            found = await client.read("bank", query, ids=order)
            assert [each and each["id"] for each in found["nodes"]] == [each if len(each) > 7 and "0" * 32 not in each else None
                                                                       for each in order]
            assert len(client.sent) == 4, count  # demands and their claims, the resource that is not there, claims
    ids = [global_id("Organization", many.organizations[0])] * 100
    assert len({str(each) for each in (await client.read("bank", query, ids=ids))["nodes"]}) == len(client.sent) == 1
    assert await client.read("bank", query, ids=[]) == {"nodes": []} and client.sent == []


CLAIMED = ["WITH"]
"""How the one statement of `claimItem` begins: item, claim, event and answer, and a payload that has no lists."""
STEP = ["BEGIN;", "SELECT", "UPDATE", "UPDATE", "WITH", "COMMIT;"]
"""And those of a step: claim and item; claim; item; event and answer."""

PAYLOAD = """... on ClaimItemPayload { claim { id claimant { name } }
    item { remaining claims(first: 100) { nodes { claimant { name } history(first: 100) { nodes { kind } } } } } }"""


async def test_payloads(client: Client, many: Crowd) -> None:
    """A payload is a row and its lists, whatever they hold."""
    for item_id, claims in ((many.busy, 91), (many.items[1], 3)):
        answer = await client.write("unit", "claimItem", PAYLOAD, itemId=global_id("Demand", item_id))
        assert len(answer["item"]["claims"]["nodes"]) == claims
        assert _sent(client) == [*CLAIMED, *["SELECT"] * 3]


async def test_a_payload_without_lists_comes_with_its_write(client: Client, many: Crowd) -> None:
    selected = "... on ClaimItemPayload { claim { id state claimant { name } } item { id remaining publisher { name } } }"
    await client.write("unit", "claimItem", selected, itemId=global_id("Demand", many.busy))
    assert _sent(client) == CLAIMED
    await client.write("unit", "claimItem", "__typename", itemId=global_id("Demand", many.busy))
    assert _sent(client) == CLAIMED


async def test_payloads_of_several_mutations(client: Client, many: Crowd) -> None:
    text = mutation("claimItem", PAYLOAD).partition("{")[2].rpartition("}")[0]
    second = text.replace("$input", "$second")
    both = f"mutation($input: ClaimItemInput!, $second: ClaimItemInput!) {{ a: {text} b: {second} }}"
    await client.read("unit", both, input={"idempotencyKey": new_key(), "itemId": global_id("Demand", many.busy)},
                      second={"idempotencyKey": new_key(), "itemId": global_id("Demand", many.items[1])})
    assert _sent(client) == 2 * [*CLAIMED, *["SELECT"] * 3]


async def test_to_publish_is_one_statement(client: Client, many: Crowd) -> None:
    """Besides that of its publisher; a grid is looked up, and a seat that leads is held, and the first of its place."""
    common = {"title": "口袋公园", "category": "OTHER", "contact": {"name": "王小明", "phone": "13800138000"}}
    seat = global_id("Seat", client.city.street_seat)
    for name, given, before, after in (
            ("publishResource", {"resourceKind": "VENUE"}, [], []),
            ("publishDemand", {"gridCode": place.GRID, "divisionCode": place.COMMUNITY}, ["SELECT"] * 2, []),
            ("publishProject", {}, [], []),
            ("publishProject", {"leadSeatId": seat}, ["BEGIN;", *["SELECT"] * 4], ["COMMIT;"])):
        await client.write("street", name, **common, **given)
        assert _sent(client) == ["SELECT", *before, "WITH", *after], name


async def test_a_step_is_one_transaction(client: Client, many: Crowd) -> None:
    proposed = await client.write("unit", "claimItem", "... on ClaimItemPayload { claim { id } }",
                                  itemId=global_id("Demand", many.items[1]))
    await client.write("unit", "withdrawClaim", "... on WithdrawClaimPayload { claim { state } }",
                       claimId=proposed["claim"]["id"], reason="改期")
    assert _sent(client) == [*STEP, "SELECT"]


def _sent(client: Client) -> list[str]:
    """How each statement begins, but for those of `Desk.blocked`."""
    return [statement.split()[0] for statement in client.sent if "pg_stat_activity" not in statement]


async def test_a_refusal_is_read_from_nowhere(client: Client, many: Crowd) -> None:
    await client.write("unit", "claimItem", "... on ClaimTooLarge { remaining }", quantity=1_000,
                       itemId=global_id("Demand", many.busy))
    assert _sent(client) == [*CLAIMED, "SELECT", "INSERT"]


async def test_a_lost_race_is_refused(client: Client, many: Crowd) -> None:
    """The guarded update leaves alone what others hold; it is waited for by itself, and withdrawn when it is there."""
    item_id = many.items[1]
    async with client.pool.acquire() as other:
        withdrawing = other.transaction()
        await withdrawing.start()
        await other.execute("UPDATE item SET state = 'WITHDRAWN', closed_at = now() WHERE id = $1", item_id)
        client.sent.clear()
        claiming = asyncio.create_task(client.write("unit", "claimItem", itemId=global_id("Demand", item_id)))
        await client.desk.blocked()
        await withdrawing.commit()
        assert (await claiming)["__typename"] == "ItemClosed"
    assert [each for each in _sent(client) if each != "COMMIT;"] == [
        *CLAIMED, "SELECT", "SELECT", "BEGIN;", "SELECT", "ROLLBACK;", "INSERT"]


async def test_a_retry_reads_the_kept_answer(client: Client, many: Crowd) -> None:
    given = {"idempotencyKey": new_key(), "itemId": global_id("Demand", many.busy)}
    await client.write("unit", "claimItem", PAYLOAD, **given)
    await client.write("unit", "claimItem", PAYLOAD, **given)
    assert _sent(client) == [*CLAIMED, "SELECT", *["SELECT"] * 3]


@pytest.mark.parametrize(("selection", "statements"), [
    ("cursor", 1), ("demand { title publisher { name } home { name } }", 1),
    ("demand { claims(first: 100) { nodes { claimant { name } } } }", 2),
    ("demand { claims(first: 100) { nodes { history { totalCount } } } history { nodes { kind } } }", 4)])
async def test_events(client: Client, many: Crowd, selection: str, statements: int) -> None:
    """Each event of a group is read once; the busiest item like any other."""
    messages = await client.pushed("bank", f"subscription {{ demandPublished {{ {selection} }} }}")
    assert len(messages) == 100
    assert len(client.sent) == 100 * statements


async def test_a_checkpoint_reads_nothing(client: Client, many: Crowd) -> None:
    stream = client.stream("bank", "subscription { demandPublished { cursor demand { title claims { totalCount } } } }")
    client.sent.clear()
    assert stream.checkpoint(7, 3) is not None
    assert client.sent == []


# -- personal data

CONTACTS = """query($n: Int) { demands(first: $n) { nodes {
    title claims(first: 2) { totalCount } contact { phone masked } } } }"""


@pytest.mark.parametrize(("handle", "contact", "more"), [
    ("bank", {"phone": "13800001234", "masked": False}, 0), ("unit", {"phone": "138****1234", "masked": True}, 0),
    ("hospital", {"phone": "13800001234", "masked": False}, 1)])
async def test_contacts_of_a_page(client: Client, many: Crowd, handle: str, contact: dict[str, Any], more: int) -> None:
    """A level has its rows' contacts; one statement more where looks are recorded, however many."""
    await client.pool.execute("UPDATE claim SET state = 'ACCEPTED', answered_at = proposed_at")
    for rows in (1, 100):
        fallen = client.operations.fallen
        data = await client.read(handle, CONTACTS, n=rows)
        assert [node["contact"] for node in data["demands"]["nodes"]] == [contact] * rows
        assert len(client.sent) == 2 + more, rows
        assert client.operations.fallen == fallen
        assert await client.pool.fetchval("SELECT count(*) FROM contact_read") == rows * more
        await client.pool.execute("TRUNCATE contact_read")


# -- what graphql-core executes


async def test_planned_fields_beside_introspection(client: Client, many: Crowd) -> None:
    fallen = client.operations.fallen
    for rows in (1, 100):
        await client.read("bank", """query($n: Int) { __type(name: "Demand") { name }
            demands(first: $n) { nodes { id claims(first: 2) { totalCount } } } viewer { member { name } } }""", n=rows)
        assert len(client.sent) == 3, rows
    assert client.operations.fallen == fallen + 2


async def test_root_fields_beside_introspection_are_loaded_together(client: Client, many: Crowd) -> None:
    """One loader for an operation: one plan, one moment, one record, as without the introspection."""
    await client.pool.execute("UPDATE claim SET state = 'ACCEPTED', answered_at = proposed_at")
    query = """query($id: ID!) @snapshot { __type(name: "Demand") { name } a: demands(first: 3) { nodes { contact { phone } } }
        node(id: $id) { ... on Demand { contact { phone } } } viewer { member { name } } }"""
    await client.read("hospital", query, id=global_id("Demand", many.items[7]))
    assert [sql.split()[0] for sql in client.sent] == ["BEGIN", "SELECT", "SELECT", "COMMIT;", "INSERT"]
    assert await client.pool.fetchval("SELECT count(*) FROM contact_read") == 4


async def test_a_contact_in_a_payload(client: Client, many: Crowd) -> None:
    fallen = client.operations.fallen
    answer = await client.write("unit", "claimItem", "... on ClaimItemPayload { item { title contact { phone } } }",
                                itemId=global_id("Demand", many.busy))
    assert answer["item"]["contact"] == {"phone": "138****1234"}
    assert _sent(client) == [*CLAIMED, "SELECT"]
    assert client.operations.fallen == fallen
