"""Each program of docs/starts.md does what the page says, with the line cut in between, at the hub and at the gateway."""
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from sdl.programs import Programs
from tests.federation.gateway.asking import Asking
from tests.federation.gateway.line import Line
from tests.federation.starts.conftest import CLIENTS
from tests.federation.starts.page import FILES

HERE = Path(__file__).parent
PROGRAMS = {
    "curl.sh": ["sh", "curl.sh"], "plain.py": [sys.executable, "plain.py"], "with_gql.py": [sys.executable, "with_gql.py"],
    "apollo.mjs": ["node", "apollo.mjs"], "urql.mjs": ["node", "urql.mjs"],
    "src/relay.js": ["node", str(CLIENTS / "relay" / "start.mjs")], "index.js": ["node", str(CLIENTS / "wx.mjs")]}
PARTS = {"sandan.js": "index.js"}
"""Files that are no program, and the one that takes each in."""
QUANTITY = 10
STEPS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "acceptClaim": ("community", "ACCEPTED", {}), "deliverClaim": ("unit", "DELIVERED", {"report": "已送达"}),
    "confirmClaim": ("community", "CONFIRMED", {"rating": 5})}


def test_each_file_of_the_page_is_tried() -> None:
    assert {*FILES} == {*PROGRAMS, *PARTS}


class Told:
    """What a program prints."""

    def __init__(self, output: asyncio.StreamReader) -> None:
        self._output = output
        self.lines: list[str] = []

    async def until(self, words: str) -> str:
        """The line with these words."""
        async with asyncio.timeout(60):
            while line := (await self._output.readline()).decode():
                self.lines.append(line.strip())
                if words in line:
                    return line.strip()
        raise AssertionError(f"{words!r} never came: {self.lines}")


@asynccontextmanager
async def started(name: str, folder: Path, url: str, token: str) -> AsyncIterator[Told]:
    environment = {**os.environ, "HUB": url, "TOKEN": token, "SDL": str(CLIENTS.parents[2] / "sdl" / "sandan.graphql")}
    process = await asyncio.create_subprocess_exec(
        *PROGRAMS[name], cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        stdin=asyncio.subprocess.DEVNULL, start_new_session=True)
    assert process.stdout
    try:
        yield Told(process.stdout)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


class Desk:
    """What others do at the hub meanwhile."""

    def __init__(self, graph: Programs) -> None:
        self._url, self._tokens = graph.url("hub"), {each: graph.token(each) for each in ("community", "unit")}

    async def does(self, handle: str, field: str, selected: str, **given: Any) -> Any:
        name = field[0].upper() + field[1:]
        query = f"mutation($input: {name}Input!) {{ {field}(input: $input) {{ ... on {name}Payload {{ {selected} }} }} }}"
        async with httpx.AsyncClient(headers={"authorization": f"Bearer {self._tokens[handle]}"}, timeout=60) as client:
            answer = await client.post(self._url, json={"query": query, "variables": {
                "input": {"idempotencyKey": str(uuid4()), **given}}})
        assert "errors" not in answer.json(), answer.text
        return answer.json()["data"][field]

    async def takes(self, step: str, claim: str) -> str:
        """A step of a claim; the state that it has then."""
        handle, state, given = STEPS[step]
        assert (await self.does(handle, step, "claim { state }", claimId=claim, **given))["claim"] == {"state": state}
        return state


@pytest.mark.parametrize("at", ["hub", "gateway"])
@pytest.mark.parametrize("name", PROGRAMS)
async def test_a_start(name: str, at: str, graph: Programs, folder: Path) -> None:
    """A claim is told as it is when its event is sent: the same state may be told twice, never an earlier one."""
    desk, line, asking, title = Desk(graph), Line(graph.ports[at]), Asking(graph), f"求助 {uuid4()}"
    await desk.does("community", "publishDemand", "demand { id }", title=title, category="HEALTH", quantity=QUANTITY)
    url = f"http://127.0.0.1:{await line.start()}/graphql"
    await asking.served(0)
    async with started(name, folder, url, graph.token("unit")) as told:
        assert str(QUANTITY) in await told.until(title)
        assert str(QUANTITY) in await told.until("refused: ")
        claim = (await told.until("claimed: ")).split()[1]
        await asking.served(1)
        for step in STEPS:
            await _break(line, asking, step == "deliverClaim")
            state = await desk.takes(step, claim)
            line.down = False
            await told.until(f"{claim} {state}")
    line.close()
    told_of_it = [each for each in told.lines if each.startswith(claim) and "PROPOSED" not in each]
    assert [each for each, _ in groupby(told_of_it)] == [f"{claim} {state}" for _, state, _ in STEPS.values()]


async def _break(line: Line, asking: Asking, is_wanted: bool) -> None:
    """Cut the line, and let nobody through until the hub knows."""
    if is_wanted:
        line.down = True
        line.cut()
        await asking.served(0)
