"""GraphQL over HTTP: every shape of request has a clear answer, and none is 500."""
from typing import Any

import httpx
import pytest

from db.driver import connection
from hub import running
from hub.http import replies
from resolvers.executing.request import Request, Response
from tests.hub.conftest import Operations, Sign

QUERY = {"query": "{ __typename }"}
BOTH = f"{replies.GRAPHQL}, {replies.JSON};q=0.9"


async def post(client: httpx.AsyncClient, body: Any = None, *, content: bytes | None = None,
               **headers: str) -> httpx.Response:
    sent = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if content is not None:
        return await client.post("/graphql", content=content, headers=sent)
    return await client.post("/graphql", json=body, headers=sent)


def problem(response: httpx.Response) -> tuple[int, str]:
    """The status and code of an answer that executed nothing."""
    body = response.json()
    assert "data" not in body
    [error] = body["errors"]
    assert error["message"]
    return response.status_code, error["extensions"]["code"]


@pytest.mark.parametrize("accept", ["", "application/json", BOTH, "*/*"])
@pytest.mark.parametrize("content", [
    b"", b"5", b"null", b'"a"', b"[]", b'[{"query":"{ __typename }"}]', b"true", b"{", b"{}", b"nonsense",
    b"\xff\xfe", b'{"query":"\xff"}', b'{"query":"\\ud800"}', b'{"query":"{ __typename }",}',
    b"[" * 1500, b'{"a":' * 300 + b"1" + b"}" * 300, b'{"query":' + b"9" * 1500 + b"}",
    b'{"query":null}', b'{"query":5}', b'{"query":""}', b'{"query":"  "}', b'{"query":["{ __typename }"]}',
    b'{"query":"{ __typename }","variables":[]}', b'{"query":"{ __typename }","variables":"{}"}',
    b'{"query":"{ __typename }","variables":5}', b'{"query":"{ __typename }","extensions":[]}',
    b'{"query":"{ __typename }","operationName":5}', b'{"query":"{ __typename }","operationName":{}}',
    b'{"query":"{ __typename }","variables":{"a":' + b"[" * 100 + b"]" * 100 + b"}}",
])
async def test_a_body_that_is_no_operation(client: httpx.AsyncClient, watched: Operations, content: bytes,
                                           accept: str) -> None:
    response = await post(client, content=content, accept=accept)
    assert problem(response) == (400, "BAD_REQUEST")
    assert watched.asked == []


async def test_what_was_asked_is_what_is_run(client: httpx.AsyncClient, watched: Operations) -> None:
    query = "query A($n: Boolean!) { __typename @include(if: $n) }"
    body = {"query": query, "variables": {"n": True}, "operationName": "A", "extensions": {}}
    assert (await post(client, body)).json() == {"data": {"__typename": "Query"}}
    assert (await post(client, {**QUERY, "variables": None, "operationName": None, "extensions": None})).is_success
    assert watched.asked == [
        Request(query=query, variables={"n": True}, operation_name="A"),
        Request(query="{ __typename }", variables=None, operation_name=None)]


@pytest.mark.parametrize(("accept", "executed", "status", "media"), [
    ("application/json", True, 200, replies.JSON),
    ("application/json", False, 200, replies.JSON),
    (BOTH, True, 200, replies.GRAPHQL),
    (BOTH, False, 400, replies.GRAPHQL),
    ("*/*", True, 200, replies.JSON),
])
async def test_the_status_follows_the_media_type(client: httpx.AsyncClient, watched: Operations, accept: str,
                                                 executed: bool, status: int, media: str) -> None:
    watched.answer = Response(body=b'{"errors":[{"message":"x"}]}', executed=executed)
    response = await post(client, QUERY, accept=accept)
    assert (response.status_code, response.headers["content-type"]) == (status, f"{media}; charset=utf-8")


