"""Answers in fewer bytes, on both ways: to whom, of what, and what their length tells."""
import gzip
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
import zstandard
from starlette.responses import FileResponse

from hub import app, running
from hub.graphiql import page
from hub.http import compression
from resolvers.executing.request import Response
from tests.hub.conftest import Operations
from tests.hub.ways import Both, body, both, city

__all__ = ["both", "city"]

FIELDS = " ".join(f"{name}{number}: {name}" for number in range(12) for name in ("id", "name", "kind"))
LONG = f"{{ organizations(first: 100) {{ nodes {{ {FIELDS} }} }} }}"
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress,
          "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body)}


@pytest.mark.parametrize(("accept", "coding"), [
    ("gzip, deflate, br, zstd", "zstd"), ("gzip, deflate, br", "br"), ("gzip, deflate", "gzip"), ("GZIP", "gzip"),
    ("*", "zstd"), ("zstd;q=0.2, gzip;q=0.8", "gzip"), ("zstd;q=0, *", "br"), ("gzip;q=0", None), ("identity", None),
    ("deflate", None), ("", None), ("gzip;q=x", None), ("*;q=0", None), ("gzip" + ", x" * 500, "gzip")])
def test_which_coding(accept: str, coding: str | None) -> None:
    compression._known.cache_clear()
    assert compression.coding(accept.encode()) == coding
    kept = compression._known.cache_info()
    assert (kept.maxsize, kept.currsize) == (256, 1 if len(accept) <= 300 else 0)


