"""Webhooks as their organisation keeps them."""
import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domain.outgoing import Outcome
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.webhooks import MOST, MOST_REPLAYED, DeliveryProblem, TooManyWebhooks
from resolvers import deliveries, webhooks
from tests import city as place
from tests.api import system_cases, webhook_cases
from tests.api.webhook_cases import ADDRESS, SECRET
from tests.city import COMMUNITY, NEIGHBOUR
from tests.desk import Desk

NEW: dict[str, Any] = {"name": "值班群", "address": ADDRESS, "format": "STANDARD", "secret": SECRET}


async def test_so_many_of_an_organisation(desk: Desk) -> None:
    """Those that were removed do not count, nor another's."""
    made = [(await desk.ids("unit", webhooks.add, **NEW))["webhook"] for _ in range(MOST)]
    assert (await desk.refused(TooManyWebhooks, "unit", webhooks.add, **NEW)).allowed == MOST
    await desk.ids("bank", webhooks.add, **NEW)
    await desk.ids("unit", webhooks.remove, webhook_id=made[0])
    await desk.ids("unit", webhooks.add, **NEW)


async def test_of_two_at_once_no_more_are_added(desk: Desk) -> None:
    for _ in range(MOST - 1):
        await desk.ids("unit", webhooks.add, **NEW)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM organization WHERE id = $1 FOR UPDATE", desk.city.school)
        adding = [asyncio.create_task(desk.send("unit", webhooks.add, **NEW)) for _ in range(2)]
        await desk.blocked(2)
    assert sorted(type(each).__name__ for each in await asyncio.gather(*adding)) == ["Payload", "TooManyWebhooks"]


