"""What the gateway adds: the same operations asked at the hub and at the gateway, one after the other, by turns."""
import http.client
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sdl import programs
from sdl.programs import Programs
from tests.ports import free_port

QUESTIONS: Mapping[str, str] = {
    "an organisation": '{ organization(by: {divisionCode: "110111007001"}) { name } }',
    "a page of 20 demands": """{ demands(first: 20) { nodes { id title category urgency publisher { id name }
        claims(first: 1) { nodes { id state quantity } } } pageInfo { hasNextPage endCursor } } }""",
    "across three systems": """{ organization(by: {divisionCode: "110111007001"}) { name
        incidents(first: 2) { totalCount nodes { title } }
        stationed(first: 2) { nodes { unit { name creditCode volunteerHours { total } } } } } }""",
}
PARTNERS_ALONE = {"across three systems"}  # at the gateway alone: the hub does not know it
WARM_UP = 30  # requests
TURNS = 10  # requests of a turn
TICK = 1e3 / os.sysconf("SC_CLK_TCK")  # milliseconds
UNBOUND = dict.fromkeys(("SANDAN_MEMBER_COST", "SANDAN_ADDRESS_COST"), "1000000000")


@dataclass(frozen=True)
class Added:
    """
    milliseconds   of each request, by server and question
    processor      milliseconds of the gateway's for each request, by question
    """

    milliseconds: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)

    def middle(self, server: str, question: str) -> float | None:
        found = self.milliseconds.get((server, question))
        return median(found) if found else None


def run(rounds: int) -> Added:
    """
    raises   programs.DidNotStart
    """
    ports = {name: free_port() for name in ("hub", *programs.PARTNERS, "gateway")}
    with tempfile.TemporaryDirectory() as folder:
        graph = Programs(Path(folder), ports, quiet=True)
        try:
            for name in ports:
                graph.start(name, SANDAN_LOG_LEVEL="error", **UNBOUND)
            return _measured(graph, rounds)
        finally:
            graph.stop_all()


def _measured(graph: Programs, rounds: int) -> Added:
    found, token = Added(), graph.token("community")
    for question in QUESTIONS:
        servers = ["gateway"] if question in PARTNERS_ALONE else ["hub", "gateway"]
        clients = {name: Client(graph.ports[name], token) for name in servers}
        for client in clients.values():
            client.ask(question, WARM_UP)
        spent = 0.0
        for _ in range(rounds):
            for name, client in clients.items():
                before = _processor(graph.running["gateway"].pid)
                found.milliseconds.setdefault((name, question), []).extend(client.ask(question, TURNS))
                spent += _processor(graph.running["gateway"].pid) - before if name == "gateway" else 0.0
        found.processor[question] = spent / rounds / TURNS
    return found


class Client:
    """One kept connection."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def ask(self, question: str, times: int) -> list[float]:
        """Milliseconds of each."""
        body, taken = json.dumps({"query": QUESTIONS[question]}), []
        for _ in range(times):
            begun = time.perf_counter()
            self._connection.request("POST", "/graphql", body, self._headers)
            answer = self._connection.getresponse().read()
            taken.append((time.perf_counter() - begun) * 1e3)
            assert b'"errors"' not in answer, answer
        return taken


def _processor(pid: int) -> float:
    """Milliseconds that a process has had."""
    told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) * TICK
