"""Subscriptions through the gateway: over a WebSocket and by server-sent events, on both sides of it."""
import asyncio
from typing import Any
from uuid import uuid4

import pytest

from sdl.programs import Programs
from tests.federation.gateway.asking import PUBLISH, Asking


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_an_event_has_the_partners_fields(either: Asking, transport: str, title: str) -> None:
    async with getattr(either, transport)("community") as following:
        await asyncio.to_thread(either.publish, title)
        payload = await either.until(following, title)
    assert "errors" not in payload
    demand = payload["data"]["demandPublished"]["demand"]
    assert demand["incidentsNearby"]["totalCount"] is not None
    assert demand["publisher"]["incidents"]["totalCount"] == 3
    assert demand["publisherHours"] is None  # a community has no credit code


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_the_token_reaches_hub_and_partners(either: Asking, transport: str, title: str) -> None:
    """The hub shows a unit's liaison what the unit publishes; the hours' system tells nobody without a token."""
    async with getattr(either, transport)("unit") as own:
        await asyncio.to_thread(either.publish, title, "unit")
        payload = await either.until(own, title)
    assert "errors" not in payload
    assert payload["data"]["demandPublished"]["demand"]["publisherHours"]["total"] == 27


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_a_partner_is_killed_in_the_middle(either: Asking, transport: str, title: str, graph: Programs) -> None:
    async with getattr(either, transport)("unit") as following:
        await asyncio.to_thread(graph.stop, "incidents", kill=True)
        try:
            await asyncio.to_thread(_publish_alone, either, title)
            payload = await either.until(following, title)
        finally:
            await asyncio.to_thread(graph.start, "incidents")
        _check_only_incidents_are_missing(payload)
        again = f"{title} again"
        await asyncio.to_thread(either.publish, again, "unit")
        assert "errors" not in await either.until(following, again)


def _publish_alone(asking: Asking, title: str) -> None:
    """Publish with the incident system down: the mutation counts, and only its own field of the payload is missing."""
    answer = asking.ask(PUBLISH, "unit", variables={"input": {
        "idempotencyKey": str(uuid4()), "title": title, "category": "HEALTH"}})
    demand = answer["data"]["publishDemand"]["demand"]
    assert demand["title"] == title
    assert demand["incidentsNearby"] is None


def _check_only_incidents_are_missing(payload: dict[str, Any]) -> None:
    event = payload["data"]["demandPublished"]
    assert event["cursor"]
    assert event["demand"]["incidentsNearby"] is None
    assert event["demand"]["publisher"]["name"]
    assert event["demand"]["publisherHours"]["total"] == 27
    assert payload["errors"]
