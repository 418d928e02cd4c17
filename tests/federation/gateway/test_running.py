"""Running a gateway: persisted documents, a new supergraph without a restart, health and metrics."""
import asyncio
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from hub.settings import Settings
from sdl.programs import ROOT
from tests.federation.gateway.asking import SUBSCRIBE, Asking

SUPERGRAPH = ROOT / "sdl" / "supergraph.graphql"
HOURS = '{ organization(by: {divisionCode: "110111007001"}) { name volunteerHours { total } } }'


def test_persisted_documents_and_no_others(gateway: Callable[..., Asking], tmp_path: Path) -> None:
    documents = tmp_path / "documents.json"
    documents.write_text(json.dumps({"community": '{ organization(by: {divisionCode: "110111007001"}) { name } }'}), "utf-8")
    asking = gateway(PERSISTED_DOCUMENTS=documents, ONLY_PERSISTED_DOCUMENTS="yes")

    def ask(**body: object) -> dict[str, Any]:
        answer = httpx.post(asking.url, json=body, headers=asking.headers("community"), timeout=20)
        return answer.json()  # type: ignore[no-any-return]
    assert ask(documentId="community") == {"data": {"organization": {"name": "星城第一社区居委会"}}}
    for refused in (ask(documentId="another"), ask(query='{ organization(by: {divisionCode: "110111007001"}) { name } }')):
        assert "data" not in refused
        assert refused["errors"][0]["extensions"]["code"] == "OPERATION_NOT_REGISTERED"


async def test_a_new_supergraph_is_used_without_a_restart(gateway: Callable[..., Asking], tmp_path: Path,
                                                          title: str) -> None:
    file = tmp_path / "supergraph.graphql"
    file.write_text(SUPERGRAPH.read_text("utf-8"), "utf-8")
    asking = await asyncio.to_thread(gateway, SUPERGRAPH=file)
    assert "errors" not in asking.ask(HOURS)
    async with asking.websocket("community") as following:
        await asyncio.to_thread(asking.publish, title)
        cursor = (await asking.until(following, title))["data"]["demandPublished"]["cursor"]
        _replace(file, SUPERGRAPH.read_text("utf-8").replace("volunteerHours", "hoursOfVolunteers"))
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await following()
        assert closed.value.rcvd
        assert closed.value.rcvd.code == 1012  # come back
    await _until(lambda: "errors" in asking.ask(HOURS))
    assert "errors" not in asking.ask(HOURS.replace("volunteerHours { total }", ""))
    missed = asking.publish(f"{title}, missed")["title"]
    after = SUBSCRIBE.replace("Published {", f'Published(after: "{cursor}") {{')
    async with asking.websocket("community", after) as again:
        assert await asking.until(again, missed)
    _replace(file, SUPERGRAPH.read_text("utf-8"))
    await _until(lambda: "errors" not in asking.ask(HOURS))


async def test_a_supergraph_that_cannot_be_used_changes_nothing(gateway: Callable[..., Asking], tmp_path: Path) -> None:
    file = tmp_path / "supergraph.graphql"
    file.write_text(SUPERGRAPH.read_text("utf-8"), "utf-8")
    asking = await asyncio.to_thread(gateway, SUPERGRAPH=file)
    for broken in ("type Query {", "type Query { one: Int }", ""):
        _replace(file, broken)
        await asyncio.sleep(1.2)
        assert "errors" not in asking.ask(HOURS)


def test_a_connection_to_the_hub_is_not_kept_until_the_hub_closes_it() -> None:
    """A request that is sent into one that is just being closed has no answer."""
    kept = subprocess.run(["node", "--input-type=module", "-e", """
        import { gatewayConfig } from './sdl/gateway/gateway.config.mjs';
        console.log(gatewayConfig.customAgent({ url: 'http://hub/graphql' }).options.timeout)"""], cwd=ROOT, check=True,
        stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    assert int(kept) + 1000 <= Settings().idle_within.total_seconds() * 1000


def test_health_and_metrics(asking: Asking) -> None:
    base = asking.url.removesuffix("/graphql")
    asking.ask(HOURS.replace("{ total }", "{ total } incidents(first: 0) { totalCount }"))
    assert httpx.get(f"{base}/healthz").status_code == 200
    assert httpx.get(f"{base}/readyz").status_code == 200
    figures = httpx.get(f"{base}/metrics").text
    for subgraph in ("hub", "incidents", "hours"):
        assert f'subgraphName="{subgraph}"' in figures


def _replace(file: Path, text: str) -> None:
    """Move another file over it, as a deployment does."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(file)


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if await asyncio.to_thread(holds):
            return
        await asyncio.sleep(0.2)
    raise AssertionError("it never held")
