"""How errors look: a code to act on, a message for people, and nothing of a crash outside."""
import json
import logging
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from graphql import is_non_null_type

from domain import access
from resolvers.executing.request import Request, Response
from resolvers.writing.use_cases import use_case
from tests import city as place
from tests.api.client import Client, global_id, new_key
from tests.city import COMMUNITY


async def error_of(client: Client, query: str, handle: str | None = "unit", **variables: Any) -> dict[str, Any]:
    """The one error of a request that is not executed: no data, no statement."""
    response = await client.send(handle, query, **variables)
    assert "data" not in response
    assert client.sent == []
    error, = response["errors"]
    return error  # type: ignore[no-any-return]


@pytest.mark.parametrize(("query", "message"), [
    ("", "Syntax Error"), ("{", "Syntax Error"), ("{ viewer { member { name } }", "Syntax Error"),
    ("# nothing but a comment", "Syntax Error"), ("{ viewer(\0) }", "Syntax Error"),
    ('{ organization(by: {divisionCode: "\\ud83d"}) { id } }', "Syntax Error"),
    ("{ nope }", "Cannot query field 'nope'"), ("{ viewer }", "must have a selection of subfields"),
    ("{ items(first: \"all\") { totalCount } }", "Int cannot represent"),
    ("{ items { nodes { urgency } } }", "Cannot query field 'urgency'"),
    ("{ viewer { ...f } } fragment f on Demand { title }", "Fragment 'f' cannot be spread here"),
    ("{ ...f } fragment f on Query { ...f }", "Cannot spread fragment 'f' within itself"),
    ("{ items(first: $n) { totalCount } }", "Variable '$n' is not defined"),
    ("{ x: viewer { member { name } } x: node(id: \"a\") { id } }", "Fields 'x' conflict"),
    ("query a { __typename } query b { __typename }", "Must provide operation name"),
    ("fragment f on Query { __typename }", ""),
    ("subscription { changes { cursor } }", "Subscribe over a WebSocket or SSE"),
    ("subscription { changes { cursor } demandPublished { cursor } }", "must select only one top level field")])
async def test_bad_requests(client: Client, query: str, message: str) -> None:
    error = await error_of(client, query)
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert message in error["message"]


@pytest.mark.parametrize(("variables", "message"), [
    ({}, "a value of non-null type"), ({"id": None}, "of non-null type"), ({"id": {}}, "ID cannot represent"),
    ({"id": "a", "n": 1.5}, "Int cannot represent"), ({"id": "a", "f": {"nope": 1}}, "unknown field 'nope'"),
    ({"id": "a", "f": {"state": ["NOPE"]}}, "does not exist in 'ItemState' enum"),
    ({"id": "a", "f": {"deadlineBefore": 5}}, "Must be a string")])
async def test_bad_variables(client: Client, variables: dict[str, Any], message: str) -> None:
    error = await error_of(client, """query($id: ID!, $n: Int, $f: ItemFilter) {
        node(id: $id) { id } items(first: $n, filter: $f) { totalCount } }""", **variables)
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert message in error["message"]


async def test_variables_that_nobody_declared_do_nothing(client: Client) -> None:
    assert await client.read("unit", "{ __typename }", spare=1) == {"__typename": "Query"}


@pytest.mark.parametrize("query", [
    "{ viewer { member { name } } }", "{ demands { totalCount } }", '{ node(id: "a") { id } }',
    '{ organization(by: {divisionCode: "11"}) { name } }', '{ _entities(representations: []) { __typename } }',
    "{ __schema { queryType { name } } events { nodes { id } } }", "{ demands { nodes { contact { phone } } } }"])
async def test_reads_need_a_member(client: Client, query: str) -> None:
    response = await client.send(None, query)
    assert response.get("data") is None
    assert [error["extensions"] for error in response["errors"]] == [{"code": "UNAUTHENTICATED"}]
    assert "请先登录" in response["errors"][0]["message"] and "Sign in" in response["errors"][0]["message"]
    assert client.sent == []


async def test_introspection_needs_nobody(client: Client) -> None:
    response = await client.send(None, "{ __typename __schema { queryType { name } } _service { sdl } }")
    assert response["data"]["__schema"] == {"queryType": {"name": "Query"}}
    assert "type Demand" in response["data"]["_service"]["sdl"]
    assert "errors" not in response


# -- text that PostgreSQL cannot hold

TEXTS = {  # with the field that the error names
    "items(filter: {text: $t}) { totalCount }": "filter.text",
    "items(filter: {withinDivision: $t}) { totalCount nodes { id } }": "filter.withinDivision",
    "demands(filter: {gridCode: $t}) { nodes { id } }": "filter.gridCode",
    "organizations(filter: {name: $t}) { totalCount }": "filter.name",
    "organizations(filter: {withinDivision: $t}) { totalCount }": "filter.withinDivision",
    "committees(filter: {name: $t}) { totalCount }": "filter.name",
    "items(after: $t) { nodes { id } }": "after", "events(before: $t) { nodes { id } }": "before",
    "viewer { organizations(filter: {name: $t}) { totalCount } }": "filter.name"}