@pytest.mark.parametrize("media", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
async def test_a_form_of_a_foreign_page_is_not_read(client: httpx.AsyncClient, watched: Operations, media: str) -> None:
    response = await post(client, content=b'{"query":"{ __typename }"}', content_type=media)
    assert problem(response) == (415, "BAD_REQUEST")
    assert watched.asked == []


@pytest.mark.parametrize("encoding", ["gzip", "br", "GZIP, deflate", "identity, gzip", "x\x7f" + "y" * 900])
async def test_a_body_that_is_compressed_is_not_read(client: httpx.AsyncClient, watched: Operations, encoding: str) -> None:
    response = await post(client, content=b"\x1f\x8b", content_encoding=encoding)
    assert problem(response) == (415, "BAD_REQUEST")
    assert encoding.lower().replace("\x7f", "")[:40] in response.json()["errors"][0]["message"]
    assert response.headers["accept-encoding"] == "identity"
    assert len(response.content) < 400
    assert watched.asked == []


@pytest.mark.parametrize("encoding", ["identity", ""])
async def test_a_body_that_says_it_is_not_compressed_is_read(client: httpx.AsyncClient, encoding: str) -> None:
    assert (await post(client, QUERY, content_encoding=encoding)).is_success


async def test_an_answer_that_nobody_can_read(client: httpx.AsyncClient, watched: Operations) -> None:
    assert problem(await post(client, QUERY, accept="application/xml")) == (406, "BAD_REQUEST")
    assert watched.asked == []


async def test_a_body_is_bounded(client: httpx.AsyncClient, watched: Operations) -> None:
    async def parts() -> Any:
        for _ in range(100):
            yield b" " * 100

    assert problem(await post(client, content=b" " * 2049)) == (413, "BAD_REQUEST")
    unannounced = await client.post("/graphql", content=parts(), headers={"content-type": "application/json"})
    assert problem(unannounced) == (413, "BAD_REQUEST")
    assert watched.asked == []


async def test_a_get_queries(client: httpx.AsyncClient, watched: Operations) -> None:
    parameters = {"query": "query A { __typename }", "variables": '{"n":5}', "operationName": "A"}
    assert (await client.get("/graphql", params=parameters)).json() == {"data": {"__typename": "Query"}}
    assert watched.asked == [Request(query="query A { __typename }", variables={"n": 5}, operation_name="A")]


@pytest.mark.parametrize("parameters", [
    {}, {"query": ""}, {"query": "{ a }", "variables": "{"}, {"query": "{ a }", "variables": "5"},
    {"query": "{ a }", "extensions": "[]"},
])
async def test_a_get_that_is_no_operation(client: httpx.AsyncClient, watched: Operations,
                                          parameters: dict[str, str]) -> None:
    assert problem(await client.get("/graphql", params=parameters)) == (400, "BAD_REQUEST")
    assert watched.asked == []


async def test_a_get_changes_nothing(client: httpx.AsyncClient, watched: Operations) -> None:
    response = await client.get("/graphql", params={"query": "mutation { __typename }"})
    assert problem(response) == (405, "BAD_REQUEST")
    assert response.headers["allow"] == "POST"
    assert watched.asked == []


async def test_another_method(client: httpx.AsyncClient, watched: Operations) -> None:
    response = await client.patch("/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "DELETE, GET, HEAD, OPTIONS, POST, PUT")
    assert watched.asked == []


async def test_a_subscription_needs_a_stream(client: httpx.AsyncClient, watched: Operations, sign: Sign) -> None:
    asked = {"query": "subscription { changes { cursor } }"}
    assert problem(await post(client, asked, authorization=f"Bearer {sign()}")) == (400, "BAD_REQUEST")
    assert watched.asked == []


@pytest.mark.parametrize("authorization", ["Bearer", "Bearer x", "Basic dTpw", "x", ""])
async def test_a_bad_token_is_refused_even_for_what_is_open(client: httpx.AsyncClient, watched: Operations,
                                                            authorization: str) -> None:
    response = await post(client, QUERY, authorization=authorization)
    assert problem(response) == (401, "UNAUTHENTICATED")
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert watched.asked == []


async def test_nobody_and_strangers_have_no_rights(client: httpx.AsyncClient, watched: Operations, sign: Sign) -> None:
    assert (await post(client, QUERY)).is_success
    assert (await post(client, QUERY, authorization=f"Bearer {sign(sub='nobody')}")).is_success
    assert [context.viewer for context in watched.contexts] == [None, None]


async def test_a_member_has_the_rights_of_the_database(client: httpx.AsyncClient, watched: Operations, sign: Sign,
                                                       connected: connection.Connection) -> None:
    member = await connected.fetchval(
        "INSERT INTO member (id, subject, name, created_at) VALUES (gen_random_uuid(), 'demo:unit', '王建国', '2026-01-01') "
        "RETURNING id")
    assert (await post(client, QUERY, authorization=f"bearer {sign()}")).is_success
    [context] = watched.contexts
    assert context.viewer is not None
    assert context.viewer.member_id == member


async def test_a_crash_is_masked(client: httpx.AsyncClient, watched: Operations) -> None:
    watched.crash = RuntimeError("secret of the house")
    response = await post(client, QUERY, x_request_id="request-of-mine")
    assert problem(response) == (500, "INTERNAL")
    assert response.headers["x-request-id"] == response.json()["errors"][0]["extensions"]["requestId"] == \
        "request-of-mine"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


async def test_a_crash_can_be_read_by_the_frontend(client: httpx.AsyncClient, watched: Operations) -> None:
    watched.crash = RuntimeError()
    response = await post(client, QUERY, origin="https://lists.example.cn")
    assert response.headers["access-control-allow-origin"] == "https://lists.example.cn"


@pytest.mark.parametrize("crash", [OSError("refused"), TimeoutError()])
async def test_a_database_out_of_reach_is_not_a_crash(client: httpx.AsyncClient, watched: Operations,
                                                      crash: Exception) -> None:
    watched.crash = crash
    response = await post(client, QUERY)
    assert problem(response) == (503, "UNAVAILABLE")
    assert response.headers["retry-after"] == "1"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "line\tbreak", "名字"])
