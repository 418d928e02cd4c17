"""GraphQL's multipart request form: a mutation with its files in one POST, as clients of the specification send it."""
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from gql import Client, FileVar, gql
from gql.transport.httpx import HTTPXAsyncTransport

from db.driver.connection import Pool
from hub import settings
from hub.files.store import Store
from hub.http import forms
from planner import ids
from tests import city as place
from tests import files, projects
from tests.desk import Desk
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Live

CONTENT = files.OF["TEXT"]
ATTACH = """mutation Attach($input: AttachFileInput!) { attachFile(input: $input) {
    __typename ... on AttachFilePayload { attachment { id name type size } } } }"""
GUARD = {"apollo-require-preflight": "true"}
GUARDS = [name.decode() for name in forms.GUARDS]
PLACE = "variables.input.file.content"


@pytest.fixture
def configured(configured: settings.Settings, tmp_path: Path) -> settings.Settings:
    return replace(configured, files=str(tmp_path), file_bytes=3_000_000, body_bytes=8192)


@pytest.fixture
async def desk(pool: Pool) -> Desk:
    async with pool.acquire() as connection:
        return Desk(pool, await place.build(connection))


@pytest.fixture
async def note(desk: Desk) -> UUID:
    """A note of the school's on a project that is under way."""
    project = await desk.add(projects.add_project, desk.city, state="UNDER_WAY")
    return await desk.add(projects.add_note, desk.city, project)


@pytest.fixture
async def web(live: Live, sign: Sign, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"authorization": f"Bearer {sign(sub='sub-unit')}", "accept-language": "en"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", timeout=20, trust_env=False,
                                 headers=headers) as client:
        yield client


def _operation(note: UUID, key: str = "attach-once", query: str = ATTACH, **file: Any) -> dict[str, Any]:
    return {"query": query, "variables": {"input": {
        "idempotencyKey": key, "to": {"progressNoteId": ids.encoder("pn")(note)}, "file": file or {"content": None}}}}


async def _post(web: httpx.AsyncClient, operations: Any, map_: Any = None, content: bytes = CONTENT, name: str = "照片.txt",
                headers: dict[str, str] | None = None, files: Any = None) -> httpx.Response:
    sent = files if files is not None else [("0", (name, content, "text/html"))]
    return await web.post("/graphql", headers=GUARD if headers is None else headers, files=sent, data={
        "operations": operations if isinstance(operations, str) else json.dumps(operations),
        "map": map_ if isinstance(map_, str) else json.dumps({"0": [PLACE]} if map_ is None else map_)})


def _kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


async def test_a_mutation_with_its_file(web: httpx.AsyncClient, desk: Desk, note: UUID, tmp_path: Path) -> None:
    answer = await _post(web, _operation(note))
    assert answer.status_code == 200, answer.text
    attachment = answer.json()["data"]["attachFile"]["attachment"]
    assert (attachment["name"], attachment["type"], attachment["size"]) == ("照片.txt", "TEXT", len(CONTENT))
    row = (await desk.pool.fetch("SELECT * FROM attachment"))[0]
    assert (row["object_id"], row["digest"], row["attached_by"]) == (note, _kept(tmp_path)[0], desk.city.members["unit"])
    assert await desk.pool.fetchval("SELECT count(*) FROM upload") == 0


async def test_a_library_of_clients_sends_it(live: Live, sign: Sign, note: UUID, tmp_path: Path) -> None:
    file = tmp_path.parent / "协议.docx"
    file.write_bytes(files.OF["DOCX"])
    transport = HTTPXAsyncTransport(url=f"http://127.0.0.1:{live.port}/graphql", trust_env=False, headers={
        **GUARD, "authorization": f"Bearer {sign(sub='sub-unit')}"})
    async with Client(transport=transport) as session:
        request = gql(ATTACH)
        request.variable_values = _operation(note, content=FileVar(str(file)))["variables"]
        answer = await session.execute(request, upload_files=True)
    assert answer["attachFile"]["attachment"]["type"] == "DOCX"


async def test_sent_again_it_is_answered_as_before(web: httpx.AsyncClient, desk: Desk, note: UUID, tmp_path: Path) -> None:
    """With the same key and content; nothing is kept twice. With the same key and another content it is another request."""
    first, again = [(await _post(web, _operation(note))).json() for _ in range(2)]
    assert again == first
    assert len(_kept(tmp_path)) == 1
    other = (await _post(web, _operation(note), content=b"other")).json()
    assert other["data"]["attachFile"]["__typename"] == "KeyReused"
    assert await desk.pool.fetchval("SELECT count(*) FROM attachment") == 1
    second = (await _post(web, _operation(note, key="attach-twice"))).json()
    assert second["data"]["attachFile"]["attachment"]["id"] != first["data"]["attachFile"]["attachment"]["id"]


