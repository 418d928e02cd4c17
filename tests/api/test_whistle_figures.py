"""What calls came to: each number is that of a slow recount, and of the list behind it."""
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from strawberry.utils.str_converters import to_camel_case

from domain.whistles import OPEN, UNHANDLED, WhistleState
from schema.whistles import COUNTS
from tests import whistles
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, FAR_COMMUNITY, STREET

NUMBERS = {figure: to_camel_case(figure.lower()) for figure in COUNTS}
FIGURES = ("query($id: ID!, $day: Date!, $unit: FiguresUnit!, $category: Category) { organization(by: {id: $id}) "
           "{ whistleFigures(day: $day, unit: $unit, category: $category) { startsOn endsOn closureRate onTimeRate "
           + " ".join(NUMBERS.values()) + " } } }")
BEHIND = "query($filter: WhistleFilter!) { whistles(first: 1, filter: $filter) { totalCount } }"
BEGINS, ENDS = datetime(2026, 2, 28, 16, tzinfo=UTC), datetime(2026, 3, 31, 16, tzinfo=UTC)  # March, by China's clocks
RATED = ("responded", "resolved", "satisfied")
HOLDS: dict[str, Callable[[Any], Any]] = {
    "RECEIVED": lambda row: True, "DISPATCHED": lambda row: row["dispatched_at"],
    "ACCEPTED_IN_TIME": lambda row: row["accepted_at"] and row["accepted_at"] <= row["accept_by"],
    "HANDLED": lambda row: row["handled_at"] and not row["duplicate_of_id"],
    "HANDLED_IN_TIME": lambda row: HOLDS["HANDLED"](row) and row["handled_at"] <= row["handle_by"],
    "HANDLED_LATE": lambda row: HOLDS["HANDLED"](row) and row["handled_at"] > row["handle_by"],
    "OPEN": lambda row: row["state"] in OPEN, "RETURNED": lambda row: row["returned_at"],
    "ESCALATED": lambda row: row["escalated_at"] and not row["duplicate_of_id"], "CLOSED": lambda row: row["state"] == "CLOSED",
    "WITHDRAWN": lambda row: row["state"] == "WITHDRAWN", "RATED": lambda row: row["rated_at"],
    "RESPONDED": lambda row: row["responded"], "RESOLVED": lambda row: row["resolved"],
    "SATISFIED": lambda row: row["satisfied"], "REPEATS": lambda row: row["repeat_of_id"],
    "OVERDUE": lambda row: row["state"] in UNHANDLED and row["due_at"] <= datetime.now(UTC)}


async def _fill(client: Client) -> None:
    """Calls of two streets around March, every state, in time and late, rated and not."""
    chance, city = Random(26), client.city
    closed = await client.desk.add(whistles.add_whistle, city, state="CLOSED")
    for number in range(120):
        at = BEGINS + timedelta(days=chance.randint(-3, 33), seconds=chance.choice((0, 3600)))
        raiser, home = chance.choice(((city.community, COMMUNITY), (city.street, STREET), (city.far_community, FAR_COMMUNITY)))
        columns: dict[str, Any] = {
            "raiser_id": raiser, "home_code": home, "reported_at": at, "category": chance.choice(("PARKING", "SAFETY")),
            "state": list(WhistleState)[number % len(WhistleState)].value, "returned_at": chance.choice((None, at)),
            "escalated_at": chance.choice((None, at)), "repeat_of_id": chance.choice((None, None, closed))}
        if columns["state"] not in ("CLOSED", "WITHDRAWN", "LINKED"):
            columns["due_at"] = chance.choice((at, whistles.LATER))
        if columns["state"] not in ("REPORTED", "TRIAGED"):
            limit = at + timedelta(days=chance.choice((-5, 5)))
            columns |= {"accept_by": limit, "handle_by": limit, "accepted_at": at, "handled_at": chance.choice((None, at)) or (
                at if columns["state"] == "HANDLED" else None)}
        if number % 3 == 0:
            columns |= {"rated_at": at, **{name: chance.choice((True, False)) for name in RATED}}
        await client.desk.add(whistles.add_whistle, city, chance.choice(("bank", "hospital")), **columns)


@pytest.mark.parametrize(("name", "column", "value"), [
    ("community", "home_code", COMMUNITY), ("street", "home_code", STREET), ("district", "home_code", STREET[:6]),
    ("city", "home_code", STREET[:4]), ("province", "home_code", STREET[:2]), ("bank", "lead_id", None)])
