"""What an attack does to others meanwhile: how long the hub is held, /healthz and an honest read take, and how memory grows."""
import asyncio
import contextlib
import math
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import httpx

HONEST = "{ demands(first: 10) { nodes { id title publisher { name } claims(first: 3) { nodes { state } } } } }"
EVERY = 0.02  # seconds between two looks of each kind
PATIENCE = 30.0
SETTLED = 250.0  # milliseconds


@dataclass
class Seen:
    """
    healthz, honest   longest answer, milliseconds
    held              longest time that the hub's own work held its loop, milliseconds, to the next of its buckets
    hub, postgres     growth of private memory at its highest, MB; None: not on this machine
    failed            honest requests that were not answered as they should be
    """

    healthz: float = 0
    honest: float = 0
    held: float = 0
    hub: float | None = None
    postgres: float | None = None
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Watched:
    """
    hub, postgres   the processes at the moment
    """

    url: str
    token: str
    hub: Callable[[], Collection[int]]
    postgres: Callable[[], Collection[int]]


@contextlib.asynccontextmanager
async def watching(watched: Watched) -> AsyncIterator[Seen]:
    """Watch for as long as the block runs."""
    seen = Seen()
    async with httpx.AsyncClient(base_url=watched.url, timeout=PATIENCE, trust_env=False) as client:
        await _healthz(client, Seen())
        await _honest(client, watched.token, Seen())
        before = await _held(client)
        tasks = [asyncio.create_task(each) for each in (
            _often(lambda: _healthz(client, seen)), _often(lambda: _honest(client, watched.token, seen)),
            _memory(watched, seen))]
        try:
            yield seen
            await asyncio.sleep(0.2)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            seen.held = _longest(before, await _held(client))


async def _held(client: httpx.AsyncClient) -> dict[float, float]:
    """How often the loop was held, by the most seconds that it was for."""
    page = (await client.get("/metrics")).text
    found = re.findall(r'sandan_loop_held_seconds_bucket{le="(.+?)"} (\S+)', page)
    return {float(within): float(count) for within, count in found}


def _longest(before: dict[float, float], after: dict[float, float]) -> float:
    """The longest of those that came in between."""
    came = {within: after[within] - before.get(within, 0) for within in after}
    return next((within * 1000 for within in sorted(came) if came[within] == came[math.inf]), 0)


async def calm(watched: Watched) -> Seen:
    """How long they take in a second when nobody attacks: as soon as what was asked before holds up nobody."""
    for _ in range(20):
        async with watching(watched) as seen:
            await asyncio.sleep(1)
        if seen.healthz < SETTLED:
            break
    return seen


async def _often(do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await do()
        await asyncio.sleep(EVERY)


async def _healthz(client: httpx.AsyncClient, seen: Seen) -> None:
    began = time.perf_counter()
    try:
        answer = await client.get("/healthz")
        if answer.status_code != 200:
            seen.failed.append(f"/healthz: {answer.status_code}")
    except httpx.HTTPError as problem:
        seen.failed.append(f"/healthz: {problem!r}")
    seen.healthz = max(seen.healthz, (time.perf_counter() - began) * 1000)


async def _honest(client: httpx.AsyncClient, token: str, seen: Seen) -> None:
    began = time.perf_counter()
    try:
        answer = await client.post("/graphql", json={"query": HONEST}, headers={"authorization": f"Bearer {token}"})
        if answer.status_code != 200 or "errors" in answer.text:
            seen.failed.append(f"an honest read: {answer.status_code} {answer.text[:120]}")
    except httpx.HTTPError as problem:
        seen.failed.append(f"an honest read: {problem!r}")
    seen.honest = max(seen.honest, (time.perf_counter() - began) * 1000)


async def _memory(watched: Watched, seen: Seen) -> None:
    if not watched.hub():
        return
    before = _total(watched.hub()), _total(watched.postgres())
    while True:
        seen.hub = max(seen.hub or 0, _total(watched.hub()) - before[0])
        seen.postgres = max(seen.postgres or 0, _total(watched.postgres()) - before[1])
        await asyncio.sleep(0.25)


def _total(processes: Collection[int]) -> float:
    """Memory that is theirs alone, MB: what PostgreSQL's processes share is no growth."""
    return sum(_private(process) for process in processes)


def _private(process: int) -> float:
    """By the kernel's counters: `smaps` would walk through all of it, and the process waits meanwhile."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024


def descendants(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for each in found:
        with contextlib.suppress(OSError):
            for tasks in Path(f"/proc/{each}/task").iterdir():
                found.extend(map(int, (tasks / "children").read_text().split()))
    return found