@pytest.mark.parametrize("guard", [*GUARDS, "", "x-other"])
async def test_a_foreign_pages_form_is_not_taken(web: httpx.AsyncClient, note: UUID, tmp_path: Path, guard: str) -> None:
    answer = await _post(web, _operation(note), headers={guard: "1"} if guard else {})
    assert answer.status_code == (200 if guard in GUARDS else 415)
    assert bool(_kept(tmp_path)) is (guard in GUARDS)
    if guard not in GUARDS:
        assert "apollo-require-preflight" in answer.text


async def test_nobodys_form_is_read(web: httpx.AsyncClient, sign: Sign, note: UUID, tmp_path: Path) -> None:
    del web.headers["authorization"]
    assert (await _post(web, _operation(note))).status_code == 401
    web.headers["authorization"] = f"Bearer {sign(sub='sub-stranger')}"
    answer = await _post(web, _operation(note))
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "NOT_A_MEMBER")
    assert _kept(tmp_path) == []


QUERY = "query($input: ID!) { node(id: $input) { id } }"
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a batch": ({"operations": [{"query": "mutation { a }"}]}, "one operation at a time"),
    "no JSON": ({"operations": "{"}, "No valid JSON"),
    "a query": ({"operations": {"query": QUERY, "variables": {"input": {"file": {"content": None}}}}}, "for mutations"),
    "no map": ({"map_": ""}, "The form's map"), "a list as map": ({"map_": "[]"}, "must have each file"),
    "a file that map does not have": ({"map_": {"1": [PLACE]}}, "must have each file"),
    "a file for nothing": ({"map_": {"0": []}}, "must have one variable"),
    "a file for two": ({"map_": {"0": [PLACE, "variables.input.idempotencyKey"]}}, "must have one variable"),
    "another place": ({"map_": {"0": ["query"]}}, "must have one variable"),
    "what has a value": ({"map_": {"0": ["variables.input.idempotencyKey"]}}, "must be null"),
    "what is not there": ({"map_": {"0": ["variables.input.file.uploadId.x"]}}, "must be null"),
    "a long map": ({"map_": json.dumps({"0": [PLACE]}) + " " * forms.MAP_BYTES}, "too long"),
    "too many files": ({"files": [(str(number), ("a.txt", CONTENT)) for number in range(forms.MOST_FILES + 1)]},
                       "Too many files"),
    "two of one name": ({"files": [("0", ("a.txt", CONTENT)), ("0", ("b.txt", CONTENT))]}, "one name"),
    "no file": ({"files": {}, "headers": {**GUARD, "content-type": "multipart/form-data; boundary=x"}}, "form"),
    "no name": ({"name": "/"}, "name of a file"),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_no_form(web: httpx.AsyncClient, desk: Desk, note: UUID, tmp_path: Path, what: str) -> None:
    given, said = BAD[what]
    before = await desk.contents()
    answer = await _post(web, **{"operations": _operation(note), **given})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST"), answer.text
    assert said in answer.text
    assert (_kept(tmp_path), await desk.contents()) == ([], before)


async def test_types_and_sizes_are_those_of_files(web: httpx.AsyncClient, live: Live, note: UUID, tmp_path: Path) -> None:
    answer = await _post(web, _operation(note), content=b"<html>", name="a.pdf")
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (415, "BAD_INPUT")
    most = live.hub.settings.file_bytes
    for size in (most + 1, most + live.hub.settings.body_bytes):
        answer = await _post(web, _operation(note), content=b"a" * size)
        assert answer.status_code == 413
        assert str(most) in answer.text
    assert _kept(tmp_path) == []
    assert most > live.hub.settings.body_bytes + 1_048_576
    answer = await _post(web, _operation(note), content=b"a" * most)
    assert answer.json()["data"]["attachFile"]["attachment"]["size"] == most


async def test_only_a_form_has_a_file(web: httpx.AsyncClient, note: UUID) -> None:
    """In JSON, and so over a socket, what a client writes in a file's place is refused, and says where files go."""
    for value in ({}, {"path": "a.txt"}, 7):
        answer = await web.post("/graphql", json=_operation(note, content=value))
        assert "multipart" in answer.text
        assert "data" not in answer.json()
    answer = await web.post("/graphql", json=_operation(note, content="up01a2"))
    assert answer.json()["errors"][0]["extensions"] == {"code": "NOT_FOUND", "field": "input.file.content", "id": "up01a2"}
    streamed = await _post(web, _operation(note), headers={**GUARD, "accept": "text/event-stream"})
    assert (streamed.status_code, "for mutations" in streamed.text) == (400, True)


async def test_a_store_that_is_away(web: httpx.AsyncClient, desk: Desk, live: Live, note: UUID, tmp_path: Path,
                                    monkeypatch: pytest.MonkeyPatch) -> None:
    class Away(Store):
        async def keep(self, *_: Any) -> None:
            raise OSError("the store is away")

    with monkeypatch.context() as patch:
        patch.setitem(live.hub.__dict__, "files", Away(str(tmp_path)))
        answer = await _post(web, _operation(note))
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")
    assert await desk.pool.fetchval("SELECT received_at FROM upload") is None
    assert (await _post(web, _operation(note))).json()["data"]["attachFile"]["attachment"], "sent again it is kept"
