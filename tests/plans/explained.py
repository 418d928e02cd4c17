"""What PostgreSQL does for each statement of an operation, as a connection of the hub does it: by generic plans."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from db.driver.connection import Connection
from planner import fetch
from planner.arguments import Run
from planner.plan import Plan

GROWING = ("item", "claim", "event", "share", "notice", "joint_conference", "topic", "resolution", "pairing", "card",
           "dual_report", "admission", "commitment_list", "commitment", "opinion", "activity", "sign_up", "micro_wish",
           "agreement", "team", "team_member", "yearly_report",
           "joint_project", "project_part", "milestone", "checkpoint", "progress_note", "funding", "expense",
           "community_fund", "whistle", "whistle_party", "whistle_message", "route", "system",
           "mobilization", "shift", "assignment", "webhook", "delivery", "mailing")
Node = dict[str, Any]


@dataclass
class Explained:
    """
    read      rows of the growing tables that were read, also those that no condition let through, by table
    whole     the growing tables that were read from end to end, but for empty ones, where that is as good as any way
    sorted    rows of the largest sort
    returned  rows of the answer
    """

    sql: str
    read: dict[str, int] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    sorted: int = 0
    returned: int = 0


async def explain(connection: Connection, plan: Plan, run: Run) -> list[Explained]:
    """Each statement of the plan, in order."""
    spied = Spied(connection)
    await fetch.fetch(plan, spied, run)  # type: ignore[arg-type]  # it only fetches
    return spied.found


class Spied:
    """A connection that explains what it fetches; `found` has all of it."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.found = connection, list[Explained]()

    async def fetch(self, sql: str, *values: Any) -> Any:
        await self.connection.execute(f"PREPARE explained AS {sql}")
        given = f"({', '.join(map(_literal, values))})" if values else ""
        rows = await self.connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained{given}")
        await self.connection.execute("DEALLOCATE explained")
        tree = orjson.loads(rows)[0]["Plan"]
        made = Explained(sql, returned=round(tree["Actual Rows"]))
        for node in _nodes(tree):
            _add(made, node)
        self.found.append(made)
        return await self.connection.fetch(sql, *values)

    async def fetchrow(self, sql: str, *values: Any) -> Any:
        [row] = await self.fetch(sql, *values)
        return row


def _add(made: Explained, node: Node) -> None:
    loops, table = node["Actual Loops"], node.get("Relation Name")
    if node["Node Type"].endswith("Sort"):  # what goes in: a limit above may leave the rest unsorted
        made.sorted = max(made.sorted, round(sum(each["Actual Rows"] for each in node["Plans"])))
    if table in GROWING and loops:
        lost = sum(count for name, count in node.items() if name.startswith("Rows Removed by"))
        rows = round((node["Actual Rows"] + lost) * loops)
        made.read[table] = made.read.get(table, 0) + rows
        if node["Node Type"] == "Seq Scan" and rows:
            made.whole.add(table)
    if node["Node Type"] == "Bitmap Index Scan" and loops:
        made.read["bitmaps"] = made.read.get("bitmaps", 0) + round(node["Actual Rows"] * loops)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value) if isinstance(value, str) or not isinstance(value, Sequence) else _array(value)
    return "'" + text.replace("'", "''") + "'"


def _array(values: Sequence[Any]) -> str:
    return "{" + ", ".join(f'"{value}"' for value in values) + "}"
