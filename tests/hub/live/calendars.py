"""A calendar as its program fetches it."""
import re
from datetime import timedelta
from typing import Any

import httpx
import icalendar

from db.driver.connection import Pool
from domain import dates
from hub import running

SOON = dates.day(running.now()) + timedelta(days=20)


async def issued(web: httpx.AsyncClient, signed: dict[str, str]) -> str:
    answer = await web.post("/calendar", headers=signed)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    address: str = answer.json()["address"]
    assert re.fullmatch(r"/calendar/[\w-]{43}\.ics", address)
    return address


async def add(pool: Pool, adder: Any, *given: Any, **columns: Any) -> Any:
    async with pool.acquire() as connection:
        return await adder(connection, *given, **columns)


async def summaries(web: httpx.AsyncClient, address: str) -> list[str]:
    answer = await web.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")]
