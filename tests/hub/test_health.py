"""What an orchestrator and Prometheus ask."""
import asyncio
import re
import time
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from db.driver import connection
from hub import app, health, lateness, metrics, running
from hub.sign_in import keys
from tests.hub.conftest import Operations


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is no problem of the hub's."""
    monkeypatch.setattr(health, "PATIENCE", 60)


@pytest.fixture
async def cut_off(hub: running.Hub) -> httpx.AsyncClient:
    """A client of a hub whose database is gone."""
    gone = await connection.open_pool(str(hub.settings.database_url), size=1)
    await gone.close()
    served = app.build(hub.settings, hub.demo_key)
    served.state.hub = replace(hub, pool=gone)
    return httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://hub")


async def test_healthz_asks_no_database_and_says_that_it_is_a_demo(cut_off: httpx.AsyncClient) -> None:
    response = await cut_off.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "signIn": "DEMO: this hub signs its own tokens"}


async def test_readyz(client: httpx.AsyncClient) -> None:
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "problems": []})


async def test_not_ready_without_a_database(cut_off: httpx.AsyncClient) -> None:
    response = await cut_off.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "problems": ["database: PoolClosed"]}


async def test_not_ready_when_a_migration_is_missing(client: httpx.AsyncClient,
                                                     connected: connection.Connection) -> None:
    [name] = await connected.fetch("DELETE FROM migration WHERE name LIKE '0001%' RETURNING name, sha256, applied_at")
    try:
        response = await client.get("/readyz")
    finally:
        await connected.execute("INSERT INTO migration VALUES ($1, $2, $3)", *name)
    assert response.status_code == 503
    assert "migrations are missing: 0001" in response.json()["problems"][0]


async def test_not_ready_when_events_wait_too_long(client: httpx.AsyncClient,
                                                   connected: connection.Connection) -> None:
    await connected.execute(
        "INSERT INTO event (id, at, kind, object_type, object_id, object_version, subject_type, subject_id) "
        "VALUES (gen_random_uuid(), now() - interval '1 hour', 'item.published', 'Demand', gen_random_uuid(), 1, "
        "'item', gen_random_uuid())")
    response = await client.get("/readyz")
    assert response.status_code == 503
    [problem] = response.json()["problems"]
    waited = re.fullmatch(r"events wait for their place since (\d+) s", problem)
    assert waited
    assert int(waited[1]) >= 3600


async def test_not_ready_while_it_stops(client: httpx.AsyncClient, hub: running.Hub) -> None:
    hub.stopping.set()
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["problems"]) == (503, ["stopping"])


async def test_figures_also_without_a_database(client: httpx.AsyncClient, cut_off: httpx.AsyncClient) -> None:
    await client.get("/readyz")
    await client.get("/some/path/of/a/scanner")
    page = (await client.get("/metrics")).text
    assert 'sandan_relay_lag_events 0.0' in page
    assert "scanner" not in page
    assert (await cut_off.get("/metrics")).status_code == 200


def test_answers_are_counted_as_prometheus_itself_would() -> None:
    registry, counted = CollectorRegistry(), metrics.Metrics()
    requests = Counter("sandan_requests", "HTTP requests answered.", ["route", "status"], registry=registry)
    seconds = Histogram("sandan_request_seconds", "Time from a request's head to its answer's end.", ["route"],
                        buckets=metrics.BUCKETS, registry=registry)
    for route, status, took in (("/graphql", 200, 0.001), ("/graphql", 200, 0.0010001), ("/graphql", 400, 0.75),
                                ("/graphql", 503, 60), ("other", 404, 0)):
        counted.answered(route, status, took)
        requests.labels(route, status).inc()
        seconds.labels(route).observe(took)
    expected = [line for line in generate_latest(registry).decode().splitlines() if "_created" not in line]
    assert set(expected) <= set(counted.page().decode().splitlines())


async def test_requests_and_crashes_are_counted(client: httpx.AsyncClient, watched: Operations) -> None:
    watched.crash = RuntimeError()
    await client.post("/graphql", json={"query": "{ __typename }"})
    page = (await client.get("/metrics")).text
    assert 'sandan_requests_total{route="/graphql",status="500"} 1.0' in page
    assert "sandan_crashes_total 1.0" in page


async def test_a_hub_that_never_had_a_key_is_not_ready(hub: running.Hub, client: httpx.AsyncClient,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub.sign_in._verifier, "_keys", keys.RemoteKeys("http://127.0.0.1:9/jwks"))
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["problems"]) == (503, ["sign-in: no keys from SANDAN_JWKS yet"])


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*"])
async def test_the_root_leads_a_browser_to_its_page(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.get("/", headers={"accept": accept})
    if "html" in accept:
        assert (response.status_code, response.headers["location"]) == (307, "graphql")
    else:
        assert (response.status_code, "/graphql" in response.text) == (404, True)


async def test_how_long_the_loop_was_held_is_counted() -> None:
    """By the hub's own work; and how late it was, whatever for."""
    counted = metrics.Metrics()
    watching = asyncio.create_task(lateness.watch(counted))
    await asyncio.sleep(0)
    time.sleep(0.2)  # noqa: ASYNC251  # the machine has other work
    await asyncio.sleep(0.05)
    late, held = _of_loop(counted)
    assert late >= 0.17
    began = time.process_time()
    while time.process_time() < began + 0.2:
        pass
    await asyncio.sleep(0.05)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    assert _of_loop(counted)[1] >= held + 0.15
    assert 'sandan_loop_held_seconds_bucket{le="+Inf"}' in counted.page().decode()


def _of_loop(counted: metrics.Metrics) -> tuple[float, float]:
    """Seconds together."""
    page = counted.page().decode()
    late, held = (re.search(rf"sandan_loop_{each}_seconds_sum (\S+)", page) for each in ("late", "held"))
    assert late and held
    return float(late[1]), float(held[1])
