"""The partners' subgraphs, each on its own: entities, pages, tokens, statements."""
import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette

from sdl.partners import serving, sign_in
from sdl.partners.hours import schema as hours_schema
from sdl.partners.hours import store as hours_store
from sdl.partners.incidents import schema as incidents_schema
from sdl.partners.incidents import store as incidents_store
from sdl.programs import ROOT

SDL = ROOT / "sdl"
COMMUNITY, STREET, SCHOOL = "110111007001", "110111007", "12110111DEM000014N"
ENTITIES = "query ($all: [_Any!]!) { _entities(representations: $all) { %s } }"
INCIDENTS = ("... on Organization { incidents%s { totalCount nodes { id title state } "
             "pageInfo { hasNextPage endCursor } } }")
Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def signing(key: Ed25519PrivateKey) -> sign_in.SignIn:
    public = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    keys = jwt.PyJWKSet.from_dict({"keys": [{**public, "kid": "one", "alg": "EdDSA", "use": "sig"}]})
    return sign_in.SignIn(lambda: keys, "sandan", "sandan")


def token(key: Ed25519PrivateKey, **claims: Any) -> str:
    given = {"sub": "somebody", "iss": "sandan", "aud": "sandan", "exp": datetime.now(UTC) + timedelta(hours=1)}
    return jwt.encode({**given, **claims}, key, algorithm="EdDSA", headers={"kid": "one"})


def asking(app: Starlette, key: Ed25519PrivateKey) -> Ask:
    good = token(key)

    async def ask(query: str, *representations: dict[str, Any], bearer: str | None = good) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://partner") as client:
            body = {"query": query, "variables": {"all": representations}}
            return (await client.post("/graphql", json=body, headers=headers)).json()  # type: ignore[no-any-return]
    return ask


@pytest.fixture
def ask_incidents(tmp_path: Path, key: Ed25519PrivateKey, signing: sign_in.SignIn) -> Ask:
    store = incidents_store.Store(serving.Database(tmp_path / "incidents.sqlite"))
    return asking(serving.app(incidents_schema.SCHEMA, signing, partial(incidents_schema.loaders, store)), key)


@pytest.fixture
def ask_hours(tmp_path: Path, key: Ed25519PrivateKey, signing: sign_in.SignIn) -> Ask:
    store = hours_store.Store(serving.Database(tmp_path / "hours.sqlite"))
    return asking(serving.app(hours_schema.SCHEMA, signing, partial(hours_schema.loaders, store)), key)


def organization(code: str | None) -> dict[str, Any]:
    return {"__typename": "Organization", "divisionCode": code}


