"""A whole graph on this machine: hub, partners and two gateways, which subscribe at the hub in different ways."""
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sdl import programs
from sdl.programs import Programs
from tests.federation.gateway.asking import Asking
from tests.ports import free_port

PATIENCE = 5.0  # seconds that the gateways of these tests wait for a subgraph


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    """Hub, partners, and a gateway that subscribes over a WebSocket."""
    ports = {name: free_port() for name in ("hub", *programs.PARTNERS, "gateway")}
    started = Programs(tmp_path_factory.mktemp("graph"), ports, quiet=True)
    try:
        for name in ports:
            started.start(name, SANDAN_LOG_LEVEL="warning", SUBGRAPH_TIMEOUT_MS=str(int(PATIENCE * 1000)))
        yield started
    finally:
        started.stop_all()


@pytest.fixture(scope="session")
def sse_graph(graph: Programs) -> Iterator[Programs]:
    """The same programs behind a gateway that subscribes by server-sent events."""
    beside = replace(graph, ports={**graph.ports, "gateway": free_port()}, running={})
    beside.start("gateway", SUBSCRIPTIONS="sse")
    yield beside
    beside.stop_all()


@pytest.fixture
def gateway(graph: Programs) -> Iterator[Any]:
    """Starts a gateway with settings of its own, beside the shared one."""
    beside = replace(graph, ports={**graph.ports, "gateway": free_port()}, running={})

    def start(**environment: str | Path) -> Asking:
        beside.start("gateway", **{name: str(value) for name, value in environment.items()})
        return Asking(beside)

    yield start
    beside.stop_all()


@pytest.fixture
def asking(graph: Programs) -> Asking:
    return Asking(graph)


@pytest.fixture(params=["graph", "sse_graph"], ids=["hub by WebSocket", "hub by events"])
def either(request: pytest.FixtureRequest) -> Asking:
    programs: Programs = request.getfixturevalue(request.param)
    return Asking(programs)


@pytest.fixture
def title() -> str:
    """A title that no other demand has."""
    return f"求助 {uuid4()}"
