"""Nothing that a client sends is in a log: neither the hub's nor PostgreSQL's, at any level, whatever goes wrong."""
import asyncio
import json
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import websockets
from websockets.asyncio.client import connect

from tests.conftest import ROOT
from tests.hub.test_program import PROGRAM, Demo, environment

NAME, PHONE, TITLE, WORD = "王某某", "13811112222", "王某某家漏水", "plantedword"
PLANTED = (NAME, PHONE, TITLE, WORD)
CONTACT = f'{{name: "{NAME}", phone: "{PHONE}"}}'
INPUT = f'idempotencyKey: "{WORD}-key", title: "{TITLE}", category: HEALTH, contact: {CONTACT}'
SHOWN = "{ __typename ... on PublishDemandPayload { demand { contact { name } } } }"
PUBLISH = f"mutation($input: PublishDemandInput!) {{ publishDemand(input: $input) {SHOWN} }}"


def of_variables(**changed: Any) -> dict[str, Any]:
    return {"query": PUBLISH, "variables": {"input": {
        "idempotencyKey": f"{WORD}-other", "title": TITLE, "category": "HEALTH",
        "contact": {"name": NAME, "phone": PHONE}, **changed}}}


FAULTS: dict[str, dict[str, Any]] = {
    "a literal out of bounds": {"query": f"mutation {{ {WORD}: publishDemand(input: {{{INPUT}, quantity: 0}}) {SHOWN} }}"},
    "a literal of another type": {"query": f'mutation {{ publishDemand(input: {{{INPUT}, quantity: "{WORD}"}}) {SHOWN} }}'},
    "a variable of another type": of_variables(quantity=WORD, **{NAME: NAME}),
    "a variable out of bounds": of_variables(quantity=0),
    "a phone that is none": of_variables(contact={"name": NAME, "phone": WORD}),
    "a page that is none": {"query": f"{{ {WORD}: demands(first: -1) {{ nodes {{ id contact {{ name }} }} }} }}"},
    "a page that is none, beside introspection": {
        "query": f'{{ demands(first: -1, filter: {{text: "{TITLE}"}}) {{ totalCount }} {WORD}: __schema {{ __typename }} }}'},
    "no GraphQL": {"query": f"{{ {WORD} {TITLE}"},
    "an unknown field": {"query": f'{{ {WORD}(name: "{NAME}") }}'},
    "what the database refuses": of_variables(idempotencyKey=f"{WORD}-3"),
    "what the database refuses, inline": {"query": f"mutation {{ {WORD}: publishDemand(input: {{{INPUT}}}) {SHOWN} }}"},
}
BROKEN = {name for name in FAULTS if "database" in name}


class Logging(Demo):
    """A demo whose logs are kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.variables |= {"SANDAN_LOG_LEVEL": "debug", "SANDAN_LOG_FORMAT": "json"}

    def start(self) -> str:
        with (self.folder / "stderr").open("w") as errors:
            self.process = subprocess.Popen([*PROGRAM, "demo"], cwd=ROOT, env=environment(**self.variables), text=True,
                                            stdout=subprocess.PIPE, stderr=errors)
        assert self.process.stdout is not None
        next(line for line in self.process.stdout if "Ctrl-C" in line)
        return ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "stderr").read_text("utf-8").splitlines()]

    @property
    def postgres(self) -> str:
        return (self.folder / "postgres" / "log").read_text("utf-8")


@pytest.fixture(scope="module")
def demo() -> Iterator[Logging]:
    with tempfile.TemporaryDirectory(prefix="sandan-demo-") as folder:
        made = Logging(Path(folder))
        made.start()
        yield made
        made.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def refusing(demo: Logging) -> None:
    """PostgreSQL refuses the planted title with the whole row in its error, as it does at any CHECK."""
    async def refuse() -> None:
        _, _, _, port, folder, *_ = (demo.folder / "postgres" / "postmaster.pid").read_text("utf-8").splitlines()
        one = await asyncpg.connect(host=folder, port=int(port), user="postgres", database="postgres")
        await one.execute(f"ALTER TABLE item ADD CONSTRAINT planted CHECK (title <> '{TITLE}')")
        await one.close()
    asyncio.run(refuse())


def _check(demo: Logging, before: int, name: str) -> None:
    lines = demo.lines[before:]
    text = json.dumps(lines, ensure_ascii=False)
    assert [word for word in PLANTED if word in text] == []
    assert [word for word in PLANTED if word in demo.postgres] == []
    loud = {line["event"] for line in lines if line["level"] not in ("debug", "info")}
    assert loud == ({"an operation broke"} if name in BROKEN else set())


@pytest.mark.usefixtures("refusing")
@pytest.mark.parametrize("handle", ["community", None])
@pytest.mark.parametrize("name", FAULTS)
def test_over_http(demo: Logging, name: str, handle: str | None) -> None:
    before = len(demo.lines)
    headers = {"authorization": f"Bearer {demo.token(handle)}"} if handle else {}
    answer = httpx.post(f"{demo.url}/graphql", json=FAULTS[name], headers=headers)
    assert answer.json()["errors"]
    if handle and name in BROKEN:
        assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "variables" in FAULTS[name] or httpx.get(f"{demo.url}/graphql", params=FAULTS[name], headers=headers).status_code
    httpx.post(f"{demo.url}/graphql", json=FAULTS[name], headers={**headers, "accept": "text/event-stream"})
    _check(demo, before, name if handle else "")


@pytest.mark.usefixtures("refusing")
@pytest.mark.parametrize("name", [*FAULTS, "a subscription"])
async def test_over_a_socket(demo: Logging, name: str) -> None:
    before = len(demo.lines)
    subscription = f'subscription {{ {WORD}: itemChanged(id: "{NAME}") {{ item {{ contact {{ name }} }} }} }}'
    payload = FAULTS.get(name) or {"query": subscription}
    headers = {"authorization": f"Bearer {await asyncio.to_thread(demo.token, 'community')}"}
    async with connect(f"{demo.url.replace('http', 'ws')}/graphql", additional_headers=headers, proxy=None,
                       subprotocols=[websockets.Subprotocol("graphql-transport-ws")]) as socket:
        await socket.send('{"type":"connection_init"}')
        await socket.recv()
        await socket.send(json.dumps({"type": "subscribe", "id": WORD, "payload": payload}))
        assert json.loads(await socket.recv())["type"] in ("error", "next")
        await socket.send(f'{{"type":"{WORD}"}}')
    _check(demo, before, name)


def test_the_log_has_lines_at_all(demo: Logging) -> None:
    httpx.get(f"{demo.url}/nowhere")
    assert {"request"} <= {line["event"] for line in demo.lines}
    assert demo.postgres