@pytest.mark.parametrize("text", ["房\0山", "\ud83d", "a\udc00b"])
@pytest.mark.parametrize("field", TEXTS)
async def test_text_that_cannot_be_stored(client: Client, field: str, text: str) -> None:
    response = await client.send("unit", f"query($t: String) {{ {field} }}", t=text)
    error, = response["errors"]
    assert error["extensions"] == {"code": "BAD_INPUT", "field": TEXTS[field]}
    assert error["path"][0] == field.partition("(")[0].partition(" ")[0]


ASKED = TEXTS | {
    "organization(by: {divisionCode: $t}) { id }": "by.divisionCode", "committee(id: $t) { id }": "id",
    "items(filter: {publisherId: $t}) { totalCount }": "filter.publisherId"}


@pytest.mark.parametrize("field", ASKED)
async def test_what_is_asked_with_has_a_length(client: Client, field: str) -> None:
    kind = "ID" if field.partition("$")[0].lower().rstrip(" :").endswith("id") else "String"
    error, = (await client.send("unit", f"query($t: {kind}!) {{ {field} }}", t="0" * 2_001))["errors"]
    assert error["extensions"] == {"code": "BAD_INPUT", "field": ASKED[field]}
    assert "At most" in error["message"] or "is no division code" in error["message"]


@pytest.mark.parametrize("text", ["房\0山", "\ud83d"])
@pytest.mark.parametrize("field", ["organization(by: {divisionCode: $t})", "organization(by: {creditCode: $t})"])
async def test_what_cannot_be_stored_names_nothing(client: Client, field: str, text: str) -> None:
    query = f"query($t: String!) {{ found: {field} {{ id }} viewer {{ member {{ handle }} }} }}"
    data = await client.read("unit", query, t=text)
    assert data == {"found": None, "viewer": {"member": {"handle": "unit"}}}


@pytest.mark.parametrize("text", ["\0", "\ud83d", "", "de", "房山区",
                                  "de01a20338eb7c74a88845a70a1181845c", "de01A20338EB7C74A88845A70A1181845C"])
async def test_ids_that_were_never_given_out(client: Client, text: str) -> None:
    data = await client.read("unit", """query($id: ID!) { node(id: $id) { id } organization(by: {id: $id}) { id }
        committee(id: $id) { id } viewer { member { name } } }""", id=text)
    assert data == {"node": None, "organization": None, "committee": None, "viewer": {"member": {"name": "成员unit"}}}


@pytest.mark.parametrize(("wrong", "path", "field"), [
    ("items(first: 500) { totalCount }", "items", "first"), ('events(after: "nope") { nodes { id } }', "events", "after"),
    ('labels(enums: ["Nope"]) { name }', "labels", "enums"),
    ('conferences(filter: {committeeId: "nope"}) { totalCount }', "conferences", "filter.committeeId")])
async def test_a_list_that_fails_leaves_the_others(client: Client, wrong: str, path: str, field: str) -> None:
    response = await client.send("unit", f"{{ {wrong} demands {{ totalCount }} viewer {{ member {{ name }} }} }}")
    assert response["data"] == {path: None, "demands": {"totalCount": 0}, "viewer": {"member": {"name": "成员unit"}}}
    error, = response["errors"]
    assert (error["path"], error["extensions"]["field"]) == ([path], field)


@pytest.mark.parametrize("by", [{}, {"id": "a", "creditCode": "b"}, {"id": None}, {"id": "a", "creditCode": None}, None])
async def test_of_alternatives_there_is_one(client: Client, by: dict[str, str | None] | None) -> None:
    """As a variable it is found wrong when it is sent, in the operation's text when that is read."""
    error = await error_of(client, "query($by: OrganizationBy!) { organization(by: $by) { id } }", by=by)
    assert error["extensions"] == {"code": "BAD_REQUEST", "field": "by"} | (
        {"field": "by.id"} if by == {"id": None} else {})
    written = "null" if by is None else f"{{{', '.join(f'{name}: {json.dumps(value)}' for name, value in by.items())}}}"
    error = await error_of(client, f"{{ organization(by: {written}) {{ id }} }}")
    assert (error["extensions"], error["locations"][0]["line"]) == ({"code": "BAD_REQUEST"}, 1)


async def test_each_alternative_of_one_text(client: Client) -> None:
    """A plan holds for one of them."""
    bank, community = (global_id("Organization", each) for each in (client.city.bank, client.city.community))
    meant = [({"id": bank}, bank), ({"divisionCode": COMMUNITY}, community), ({"creditCode": "x"}, None), ({"id": "x"}, None)]
    for by, found in meant * 2:
        data = await client.read("unit", "query($by: OrganizationBy!) { organization(by: $by) { id } }", by=by)
        assert data == {"organization": found and {"id": found}}