@pytest.mark.parametrize("category", [None, "PARKING"])
async def test_each_number_is_a_recount_and_its_list(client: Client, name: str, column: str, value: str | None,
                                                     category: str | None) -> None:
    await _fill(client)
    organization = getattr(client.city, name)
    rows = [row for row in await client.pool.fetch("SELECT * FROM whistle") if BEGINS <= row["reported_at"] < ENDS
            and (row[column] == organization if value is None else row[column].startswith(value))
            and category in (None, row["category"])]
    assert len(rows) > 10
    asked = {"id": global_id("Organization", organization), "day": "2026-03-15", "unit": "MONTH"}
    found = (await client.read("nobody", FIGURES, **asked, category=category))["organization"]["whistleFigures"]
    assert (found["startsOn"], found["endsOn"]) == ("2026-03-01", "2026-03-31")
    same = {"reportedFrom": BEGINS.isoformat(), "reportedBefore": ENDS.isoformat(),
            **({"leadId": asked["id"]} if value is None else {"withinDivision": value}),
            **({"category": [category]} if category else {})}
    for figure, number in NUMBERS.items():
        counted = sum(bool(HOLDS[figure](row)) for row in rows)
        assert found[number] == counted, figure
        behind = await client.read("province", BEHIND, filter={**same, "counted": figure})
        assert behind["whistles"]["totalCount"] == counted, figure
    assert found["closureRate"] == round(found["closed"] / found["received"], 4)
    assert found["onTimeRate"] == (round(found["handledInTime"] / found["handled"], 4) if found["handled"] else None)


async def test_what_is_late_is_handled_late_or_overdue(client: Client) -> None:
    """Told by the moment of the read; neither what stands still, nor what waits for its caller."""
    city, at = client.city, datetime(2026, 3, 10, tzinfo=UTC)
    for state, columns in (("ACCEPTED", {}), ("REPORTED", {}), ("SUSPENDED", {}), ("HANDLED", {"handled_at": at}),
                           ("VERIFIED", {"handled_at": at, "handle_by": at - timedelta(days=1)})):
        await client.desk.add(whistles.add_whistle, city, state=state, reported_at=at, due_at=client.desk.now()
                              + timedelta(days=1), **columns)
    text = """query($id: ID!) { organization(by: {id: $id}) { whistleFigures(day: "2026-03-15", unit: MONTH)
        { handledLate overdue } } whistles(filter: {counted: OVERDUE}) { nodes { state } } }"""
    found = []
    for days in (0, 2):
        client.shift = timedelta(days=days)
        told = await client.read("street", text, id=global_id("Organization", city.street))
        found.append((told["organization"]["whistleFigures"], {each["state"] for each in told["whistles"]["nodes"]}))
    assert found == [({"handledLate": 1, "overdue": 0}, set()), ({"handledLate": 1, "overdue": 2}, {"ACCEPTED", "REPORTED"})]


async def test_of_nothing_there_are_no_rates_and_of_many_it_is_one_statement(client: Client) -> None:
    text = """{ organizations(first: 100, filter: {kind: [DEPARTMENT, STREET]}) { nodes {
        whistleFigures(day: "2026-03-15", unit: YEAR) { received closureRate responseRate } } } }"""
    nodes = (await client.read("street", text))["organizations"]["nodes"]
    assert len(nodes) > 2
    assert all(each["whistleFigures"] == {"received": 0, "closureRate": None, "responseRate": None} for each in nodes)
    assert len(client.sent) == 1


async def test_a_rating_is_the_callers_of_what_was_handled(client: Client) -> None:
    given = {"responded": True, "resolved": False, "satisfied": False}
    open_ = global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city))
    await client.refused("community", "rateWhistle", "WrongState", whistleId=open_, **given)
    handled = global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city, state="HANDLED"))
    await client.refused("bank", "rateWhistle", "NotAllowed", whistleId=handled, **given)
    for satisfied in (False, True):
        await client.write("community", "rateWhistle", whistleId=handled, **{**given, "satisfied": satisfied})
    row = await client.pool.fetchrow("SELECT state, due_at, satisfied FROM whistle WHERE rated_at IS NOT NULL")
    assert row and (row["state"], row["due_at"], row["satisfied"]) == ("HANDLED", whistles.LATER, True)
