"""One clock: what a read says of time is as of the moment that its caller gives, which a write asks too."""
import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain import dates
from tests import city as place
from tests.api.client import Client, global_id
from tests.city import COMMUNITY

ROOT = Path(__file__).parents[2]
CLOCKS = re.compile(r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\)|"
                    r"\bcurrent_(timestamp|date|time)\b|\blocaltime(stamp)?\b", re.IGNORECASE)
FOUR_DAYS = timedelta(days=4)


def _sql_texts() -> Iterator[tuple[str, str]]:
    """What Python hands to PostgreSQL stands in texts of these rooms."""
    for room in ("db", "planner", "resolvers", "schema"):
        for path in (ROOT / room).rglob("*.py"):
            yield from ((f"{path}:{node.lineno}", node.value) for node in ast.walk(ast.parse(path.read_text("utf-8")))
                        if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_sql_asks_for_the_time_by_itself() -> None:
    assert CLOCKS.search("ends_at > now()")
    assert [place for place, text in _sql_texts() if CLOCKS.search(text)] == []


def test_no_table_asks_for_the_time_by_itself() -> None:
    """Whoever writes says when: no default, no column that is generated, no function and no trigger does."""
    assert CLOCKS.search("created_at timestamp with time zone DEFAULT now() NOT NULL")
    assert [line for line in (ROOT / "db" / "schema.sql").read_text("utf-8").splitlines() if CLOCKS.search(line)] == []


OF_THE_MACHINE = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
                  ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}
KEPT_BY_HAND = {"db/server/migrate.py"}  # when a migration was applied: what there is before any clock is given


def _asked_of_the_machine(text: str) -> list[int]:
    """The lines that look at the machine's clock, called or handed on; a duration's is another (`time.monotonic`)."""
    return [node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in OF_THE_MACHINE]


def test_no_rule_read_or_write_asks_the_machine_for_the_time() -> None:
    assert _asked_of_the_machine("clock = datetime.now\nday = date.today()\nbegan = time.monotonic()") == [1, 2]
    found = {str(path.relative_to(ROOT)) for room in ("domain", "db", "planner", "resolvers", "schema")
             for path in (ROOT / room).rglob("*.py") if _asked_of_the_machine(path.read_text("utf-8"))}
    assert found == KEPT_BY_HAND


async def _proposed(client: Client) -> tuple[str, str]:
    """A demand and a claim on it that waits for its answer."""
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY)
    answer = await client.write("unit", "claimItem", "... on ClaimItemPayload { claim { id } }",
                                itemId=global_id("Demand", item), quantity=1)
    return global_id("Demand", item), answer["claim"]["id"]


async def _permission(client: Client, handle: str, type_name: str, node: str, action: str) -> dict[str, Any]:
    data = await client.read(handle, f"query($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ "
                                     "viewerCan { action allowed reason } } } }", id=node)
    return next(each for each in data["node"]["viewerCan"] if each["action"] == action)


async def test_what_a_claims_viewer_can_do_is_what_the_write_allows(client: Client) -> None:
    _, claim = await _proposed(client)
    assert (await _permission(client, "community", "Claim", claim, "ACCEPT"))["allowed"]
    client.shift = FOUR_DAYS
    permission = await _permission(client, "community", "Claim", claim, "ACCEPT")
    assert not permission["allowed"]
    refused = await client.refused("community", "acceptClaim", "WrongState", "... on Refusal { message }",
                                   claimId=claim, task="义诊")
    assert permission["reason"] == refused["message"]


async def test_what_an_items_viewer_can_do_is_what_the_write_allows(client: Client) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY, deadline=tomorrow)
    node = global_id("Demand", item)
    assert (await _permission(client, "unit", "Demand", node, "CLAIM"))["allowed"]
    client.shift = FOUR_DAYS
    permission = await _permission(client, "unit", "Demand", node, "CLAIM")
    assert not permission["allowed"]
    refused = await client.refused("unit", "claimItem", "DeadlinePassed", "... on Refusal { message }", itemId=node, quantity=1)
    assert permission["reason"] == refused["message"]