async def test_a_request_id_is_ours_unless_it_is_harmless(client: httpx.AsyncClient, watched: Operations,
                                                          given: str) -> None:
    response = await client.post("/graphql", json=QUERY, headers={b"x-request-id": given.encode()})
    assert response.headers["x-request-id"] == watched.contexts[0].request_id
    assert len(watched.contexts[0].request_id) == 32


@pytest.mark.parametrize(("host", "origin", "given"), [
    ("localhost", None, True), ("LOCALHOST:8000", None, True), ("127.0.0.1:8000", None, True), ("127.8.9.10", None, True),
    ("[::1]:8000", None, True), ("[::1]", None, True), ("hub", None, False), ("localhost.example.cn", None, False),
    ("127.0.0.1.example.cn:8000", None, False), ("evil.example.cn:8000", None, False), ("10.0.0.7:8000", None, False),
    ("127.0.0.1@evil.cn", None, False), ("localhost:80:80", None, False), ("", None, False), ("１27.0.0.1", None, False),
    ("127.0.0.1\n", None, False), ("localhost", "https://evil.example.cn", False), ("localhost", "null", False)])
async def test_the_demos_tokens_are_given_under_a_local_name_alone(
        client: httpx.AsyncClient, hub: running.Hub, host: str, origin: str | None, given: bool) -> None:
    """A page of another origin cannot read what comes from localhost; but its own name may come to mean this machine."""
    headers = {b"accept": b"text/html", b"host": host.encode()} | ({b"origin": origin.encode()} if origin else {})
    response = await client.get("/graphql", headers=headers)
    assert response.status_code == 200
    assert ("eyJ" in response.text) is given


async def test_a_browser_gets_the_page(client: httpx.AsyncClient, hub: running.Hub) -> None:
    response = await client.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
