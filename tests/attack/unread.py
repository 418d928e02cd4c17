"""Clients that ask, and read nothing of what comes."""
import asyncio
import contextlib
import json
from typing import cast

from tests.attack.wire import POST, Hub, Line, Outcome, Play, figures, opened


async def _left(hub: Hub, begin: Play, how: Play, connections: int, seconds: float) -> Outcome:
    """Play one part on connections of which nothing is read any more; the hub says how many it still holds.

    begin   what is read of each before: the hub counts a connection only when it has taken it
    """
    outcome = Outcome()
    before = (await figures(hub))["sandan_connections"]

    async def watched() -> float:
        found = await figures(hub)
        outcome.peak = max(outcome.peak, found["process_resident_memory_bytes"])
        return found["sandan_connections"] - before

    async with contextlib.AsyncExitStack() as leaving:
        for _ in range(connections):
            line = await leaving.enter_async_context(opened(hub, outcome, room=4_096))
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                async with asyncio.timeout(seconds / connections):
                    await begin(line)
                    cast("asyncio.ReadTransport", line.writer.transport).pause_reading()
                    await how(line)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while await watched() > 0:  # noqa: ASYNC110  # the hub says nothing by itself
                    await asyncio.sleep(0.2)
        outcome.held = int(await watched())
        outcome.ended = connections - outcome.held
    return outcome


async def answers(hub: Hub, query: str, connections: int = 20, seconds: float = 60) -> Outcome:
    """Sockets that ask again and again, and read no answer."""
    async def how(line: Line) -> None:
        for number in range(100):
            await line.say(type="subscribe", id=str(number), payload={"query": query})
    return await _left(hub, lambda line: line.begin(hub), how, connections, seconds)


async def replays(hub: Hub, subscription: str, connections: int = 50, at_once: int = 100,
                         seconds: float = 60) -> Outcome:
    """Sockets with many subscriptions each, all of which begin long ago, so that each reads the log for itself; and no
    message is read.
    """
    async def how(line: Line) -> None:
        for number in range(at_once):
            await line.say(type="subscribe", id=str(number), payload={"query": subscription})
    return await _left(hub, lambda line: line.begin(hub), how, connections, seconds)


async def streams(hub: Hub, subscription: str, connections: int = 20, seconds: float = 60) -> Outcome:
    """Event streams of which nothing is read."""
    asked = json.dumps({"query": subscription}).encode()
    bearer = f"authorization: Bearer {hub.token}\r\n" if hub.token else ""

    async def begin(line: Line) -> None:
        head = f"{POST}accept: text/event-stream\r\n{bearer}content-length: {len(asked)}\r\n\r\n"
        await line.send(head.encode() + asked)
        await line.reader.readuntil(b"\r\n\r\n")

    async def nothing_more(line: Line) -> None:
        pass

    return await _left(hub, begin, nothing_more, connections, seconds)