async def test_incidents_within_each_division_in_the_asked_order(ask_incidents: Ask) -> None:
    answer = await ask_incidents(ENTITIES % INCIDENTS % "", organization(COMMUNITY), organization(None),
                           organization(STREET), organization("99"), organization(COMMUNITY))
    found = [each["incidents"] for each in answer["data"]["_entities"]]
    assert "errors" not in answer
    assert found[0] == found[4]
    assert found[0]["totalCount"] == len(found[0]["nodes"]) == 3
    assert found[1] is None
    assert found[2]["totalCount"] > found[0]["totalCount"]
    assert found[3] == {"totalCount": 0, "nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}


async def test_one_statement_for_any_number_of_divisions(ask_incidents: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    original = serving.Database._read

    def noting(self: serving.Database, sql: str, values: Any) -> list[sqlite3.Row]:
        sent.append(sql)
        return original(self, sql, values)
    monkeypatch.setattr(serving.Database, "_read", noting)
    communities = [organization(f"11011100700{number}") for number in range(1, 8)]
    await ask_incidents(ENTITIES % INCIDENTS % "(first: 3)", *communities)
    assert len(sent) == 2  # the pages, and the counts


async def test_pages_of_incidents_are_complete(ask_incidents: Ask) -> None:
    seen: list[str] = []
    after = "null"
    while True:
        page = await ask_incidents(ENTITIES % INCIDENTS % f"(first: 4, after: {after})", organization(STREET))
        incidents = page["data"]["_entities"][0]["incidents"]
        seen += [node["id"] for node in incidents["nodes"]]
        if not incidents["pageInfo"]["hasNextPage"]:
            break
        after = f'"{incidents["pageInfo"]["endCursor"]}"'
    assert len(seen) == len(set(seen)) == incidents["totalCount"]


@pytest.mark.parametrize("arguments", ["(first: 101)", "(first: -1)", '(after: "nonsense")', '(after: "bm8=")'])
async def test_a_page_that_cannot_be(ask_incidents: Ask, arguments: str) -> None:
    answer = await ask_incidents(ENTITIES % INCIDENTS % arguments, organization(COMMUNITY))
    assert answer["data"]["_entities"] == [{"incidents": None}]
    assert "。" in answer["errors"][0]["message"]


async def test_incidents_of_a_state(ask_incidents: Ask) -> None:
    answer = await ask_incidents(ENTITIES % INCIDENTS % "(state: OPEN, first: 100)", organization(STREET))
    found = answer["data"]["_entities"][0]["incidents"]
    assert {node["state"] for node in found["nodes"]} == {"OPEN"}
    assert found["totalCount"] == len(found["nodes"])


async def test_a_demand_by_its_home_code(ask_incidents: Ask) -> None:
    answer = await ask_incidents(
        ENTITIES % "... on Demand { id incidentsNearby(first: 0) { totalCount } } ... on Incident { id divisionCode }",
        {"__typename": "Demand", "id": "a", "homeCode": f"{COMMUNITY}003"}, {"__typename": "Incident", "id": "WG00001"},
        {"__typename": "Incident", "id": "nothing"})
    assert answer["data"]["_entities"] == [{"id": "a", "incidentsNearby": {"totalCount": 1}},
                                           {"id": "WG00001", "divisionCode": "140403001001001"}, None]


async def test_hours_by_credit_code_and_by_a_demands_publisher(ask_hours: Ask) -> None:
    selected = ("... on Organization { volunteerHours { total activities { totalCount nodes { title hours } } } } "
                "... on Demand { id publisherHours { total } }")
    answer = await ask_hours(ENTITIES % selected, {"__typename": "Organization", "creditCode": SCHOOL},
                       {"__typename": "Organization", "creditCode": None},
                       {"__typename": "Demand", "id": "a", "publisher": {"creditCode": SCHOOL}},
                       {"__typename": "Demand", "id": "b", "publisher": {"creditCode": None}})
    first, second, third, fourth = answer["data"]["_entities"]
    activities = first["volunteerHours"]["activities"]
    assert "errors" not in answer
    assert first["volunteerHours"]["total"] == sum(node["hours"] for node in activities["nodes"]) > 0
    assert activities["totalCount"] == len(activities["nodes"])
    assert second == {"volunteerHours": None}
    assert third == {"id": "a", "publisherHours": {"total": first["volunteerHours"]["total"]}}
    assert fourth == {"id": "b", "publisherHours": None}


@pytest.mark.parametrize("claims", [
    None, {"exp": datetime(2020, 1, 1, tzinfo=UTC)}, {"aud": "another"}, {"iss": "another"}])
async def test_without_a_good_token_there_is_nothing(ask_incidents: Ask, key: Ed25519PrivateKey,
                                               claims: dict[str, Any] | None) -> None:
    bearer = None if claims is None else token(key, **claims)
    answer = await ask_incidents(ENTITIES % INCIDENTS % "", organization(COMMUNITY), bearer=bearer)
    assert answer["data"]["_entities"] == [{"incidents": None}]
    assert answer["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


@pytest.mark.parametrize("bearer", ["nonsense", "a.b.c", token(Ed25519PrivateKey.generate())])
async def test_a_token_that_nobody_signed(ask_incidents: Ask, bearer: str) -> None:
    answer = await ask_incidents(ENTITIES % INCIDENTS % "", organization(COMMUNITY), bearer=bearer)
    assert answer["data"]["_entities"] == [{"incidents": None}]


async def test_a_crash_is_not_told(ask_incidents: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents_store, "PAGES", "SELECT secret")
    answer = await ask_incidents(ENTITIES % INCIDENTS % "", organization(COMMUNITY))
    assert answer["data"]["_entities"] == [{"incidents": None}]
    assert "secret" not in str(answer)


@pytest.mark.parametrize(("name", "schema"), [("incidents", incidents_schema.SCHEMA), ("hours", hours_schema.SCHEMA)])
def test_the_committed_sdl_is_the_schemas(name: str, schema: Any) -> None:
    assert (SDL / "partners" / f"{name}.graphql").read_text("utf-8") == f"{schema.as_str()}\n", "make compose"


def test_partners_know_nothing_of_the_hub() -> None:
    ours = re.compile(r"^(from|import) (hub|schema|resolvers|planner|db|domain)\b", re.MULTILINE)
    files = list((SDL / "partners").rglob("*.py"))
    assert files
    assert [file for file in files if ours.search(file.read_text("utf-8"))] == []
