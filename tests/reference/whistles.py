"""Calls as the reference knows them: some rows, what their fields and filters mean."""
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from db.driver.connection import Connection
from domain.whistles import WhistleState
from tests import whistle_messages, whistles
from tests.city import City
from tests.reference.stored import Row
from tests.reference.world import World

OVER = ("CLOSED", "WITHDRAWN")
Filter = Callable[[World, Any], Callable[[Row], bool]]


async def fill(connection: Connection, city: City, raisers: Mapping[str, str], at: datetime,
               choose: Callable[[Any], Any]) -> list[UUID]:
    """Several of each state, raised by each.

    raisers   names of divisions, and the code that a call of each is at home at
    """
    made: list[UUID] = []
    for name, code in raisers.items():
        for state in WhistleState:
            lead, assisting = choose((("bank", ("school",)), ("school", ()), ("hospital", ("bank",))))
            due = at + timedelta(hours=choose((-5, -1, 3, 5_000_000)))
            made.append(await whistles.add_whistle(
                connection, city, lead, assisting, state=state.value, raiser_id=getattr(city, name), home_code=code,
                kind=choose(("KEY_WORK", "EMERGENCY")), category=choose(("OTHER", "HEALTH", "PARKING")),
                title=choose(("楼道照明维修", "小区停车难")), body=choose(("", "楼道灯不亮，请维修。")),
                address=choose((None, "某路 2 号")), reported_at=at + timedelta(hours=choose((0, 1, 2))),
                disputed=choose((False, True)), for_resident=choose((False, True)),
                returned_at=choose((None, at)), escalated_at=choose((None, at)), escalated_to_id=choose((None, city.street)),
                due_at=None if state in (*OVER, "LINKED") else due,
                repeat_of_id=choose((None, None, *made[-1:])),
                duplicate_of_id=made[0] if made and state in ("LINKED", "CLOSED") else None))
        for call in made[-len(WhistleState):]:
            for internal in (True, False):
                await whistle_messages.add_message(
                    connection, city, call, organization_id=choose((city.bank, city.street)), internal=internal,
                    body=choose(("楼道灯已换", "请补充地址")), written_at=at + timedelta(hours=choose((0, 1, 2))))
        await whistles.add_route(connection, city, division_id=getattr(city, name), division_code=code,
                                 category=choose(("OTHER", "HEALTH")))
    return made


def overdue(world: World, row: Row) -> bool:
    return bool(row["state"] not in (*OVER, "SUSPENDED", "LINKED") and row["due_at"] <= world.now)


def is_party(world: World, row: Row, organizations: Any) -> bool:
    return any(party["organization_id"] in organizations for party in world.tables.of("whistle_party")
               if party["whistle_id"] == row["id"])


def _has(column: str) -> Filter:
    return lambda _, wanted: lambda row: (row[column] is not None) is wanted


def _is_mine(column: str) -> Filter:
    return lambda world, wanted: lambda row: (row[column] in world.viewer.acts_for) is wanted


FILTERS: Mapping[str, Filter] = {
    "open": lambda _, wanted: lambda row: (row["state"] not in OVER) is wanted,
    "overdue": lambda world, wanted: lambda row: overdue(world, row) is wanted,
    "linked": _has("duplicate_of_id"), "repeated": _has("repeat_of_id"),
    "disputed": lambda _, wanted: lambda row: row["disputed"] is wanted,
    "returned": _has("returned_at"), "escalated": _has("escalated_at"),
    "mine": _is_mine("lead_id"), "raisedByMine": _is_mine("raiser_id")}


def dispatched_to(read: Callable[[Any], UUID]) -> Filter:
    def made(world: World, value: Any) -> Callable[[Row], bool]:
        wanted = read(value)
        return lambda row: is_party(world, row, {wanted})
    return made


def containing(text: str) -> Callable[[Row], bool]:
    return lambda row: text in row["title"] or text in row["body"] or text in (row["address"] or "")
