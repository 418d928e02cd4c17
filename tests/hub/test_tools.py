"""What graphql-cop and clairvoyance look for, at a hub as `sandan serve` runs it (docs/threats.md)."""
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub import app, settings
from hub.sign_in import demo_keys
from tests.hub.conftest import Sign

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def serving(configured: settings.Settings, private_key: Ed25519PrivateKey, tmp_path: Path) -> settings.Settings:
    """Settings of production: a sign-in service, and nothing else that is not by default."""
    public = jwt.algorithms.OKPAlgorithm.to_jwk(private_key.public_key(), as_dict=True)
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps({"keys": [{**public, "kid": demo_keys.KEY_ID, "alg": "EdDSA", "use": "sig"}]}))
    return settings.Settings(database_url=configured.database_url, jwks=str(keys), pool_size=2)


async def _speaking(configured: settings.Settings, demo_key: Ed25519PrivateKey | None) -> AsyncIterator[httpx.AsyncClient]:
    served = app.build(configured, demo_key)
    async with served.state.open() as hub:
        served.state.hub = hub
        async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://hub") as client:
            yield client


@pytest.fixture
async def production(serving: settings.Settings) -> AsyncIterator[httpx.AsyncClient]:
    async for client in _speaking(serving, None):
        yield client


@pytest.fixture
def ask(production: httpx.AsyncClient, sign: Sign) -> Ask:
    async def asked(query: str, **variables: Any) -> Any:
        signed = {"authorization": f"Bearer {sign()}"}
        return (await production.post("/graphql", json={"query": query, "variables": variables}, headers=signed)).json()
    return asked


MISSPELT = ("{ __schema { directive } }", "{ demand { id } }", "{ items(firs: 1) { totalCount } }",
            "query ($a: ItemFiltr) { items { x } }",
            "{ items(filter: {stat: [DRAFT]}) { totalCount } }", "{ items(filter: {state: [DRAF]}) { totalCount } }",
            "{ items { nodes { ... on Deman { id } } } }", "{ __typename @skp(if: true) }", "{ items { nodes { urgency } } }")


@pytest.mark.parametrize("query", MISSPELT)
async def test_no_name_is_suggested(ask: Ask, query: str) -> None:
    said = await ask(query)
    assert said["errors"]
    assert "Did you mean" not in json.dumps(said)


async def test_no_name_is_suggested_for_a_variable(ask: Ask) -> None:
    for given in ({"stat": ["DRAFT"]}, {"state": ["DRAF"]}):
        said = await ask("query ($f: ItemFilter) { items(filter: $f) { totalCount } }", f=given)
        assert "Did you mean" not in json.dumps(said["errors"])


@pytest.mark.parametrize(("changed", "demo"), [({"suggestions": True, "graphiql": True}, False), ({}, True)])
async def test_the_demo_and_who_wants_it_has_suggestions_and_an_ide(
        serving: settings.Settings, private_key: Ed25519PrivateKey, changed: dict[str, Any], demo: bool) -> None:
    async for client in _speaking(replace(serving, **changed), private_key if demo else None):
        assert "Did you mean" in (await client.post("/graphql", json={"query": MISSPELT[1]})).text
        assert "GraphiQL" in (await client.get("/graphql", headers={"accept": "text/html"})).text


async def test_there_is_no_ide(production: httpx.AsyncClient) -> None:
    page = await production.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("application/json")
    assert "GraphiQL" not in page.text
    for path in ("/graphql/assets/page.css", "/graphiql", "/playground", "/console", "/altair", "/"):
        assert (await production.get(path, headers={"accept": "text/html"})).status_code == 404


@pytest.mark.parametrize(("part", "count", "code"), [
    ("a#: __typename", 101, None), ("a#: __typename", 501, "TOO_COSTLY"), ("__typename", 501, "TOO_COSTLY"),
    ("__typename @aa @aa @aa @aa @aa @aa @aa @aa @aa @aa", 1, "BAD_REQUEST")])
async def test_repetition_is_priced_and_bounded(ask: Ask, part: str, count: int, code: str | None) -> None:
    said = await ask("query cop { " + " ".join(part.replace("#", str(number)) for number in range(count)) + " }")
    assert {error["extensions"]["code"] for error in said.get("errors", [])} == ({code} if code else set())


async def test_errors_are_not_without_number(ask: Ask) -> None:
    said = await ask("{ __typename " + "@aa " * 1_000 + "}")  # fewer tokens than a text may have
    assert len(said["errors"]) == 11, "ten, and one that says so"


async def test_no_stranger_is_told_the_schema(production: httpx.AsyncClient) -> None:
    for query in ("query cop { __schema { types { name fields { name } } } }", "{ _service { sdl } }"):
        said = (await production.post("/graphql", json={"query": query})).json()
        assert said["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_circular_introspection_is_priced(ask: Ask) -> None:
    deep = "fields { type { " * 4 + "name" + " } }" * 4
    said = await ask(f"query cop {{ __schema {{ types {{ {deep} }} }} }}")
    assert said["errors"][0]["extensions"]["code"] in ("TOO_COSTLY", "UNAUTHENTICATED", "BAD_REQUEST")


async def test_an_array_of_operations_is_refused(production: httpx.AsyncClient) -> None:
    answer = await production.post("/graphql", json=[{"query": "{ __typename }"}] * 10)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


async def test_a_get_changes_nothing(production: httpx.AsyncClient) -> None:
    answer = await production.get("/graphql", params={"query": "mutation cop { __typename }"})
    assert answer.status_code == 405


@pytest.mark.parametrize("sent", [{"data": {"query": "{ __typename }"}}, {"files": {"query": b"{ __typename }"}},
                                  {"content": b'{"query":"{ __typename }"}', "headers": {"content-type": "text/plain"}}])
async def test_a_form_of_another_page_is_not_read(production: httpx.AsyncClient, sent: dict[str, Any]) -> None:
    assert (await production.post("/graphql", **sent)).status_code == 415


async def test_nothing_that_a_browser_sends_by_itself_signs_in(production: httpx.AsyncClient, sign: Sign) -> None:
    """So that a page of another origin cannot read in somebody's name, by GET or by POST."""
    for by_itself in ({"cookie": f"token={sign()}; authorization=Bearer {sign()}"}, {"x-forwarded-user": "demo:unit"}):
        answer = await production.get("/graphql", params={"query": "{ viewer { member { name } } }"}, headers=by_itself)
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert "set-cookie" not in answer.headers
    basic = await production.get("/graphql", params={"query": "{ __typename }"}, auth=("a", "b"))
    assert basic.status_code == 401


@pytest.mark.parametrize("query", [
    "query cop { __typename }", "qwerty cop { abc }", "{ items(first: -1) { totalCount } }", "{ x }"])
async def test_no_trace_and_no_exception(production: httpx.AsyncClient, sign: Sign, query: str) -> None:
    asked = {"authorization": f"Bearer {sign()}", "apollo-federation-include-trace": "ftv1", "x-apollo-tracing": "1",
             "x-graphql-cop-test": "Trace Mode"}
    body = {"query": query, "extensions": {"tracing": True}}
    said = (await production.post("/graphql?debug=1", json=body, headers=asked)).json()
    assert "extensions" not in said
    for error in said.get("errors", []):
        assert set(error["extensions"]) <= {"code", "field"}
