"""Operations that are asked for by a name instead of by their text, on every way."""
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from hub import failures, manifests, running, settings
from hub.http import replies
from hub.http.texts import BESIDES, Refused, Texts
from resolvers.executing.request import Request
from tests.hub.ways import JSON, Both, both, city

__all__ = ["both", "city"]

NAMES = "{ organizations(first: 2) { nodes { name } } }"
WHO = "{ viewer { member { name } } }"
WRITE = 'mutation { withdrawItem(input: {idempotencyKey: "12345678", itemId: "SXRlbTo", reason: "y"}) { __typename } }'


def hashed(text: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": sha256(text.encode()).hexdigest()}}


def body(**values: Any) -> str:
    return json.dumps(values)


def codes(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json().get("errors", [])]


@pytest.fixture
def others(both: Both) -> Texts:
    """Texts of that hub which other tests have no part in."""
    made = Texts({"a1b2": NAMES, "c3": WHO, sha256(WRITE.encode()).hexdigest(): WRITE})
    both.served.state.hub = replace(both.hub, texts=made)
    return made


@pytest.fixture
def strict(both: Both, others: Texts) -> Texts:
    others.only = True
    return others


class TestHandedIn:
    async def test_a_text_is_asked_for_by_its_hash_once_it_was_executed(self, both: Both) -> None:
        missed = await both.ask(body(extensions=hashed(NAMES)))
        assert (missed.status_code, missed.json()) == (200, {"errors": [
            {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]})
        first = await both.ask(body(query=NAMES, extensions=hashed(NAMES)))
        assert "errors" not in first.json()
        assert (await both.ask(body(extensions=hashed(NAMES)))).content == first.content
        assert await both.is_short(body(extensions=hashed(NAMES)))
        assert await both.is_short(body(query=NAMES, extensions=hashed(NAMES)))

    async def test_a_text_that_goes_the_short_way_is_kept_too(self, both: Both) -> None:
        assert await both.is_short(body(query=NAMES))
        async with both.direct() as client:
            await client.post("/graphql", content=body(query=NAMES, extensions=hashed(NAMES)), headers=both.headers)
            answer = await client.post("/graphql", content=body(extensions=hashed(NAMES)), headers=both.headers)
            assert codes(answer) == []

    async def test_by_get(self, both: Both) -> None:
        parameters = {"extensions": body(**hashed(NAMES))}
        async with both.direct() as client:
            assert codes(await client.get("/graphql", params=parameters, headers=both.headers)) == ["PERSISTED_QUERY_NOT_FOUND"]
            first = await client.get("/graphql", params={"query": NAMES, **parameters}, headers=both.headers)
            again = await client.get("/graphql", params=parameters, headers=both.headers)
            assert "errors" not in first.json()
            assert again.content == first.content
            await client.post("/graphql", content=body(query=WRITE, extensions=hashed(WRITE)), headers=both.headers)
            assert (await client.get("/graphql", params={"extensions": body(**hashed(WRITE))}, headers=both.headers)
                    ).status_code == 405

    @pytest.mark.parametrize(("accept", "media"), [
        (replies.GRAPHQL, replies.GRAPHQL), (replies.JSON, replies.JSON), (replies.EVENTS, replies.JSON)])
    async def test_a_miss_is_answered_as_apollos_server_does(self, both: Both, accept: str, media: str) -> None:
        answer = await both.ask(body(extensions=hashed(NAMES)), headers={**both.headers, "accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (200, replies.content_type(media))
        assert answer.json()["errors"][0]["message"] == "PersistedQueryNotFound"

    @pytest.mark.parametrize("persisted", [
        {"version": 1, "sha256Hash": "0" * 64}, {"version": 2, "sha256Hash": "x"}, {"version": 1}, {"sha256Hash": 5}, [], "x"])
    async def test_a_hash_of_something_else_is_refused(self, both: Both, persisted: Any) -> None:
        asked = body(query=NAMES, extensions={"persistedQuery": persisted})
        answer = await both.ask(asked, headers={**both.headers, "accept": "application/graphql-response+json"})
        assert (answer.status_code, codes(answer)) == (400, ["BAD_REQUEST"])
        assert both.served.state.hub.texts.weight == 0

    @pytest.mark.parametrize(("query", "sub"), [("{ __typename }", None), ("{ __typename }", "a-stranger"),
                                                ("{ nothing }", "sub-unit"), ("{ demands", "sub-unit")])
    async def test_only_members_keep_one_and_only_what_was_executed(self, both: Both, query: str, sub: str | None) -> None:
        headers = {**JSON, **({"authorization": f"Bearer {both.sign(sub=sub)}"} if sub else {})}
        await both.ask(body(query=query, extensions=hashed(query)), headers=headers)
        assert codes(await both.ask(body(extensions=hashed(query)))) == ["PERSISTED_QUERY_NOT_FOUND"]
        await both.ask(body(query="{ __typename }", extensions=hashed("{ __typename }")))
        assert (await both.ask(body(extensions=hashed("{ __typename }")), headers=headers)).json() == {
            "data": {"__typename": "Query"}}

    def test_the_ones_asked_for_longest_ago_go(self) -> None:
        texts = Texts(most=3 * (BESIDES + 200))
        many = [f"{{ a{number}: __typename {' ' * 100} }}" for number in range(4)]
        for text in many[:3]:
            texts.keep(Request(text, hashed=text))
        found, _ = texts.find({}, None, {"sha256Hash": many[0]})
        assert found == many[0]
        texts.keep(Request(many[3], hashed=many[3]))
        assert texts.weight <= 3 * (BESIDES + 200)
        with pytest.raises(Refused):
            texts.find({}, None, {"sha256Hash": many[1]})
        assert texts.find({}, None, {"sha256Hash": many[0]})[0] == many[0]

    def test_a_large_one_leaves_room_for_itself_alone(self) -> None:
        texts = Texts(most=100)
        texts.keep(Request("{ a }", hashed="x"))
        assert texts.weight == 0

    def test_an_eighth_of_the_memory_for_texts_is_theirs(self) -> None:
        assert running.known_texts(settings.Settings(kept_bytes=8_000_000))._most == 1_000_000


class TestRegistered:
    @pytest.mark.parametrize("name", [
        {"documentId": "a1b2"}, {"documentId": "sha256:a1b2"}, {"doc_id": "a1b2"}, {"id": "a1b2"}, {"query": "", "id": "a1b2"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "a1b2"}}}])
    async def test_each_way_to_name_one(self, both: Both, others: Texts, name: Mapping[str, Any]) -> None:
        answer = await both.ask(body(**name))
        assert len(answer.json()["data"]["organizations"]["nodes"]) == 2
        async with both.direct() as client:
            flat = {key: value if isinstance(value, str) else json.dumps(value) for key, value in name.items()}
            assert (await client.get("/graphql", params=flat, headers=both.headers)).content == answer.content

    async def test_variables_and_names_of_operations_hold_as_ever(self, both: Both, others: Texts) -> None:
        assert codes(await both.ask(body(id="a1b2", operationName="Other"))) == ["BAD_REQUEST"]

    async def test_one_that_is_not_there(self, both: Both, others: Texts) -> None:
        for accept, status in ((replies.JSON, 200), (replies.GRAPHQL, 400), (replies.EVENTS, 400)):
            answer = await both.ask(body(documentId="x" * 1000), headers={**both.headers, "accept": accept})
            assert (answer.status_code, codes(answer)) == (status, ["OPERATION_NOT_REGISTERED"])
            assert re.fullmatch("没有登记 x+：.*SANDAN_OPERATIONS.*。Nothing is registered as x+: .*SANDAN_OPERATIONS.*",
                                answer.json()["errors"][0]["message"])
            assert len(answer.text) < 900

    async def test_other_texts_are_taken_unless_they_are_not(self, both: Both, others: Texts) -> None:
        assert (await both.ask(body(query="{ __typename }"))).json() == {"data": {"__typename": "Query"}}
        others.only = True
        for other in (body(query="{ __typename }"), body(query="{ __typename }", extensions=hashed("{ __typename }")),
                      body(extensions=hashed("{ __typename }")), body(query="{ _service { sdl } }"), body(query="{ nothing")):
            assert codes(await both.ask(other)) == ["OPERATION_NOT_REGISTERED"]
        assert codes(await both.ask(body(query={"a": 1}))) == ["BAD_REQUEST"]

    async def test_then_a_registered_one_goes_the_short_way_by_id_and_by_text(self, both: Both, strict: Texts) -> None:
        assert await both.is_short(body(id="c3"))
        assert await both.is_short(body(query=WHO))


class TestManifests:
    APOLLO: ClassVar[Mapping[str, Any]] = {"format": manifests.APOLLO, "version": 1, "operations": [
        {"id": "a", "body": NAMES, "name": "Names", "type": "query"}, {"id": "b", "body": WHO, "name": "Who", "type": "query"}]}

    def test_each_form_and_each_folder(self, tmp_path: Path) -> None:
        (tmp_path / "phone").mkdir()
        (tmp_path / "apollo.json").write_text(json.dumps(self.APOLLO))
        (tmp_path / "phone" / "relay.json").write_text(json.dumps({"c": NAMES, "a": NAMES}))
        (tmp_path / "notes.txt").write_text("no JSON")
        assert manifests.read(tmp_path, 1000) == {"a": NAMES, "b": WHO, "c": NAMES}
        assert manifests.read(None, 1000) == {}

    @pytest.mark.parametrize(("text", "said"), [
        ("[]", "must be"), ("{", "cannot be read"), ('{"a": 1}', "must be"), ('{"": "x"}', "must be"),
        ('{"a": " "}', "must be"),
        ('{"format": "apollo-persisted-query-manifest"}', "must be"), ('{"format": "other", "operations": []}', "must be"),
        ('{"format": "apollo-persisted-query-manifest", "operations": [{"id": "a"}]}', "must be"),
        ('{"a": "%s"}' % ("x" * 1001), "a is longer than SANDAN_TEXT_BYTES"), ('{"z": "{ a }"}', "another text with the id z")])
    def test_what_cannot_be_used_is_named(self, tmp_path: Path, text: str, said: str) -> None:
        (tmp_path / "0.json").write_text('{"z": "{ b }"}')
        (tmp_path / "1.json").write_text(text)
        with pytest.raises(failures.CannotStart, match=f"1.json: .*{said}"):
            manifests.read(tmp_path, 1000)

    def test_settings(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text('{"a": "{ b }"}')
        made = settings.read({"SANDAN_OPERATIONS": str(tmp_path), "SANDAN_ONLY_REGISTERED": "on"})
        assert running.known_texts(made).only
        assert running.known_texts(made).find({"id": "a"}, None, None) == ("{ b }", None)
        with pytest.raises(failures.CannotStart, match="SANDAN_OPERATIONS"):
            running.known_texts(settings.Settings(only_registered=True))
        with pytest.raises(settings.BadSetting, match="existing folder"):
            settings.read({"SANDAN_OPERATIONS": str(tmp_path / "none")})