@pytest.mark.parametrize("given", [{}, {"id": None}])
async def test_an_alternative_whose_variable_is_null_is_none(client: Client, given: dict[str, None]) -> None:
    query = "query($id: ID) { organization(by: {id: $id}) { id } viewer { member { handle } } }"
    response = await client.send("unit", query, **given)
    assert response["data"] == {"organization": None, "viewer": {"member": {"handle": "unit"}}}
    error, = response["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["organization"], "BAD_REQUEST")
    assert (await client.send("unit", query, id=global_id("Organization", client.city.bank)))["data"]["organization"]


async def test_no_root_field_nulls_the_whole_answer(client: Client) -> None:
    query = client.operations.planning.schema.query_type
    assert query is not None
    assert {name for name, field in query.fields.items() if is_non_null_type(field.type)} == {"_entities", "_service"}


async def test_a_wrong_page_leaves_its_neighbours(client: Client) -> None:
    response = await client.send("unit", """{ viewer { member { name offices(first: 500) { totalCount } } }
        node(id: "a") { id } }""")
    assert response["data"] == {"viewer": None, "node": None}
    error, = response["errors"]
    assert error["path"] == ["viewer", "member", "offices"]
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "first"}


# -- crashes

SECRET = "secret: 13800138000"


@use_case()
async def _broken(*_: Any, **__: Any) -> dict[str, UUID]:
    raise RuntimeError(SECRET)


def _break(client: Client, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the use case of a mutation crash."""
    acts = client.operations.mutating.acts
    monkeypatch.setattr(client.operations.mutating, "acts", {**acts, name: replace(acts[name], use_case=_broken)})


async def test_a_crash_is_masked(client: Client, monkeypatch: pytest.MonkeyPatch,
                                 caplog: pytest.LogCaptureFixture) -> None:
    _break(client, monkeypatch, "claimItem")
    item = await client.desk.add(place.add_item, client.city.bank, COMMUNITY)
    with caplog.at_level(logging.ERROR):
        error = await client.rejects("unit", "claimItem", itemId=global_id("Demand", item))
    assert error["extensions"] == {"code": "INTERNAL", "requestId": "test-request"}
    assert error["path"] == ["claimItem"]
    assert "test-request" in error["message"] and "secret" not in str(error)
    assert [record.request_id for record in caplog.records] == ["test-request"]  # type: ignore[attr-defined]  # extra
    assert "secret" in caplog.text


async def test_a_crash_leaves_the_other_mutations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(client, monkeypatch, "shareItem")
    item = global_id("Demand", await client.desk.add(place.add_item, client.city.bank, COMMUNITY))
    response = await client.send("unit", """mutation($share: ShareItemInput!, $claim: ClaimItemInput!) {
        shareItem(input: $share) { __typename } claimItem(input: $claim) { __typename } }""",
        share={"idempotencyKey": new_key(), "itemId": item, "recipient": {"organizationId": item}},
        claim={"idempotencyKey": new_key(), "itemId": item})
    assert response["data"] == {"shareItem": None, "claimItem": {"__typename": "ClaimItemPayload"}}


async def test_a_crash_in_a_field(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computed field that breaks is null up to the nearest nullable field; the rest is answered."""
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(access, "item_actions", broken)
    item = await client.desk.add(place.add_item, client.city.bank, COMMUNITY)
    response = await client.send("unit", """query($id: ID!) { node(id: $id) { ... on Demand { viewerCan { action } } }
        viewer { member { name } } }""", id=global_id("Demand", item))
    assert response["data"] == {"node": None, "viewer": {"member": {"name": "成员unit"}}}
    error, = response["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["node", "viewerCan"], "INTERNAL")
    assert "secret" not in str(response)


# -- subscriptions

@pytest.mark.parametrize(("query", "handle", "code"), [
    ("subscription { nope }", "unit", "BAD_REQUEST"), ("{ __typename }", "unit", "BAD_REQUEST"),
    ("subscription { changes { cursor } }", None, "UNAUTHENTICATED"),
    ('subscription { changes(after: "nope") { cursor } }', "unit", "BAD_INPUT"),
    ('subscription { itemChanged(id: "nope") { cursor } }', "unit", "BAD_INPUT"),
    ('subscription { demandPublished(committee: "nope") { cursor } }', "unit", "NOT_FOUND"),
    ('subscription { demandPublished(filter: {publisherId: "nope"}) { cursor } }', "unit", "NOT_FOUND"),
    ('subscription { itemChanged(id: "de01a20338eb7c74a88845a70a1181845c") { item { history(first: 100) { nodes { item { '
     "history(first: 100) { nodes { item { history { nodes { id } } } } } } } } } } }", "unit", "TOO_COSTLY"),
    ('query q { __typename } subscription s { changes { cursor } }', "unit", "BAD_REQUEST"),
    ("subscription { demandPublished { demand { contact { phone } } } }", "unit", "BAD_INPUT")])
def test_subscriptions_that_cannot_be_opened(client: Client, query: str, handle: str | None, code: str) -> None:
    opened = client.streams.subscribe(Request(query), client.context(handle))
    assert isinstance(opened, Response)
    assert not opened.executed
    assert f'"code":"{code}"'.encode() in opened.body