@pytest.mark.parametrize(("field", "wrong"), [
    ("address", {"address": "http://hooks.example.cn/"}), ("address", {"address": "ftp://hooks.example.cn/"}),
    ("address", {"address": "https:///in"}), ("address", {"address": "https://a:b@hooks.example.cn/"}),
    ("address", {"address": "https://hooks.example.cn/#x"}), ("address", {"address": "https://hooks.example.cn:99999/"}),
    ("address", {"address": "https://[::1/"}), ("address", {"address": "https://例子.cn/"}), ("address", {"address": " "}),
    ("address", {"address": "https://hooks.example.cn/\nin"}), ("address", {"address": "https://hooks.\u200bexample.cn/"}),
    ("secret", {"secret": None}), ("secret", {"secret": "whsec_QUJD"}), ("secret", {"secret": SECRET.removeprefix("whsec_")}),
    ("secret", {"secret": "whsec_" + "Q" * 31 + "!"}), ("secret", {"secret": "whsec_" + "QUJD" * 22}),
    ("secret", {"format": "WECOM"}), ("kinds", {"kinds": []}), ("name", {"name": "?"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, wrong: dict[str, Any]) -> None:
    assert field in await desk.fails(BadInput, "unit", webhooks.add, **{**NEW, **wrong})


@pytest.mark.parametrize("format_", ["DINGTALK", "FEISHU", "WECOM"])
async def test_a_robot_needs_no_secret(desk: Desk, format_: str) -> None:
    await desk.ids("unit", webhooks.add, **{**NEW, "format": format_, "secret": None})


async def test_so_many_are_named_at_once(desk: Desk) -> None:
    webhook = await desk.add(webhook_cases.add, desk.city)
    some = [uuid4() for _ in range(MOST_REPLAYED + 1)]
    assert "delivery_ids" in await desk.fails(BadInput, "unit", webhooks.replay, webhook_id=webhook, delivery_ids=some)
    await desk.ids("unit", webhooks.replay, webhook_id=webhook, delivery_ids=some[1:])


async def test_of_another_webhook_nothing_is_replayed(desk: Desk) -> None:
    mine, other = [await desk.add(webhook_cases.add, desk.city, organization=name) for name in ("school", "bank")]
    dead = await desk.add(webhook_cases.add_delivery, other, state="DEAD", problem="STATUS")
    await desk.ids("unit", webhooks.replay, webhook_id=mine, delivery_ids=[dead])
    assert (await desk.row("delivery", dead))["state"] == "DEAD"
    await desk.fails(NotFound, "unit", webhooks.replay, webhook_id=other)


async def test_who_acts_for_another_adds_none(desk: Desk) -> None:
    await desk.refused(NotAllowed, "unit", webhooks.add, **NEW, organization_id=desk.city.bank)


@pytest.mark.parametrize("handle", ["community", "street", "district"])
async def test_officers_over_a_system_keep_its_webhook(desk: Desk, handle: str) -> None:
    """It is the system's as if that had added it; who did it, acted for its own division."""
    system = await desk.add(system_cases.add, desk.city)
    hook = (await desk.ids(handle, webhooks.add, system_id=system, **NEW))["webhook"]
    row = await desk.row("webhook", hook)
    assert (row["system_id"], row["organization_id"], row["home_code"]) == (system, desk.city.community, COMMUNITY)
    for step in (webhooks.pause, webhooks.resume, webhooks.replay, webhooks.remove):
        await desk.ids(handle, step, webhook_id=hook)
        assert (await desk.last_event())["organization_id"] == getattr(desk.city, handle)


async def test_of_an_organisations_own_officers_above_know_nothing(desk: Desk) -> None:
    hook = await desk.add(webhook_cases.add, desk.city, organization="community")
    await desk.fails(NotFound, "street", webhooks.pause, webhook_id=hook)
    await desk.ids("community", webhooks.pause, webhook_id=hook)


async def test_for_which_system_none_is_added(desk: Desk) -> None:
    """Not for one that one does not keep, nor that is closed, nor for another organisation's besides."""
    system, closed, others = [await desk.add(system_cases.add, desk.city, **columns) for columns in (
        {}, {"state": "CLOSED"}, {"organization": "neighbour", "home_code": NEIGHBOUR})]
    await desk.fails(NotFound, "community", webhooks.add, system_id=others, **NEW)
    await desk.fails(NotFound, "unit", webhooks.add, system_id=system, **NEW)
    assert (await desk.refused(WrongState, "street", webhooks.add, system_id=closed, **NEW)).state == "CLOSED"
    assert "system_id" in await desk.fails(BadInput, "community", webhooks.add, system_id=system,
                                                 organization_id=desk.city.community, **NEW)


async def test_who_acts_for_its_organisation_and_is_no_officer_there_adds_none_for_a_system(desk: Desk) -> None:
    """A grid's worker sees the grid's system, and does not keep it."""
    system = await desk.add(system_cases.add, desk.city, organization="grid")
    await desk.add(place.add_office, desk.city.members["nobody"], desk.city.grid, "GRID_STAFF")
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    await desk.refused(NotAllowed, "nobody", webhooks.add, system_id=system, **NEW)


@pytest.mark.parametrize("outcome", [Outcome(), Outcome(DeliveryProblem.TIMEOUT)])
async def test_what_became_of_a_message_is_noted_in_the_order_of_a_removal(desk: Desk, outcome: Outcome) -> None:
    """While it waits for the webhook it holds no message: who has the webhook and wants its messages does not wait for it."""
    webhook = await desk.add(webhook_cases.add, desk.city, failures=1)
    message = await desk.add(webhook_cases.add_delivery, webhook)
    one, = await deliveries.due(desk.pool, desk.now(), [], 1)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM webhook WHERE id = $1 FOR NO KEY UPDATE", webhook)
        noting = asyncio.create_task(deliveries.note(desk.pool, one, outcome, desk.now(), 0))
        await desk.blocked()
        await other.execute("SELECT FROM delivery WHERE id = $1 FOR UPDATE NOWAIT", message)
    await noting
    assert (await desk.row("delivery", message))["tries"] == 1
