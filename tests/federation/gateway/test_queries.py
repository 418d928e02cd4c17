"""Queries across hub and partners, and what is left of them when a partner is down."""
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from sdl.programs import Programs
from tests.federation.gateway.asking import Asking

COMMUNITY = "110111007001"
ESTABLISHED = "01"  # in /proc/net/tcp
ACROSS = """{ organization(by: {divisionCode: "110111007001"}) { name incidents(first: 2) { totalCount nodes { title } }
  stationed(first: 2) { nodes { unit { name creditCode incidents { totalCount } volunteerHours { total } } } } } }"""


def test_one_query_reads_all_three(asking: Asking) -> None:
    answer = asking.ask(ACROSS)
    assert "errors" not in answer
    found = answer["data"]["organization"]
    assert found["incidents"]["totalCount"] == 3
    assert len(found["incidents"]["nodes"]) == 2
    for station in found["stationed"]["nodes"]:
        assert station["unit"]["volunteerHours"]["total"] > 0
        assert station["unit"]["incidents"] is None  # a unit has no division code


def test_what_is_required_reaches_the_partner(asking: Asking) -> None:
    answer = asking.ask("""{ demands(first: 50) { nodes { publisher { creditCode } publisherHours { total }
                             incidentsNearby(first: 0) { totalCount } } } }""", "district")
    assert "errors" not in answer
    nodes = answer["data"]["demands"]["nodes"]
    assert any(node["publisherHours"] for node in nodes)
    assert all((node["publisherHours"] is None) == (node["publisher"]["creditCode"] is None) for node in nodes)
    assert any(node["incidentsNearby"]["totalCount"] for node in nodes)


def test_a_partners_pages_are_turned(asking: Asking) -> None:
    query = """query ($after: String) { organization(by: {divisionCode: "110111007"}) {
               incidents(first: 5, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }"""
    seen: list[str] = []
    after = None
    while True:
        page = asking.ask(query, variables={"after": after})["data"]["organization"]["incidents"]
        seen += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(seen) == len(set(seen)) == page["totalCount"] > 5


def test_the_node_field_is_the_hubs(asking: Asking) -> None:
    demand = asking.ask("{ demands(first: 1) { nodes { id title } } }")["data"]["demands"]["nodes"][0]
    answer = asking.ask("""query ($id: ID!) { node(id: $id) { __typename id ... on Demand {
                           title incidentsNearby(first: 0) { totalCount } } } }""", variables={"id": demand["id"]})
    assert "errors" not in answer
    assert answer["data"]["node"].items() >= {"__typename": "Demand", **demand}.items()
    assert answer["data"]["node"]["incidentsNearby"] is not None


WITHDRAW = """mutation { withdrawItem(input: {idempotencyKey: "12345678", itemId: "x", reason: "y"}) { __typename } }"""


@pytest.mark.parametrize("query", ["{ demands { totalCount } }", "{ it: __typename viewer { member { name } } }", WITHDRAW])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
@pytest.mark.parametrize("token", [{}, {"authorization": "Bearer nonsense"}], ids=["no token", "a bad one"])
def test_no_token_and_a_bad_one_are_answered_as_by_the_hub(
        asking: Asking, query: str, accept: str, token: dict[str, str]) -> None:
    hub, gateway = [httpx.post(asking.programs.url(name), json={"query": query}, headers={"accept": accept, **token})
                    for name in ("hub", "gateway")]
    assert (gateway.status_code, gateway.json()) == (hub.status_code, hub.json())
    assert gateway.status_code == 401
    assert gateway.headers["www-authenticate"] == hub.headers["www-authenticate"]


def test_what_needs_no_token_is_answered_without(asking: Asking) -> None:
    answer = httpx.post(asking.url, json={"query": "{ __typename }"})
    assert (answer.status_code, answer.json()) == (200, {"data": {"__typename": "Query"}})


def test_a_partner_verifies_the_token_itself(asking: Asking) -> None:
    query = """query ($all: [_Any!]!) { _entities(representations: $all) { ... on Organization {
               incidents { totalCount } } } }"""
    body = {"query": query, "variables": {"all": [{"__typename": "Organization", "divisionCode": COMMUNITY}]}}
    url = asking.programs.url("incidents")
    refused = httpx.post(url, json=body, headers={"authorization": "Bearer nonsense"}).json()
    assert refused["data"] == {"_entities": [{"incidents": None}]}
    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert httpx.post(url, json=body, headers=asking.headers("unit")).json()["data"]["_entities"][0]["incidents"]


def check_only_incidents_are_missing(answer: dict[str, Any]) -> None:
    found = answer["data"]["organization"]
    assert found["incidents"] is None
    assert found["name"]
    assert all(station["unit"]["volunteerHours"]["total"] > 0 for station in found["stationed"]["nodes"])
    assert {str(error["path"][-1]) for error in answer["errors"]} == {"incidents"}


def test_a_partner_that_is_down_nulls_its_fields_only(asking: Asking, graph: Programs) -> None:
    graph.stop("incidents", kill=True)
    try:
        check_only_incidents_are_missing(asking.ask(ACROSS))
    finally:
        graph.start("incidents")
    assert "errors" not in asking.ask(ACROSS)


@pytest.mark.parametrize("kill", [False, True], ids=["hangs", "is killed"])
def test_a_partner_that_is_lost_in_the_middle_of_a_query(asking: Asking, graph: Programs, kill: bool) -> None:
    process = graph.running["incidents"]
    os.kill(process.pid, signal.SIGSTOP)  # it takes the request, and never answers
    try:
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(asking.ask, ACROSS)
            while not _waits_unread(httpx.URL(asking.programs.url("incidents")).port):
                assert not asked.done()
                time.sleep(0.02)
            if kill:
                graph.stop("incidents", kill=True)
            check_only_incidents_are_missing(asked.result(20))
    finally:
        if kill:
            graph.start("incidents")
        else:
            os.kill(process.pid, signal.SIGCONT)
    assert "errors" not in asking.ask(ACROSS)


def _waits_unread(port: int | None) -> bool:
    """Whether a client of the port has sent what nobody has read yet."""
    for file in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(file).read_text().splitlines()[1:]:
            _, local, _, state, queues = line.split()[:5]
            if local.endswith(f":{port:04X}") and state == ESTABLISHED and int(queues.rpartition(":")[2], 16):
                return True
    return False