@pytest.mark.parametrize("shift", [timedelta(), FOUR_DAYS])
async def test_a_share_ends_by_the_same_clock_in_reads_and_writes(client: Client, shift: timedelta) -> None:
    item = await client.desk.add(place.add_item, client.city.bank, place.FAR_COMMUNITY)
    await client.share(item, client.city.school, "bank", datetime.now(UTC) + timedelta(days=1))
    client.shift, node = shift, global_id("Demand", item)
    seen = not shift
    assert ((await client.read("unit", "query($id: ID!) { node(id: $id) { id } }", id=node))["node"] is not None) is seen
    listed = await client.read("unit", "{ demands { totalCount nodes { id } } }")
    assert listed == {"demands": {"totalCount": int(seen), "nodes": [{"id": node}] if seen else []}}
    answer = await client.send("unit", "mutation($i: ClaimItemInput!) { claimItem(input: $i) { __typename } }",
                               i={"idempotencyKey": "shared-until-then", "itemId": node, "quantity": 1})
    assert ("errors" in answer) is not seen


@pytest.mark.parametrize(("shift", "current"), [(timedelta(), True), (FOUR_DAYS, False)])
async def test_terms_hold_by_the_same_clock(client: Client, shift: timedelta, current: bool) -> None:
    await client.pool.execute("UPDATE seat SET ends_on = $1", (datetime.now(UTC) + timedelta(days=2)).date())
    client.shift = shift
    data = await client.read("unit", "{ committees { nodes { seats(filter: {current: true}) { totalCount } } } }")
    assert any(each["seats"]["totalCount"] for each in data["committees"]["nodes"]) is current


TERMS = """{ committees { nodes { organization { id } current: seats(filter: {current: true}) { nodes { id } }
    seats { nodes { id state viewerCan { action allowed reason } } } } } }"""


@pytest.mark.parametrize(("days", "state"), [
    ((1, None), "UPCOMING"), ((0, None), "CURRENT"), ((0, 0), "CURRENT"), ((-3, 0), "CURRENT"), ((-3, -1), "ENDED")])
@pytest.mark.parametrize("handle", ["community", "street", "unit"])
async def test_what_a_seats_term_is_and_who_may_end_it(
        client: Client, handle: str, days: tuple[int, int | None], state: str) -> None:
    """As the filter has it, and as the write allows."""
    starts, ends = (None if each is None else dates.day(client.desk.now()) + timedelta(days=each) for each in days)
    await client.pool.execute("UPDATE seat SET starts_on = $1, ends_on = $2", starts, ends)
    for committee in (await client.read(handle, TERMS))["committees"]["nodes"]:
        for seat in committee["seats"]["nodes"]:
            assert seat["state"] == state
            assert (seat in [{**each, **seat} for each in committee["current"]["nodes"]]) is (state == "CURRENT")
            permission = seat["viewerCan"][0]
            last = str(max(filter(None, (starts, ends or dates.day(client.desk.now())))))
            answer = await client.send(handle, "mutation($i: EndSeatInput!) { endSeat(input: $i) { __typename "
                                       "... on Refusal { message } } }",
                                       i={"idempotencyKey": f"end-{seat['id']}", "seatId": seat["id"], "endsOn": last})
            assert permission["action"] == "END"
            assert permission["allowed"] is (answer["data"]["endSeat"]["__typename"] == "EndSeatPayload"), answer
            assert permission["reason"] == answer["data"]["endSeat"].get("message")


@pytest.mark.parametrize(("handle", "allowed"), [("community", True), ("street", True), ("neighbour", False), ("bank", False)])
async def test_who_may_end_a_units_office(client: Client, handle: str, allowed: bool) -> None:
    """Of the school, which is at home in the community."""
    data = await client.read(handle, "query($id: ID!) { node(id: $id) { ... on Organization { offices { nodes { id state "
                             "viewerCan { allowed reason } } } } } }", id=global_id("Organization", client.city.school))
    for office in data["node"]["offices"]["nodes"]:
        assert (office["state"], office["viewerCan"][0]["allowed"]) == ("CURRENT", allowed)
        if not allowed:
            refused = await client.refused(handle, "endOffice", "NotAllowed", "... on Refusal { message }",
                                           officeId=office["id"])
            assert refused["message"] == office["viewerCan"][0]["reason"]