async def raw(client: httpx.AsyncClient, content: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
    async with client.stream("POST", "/graphql", content=content, headers=headers) as answer:
        return answer, b"".join([part async for part in answer.aiter_raw()])


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
async def test_both_ways_say_the_same_in_fewer_bytes(both: Both, coding: str) -> None:
    plain = (await both.ask(body(LONG))).content
    assert len(plain) >= compression.LEAST
    for way, is_long in ((both.routed(), True), (both.direct(), False)):
        async with way as client:
            before = both.long
            answer, packed = await raw(client, body(LONG), {**both.headers, "accept-encoding": coding})
            assert (both.long > before) is is_long
            assert answer.headers["content-encoding"] == coding
            assert answer.headers["vary"].startswith("accept, accept-encoding")
            assert answer.headers["content-length"] == str(len(packed))
            assert len(packed) < len(plain)
            assert UNPACK[coding](packed).rstrip() == plain


async def test_what_is_small_is_left_alone(both: Both) -> None:
    for way in (both.routed(), both.direct()):
        async with way as client:
            answer, _ = await raw(client, body("{ __typename }"), {**both.headers, "accept-encoding": "gzip"})
            assert "content-encoding" not in answer.headers
            assert answer.headers["cache-control"] == "no-store"
            assert "accept-encoding" in answer.headers["vary"]


@pytest.mark.parametrize("size", [2_000, 200_000])
async def test_the_length_tells_little(size: int) -> None:
    """Else who can put a guess into another's answer, and sees how long it is, learns whether the guess stands there too."""
    answer = json.dumps({"data": list(range(size // 6))}).encode()
    for coding in compression.CODINGS:
        assert len({len(await compression.packed(answer, coding)) for _ in range(30)}) > 8


@pytest.mark.parametrize(("size", "is_beside"), [(compression.ASIDE - 1, False), (compression.ASIDE, True)])
async def test_the_loop_does_not_wait_for_what_is_large(monkeypatch: pytest.MonkeyPatch, size: int, is_beside: bool) -> None:
    where: list[threading.Thread] = []

    def noted(body: bytes) -> bytes:
        where.append(threading.current_thread())
        return body

    monkeypatch.setattr(compression, "CODINGS", {"gzip": noted})
    await compression.compressed(b"x" * size, "gzip")
    assert (where[0] is not threading.main_thread()) is is_beside


async def test_an_event_stream_is_never_compressed(client: httpx.AsyncClient, watched: Operations) -> None:
    watched.answer = Response(b'{"data":"%s"}' % (b"x" * 5000), executed=True)
    asked: dict[str, Any] = {"json": {"query": "{ a }"}}
    streamed = await client.post("/graphql", **asked, headers={"accept": "text/event-stream", "accept-encoding": "gzip"})
    assert "content-encoding" not in streamed.headers
    assert streamed.headers["cache-control"] == "no-store"
    assert (await client.post("/graphql", **asked, headers={"accept-encoding": "gzip"})).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
async def test_files_are_compressed_once_for_each_state(
        hub: running.Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coding: str) -> None:
    monkeypatch.setattr(page, "BUILT", tmp_path)
    file, done = tmp_path / "index.js", []
    file.write_text("let a = 1;\n" * 1000)
    made = compression.compressed

    async def counted(body: bytes, coding: str) -> bytes:
        done.append(coding)
        return await made(body, coding)

    monkeypatch.setattr(compression, "compressed", counted)
    served = app.build(replace(hub.settings, graphiql=True), None)
    served.state.hub = replace(hub, metrics=served.state.metrics)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://hub") as client:
        async def ask(**more: Any) -> httpx.Response:
            return await client.get("/graphql/assets/index.js", headers={"accept-encoding": coding, **more})
        for _ in range(2):
            answer = await ask()
            assert (answer.headers["content-encoding"], answer.text) == (coding, file.read_text())
        assert done == [coding]
        assert answer.headers["vary"] == "accept-encoding, Origin"
        assert (await ask(**{"if-none-match": answer.headers["etag"]})).status_code == 304
        file.write_text("let b = 1;\n" * 2000)
        assert (await ask()).text == file.read_text()
        plain = await client.get("/graphql/assets/index.js", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers


async def test_the_page_whose_tokens_could_be_guessed_by_its_length_is_not_compressed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", headers={"accept": "text/html", "accept-encoding": "gzip, br, zstd"})
    assert "content-encoding" not in answer.headers
    assert (answer.headers["cache-control"], answer.headers["vary"][:23]) == ("no-store", "accept, accept-encoding")


async def test_head_is_get_without_its_body(client: httpx.AsyncClient, watched: Operations) -> None:
    for path, accept in (("/graphql?query={__typename}", "application/json"), ("/graphql", "text/html"), ("/healthz", "*/*")):
        got, headed = [await client.request(method, path, headers={"accept": accept}) for method in ("GET", "HEAD")]
        assert (headed.status_code, headed.headers["content-type"]) == (200, got.headers["content-type"])
        assert headed.headers["content-length"] == str(len(got.content)) or accept == "text/html"
    assert (await client.head("/graphql?query=mutation {__typename}")).status_code == 405
    assert (await client.options("/graphql")).headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST, PUT"


async def test_the_head_of_a_stream_opens_none(client: httpx.AsyncClient, hub: running.Hub, sign: Any) -> None:
    headers = {"accept": "text/event-stream", "authorization": f"Bearer {sign()}"}
    answer = await client.head("/graphql?query=subscription {changes{cursor}}", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert "content-length" not in answer.headers or answer.headers["content-length"] == "0"
    assert hub.feed.subscribers == 0


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "text/event-stream"])
@pytest.mark.parametrize("query", [
    "{ demands { nodes { id } } }", "subscription { changes { cursor } }",
    'mutation { withdrawItem(input: {idempotencyKey: "12345678", itemId: "x", reason: "y"}) { __typename } }'])
async def test_no_token_and_a_bad_one_are_answered_alike(both: Both, accept: str, query: str) -> None:
    for token in ({}, {"authorization": "Bearer nonsense"}):
        answer = await both.ask(body(query), headers={"content-type": "application/json", "accept": accept, **token})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAUTHENTICATED"]
        assert "data" not in answer.json()


async def test_so_many_compressed_files_are_kept(tmp_path: Path) -> None:
    assets = page.Assets(directory=tmp_path)
    for number in range(page.MOST_MADE + 1):
        (tmp_path / "a.js").write_text(f"let a = {number};" * (number + 1))
        await assets._compressed(FileResponse(tmp_path / "a.js", headers={"etag": "x"}), "gzip")
    assert len(assets._made) == 1
