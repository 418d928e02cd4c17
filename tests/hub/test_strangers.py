"""Who has a good token and is no member is told so, and not to sign in: that would be the same again, for ever."""
import pytest

from domain.languages import Language
from hub.websocket import subscribing
from resolvers.executing.request import Request
from resolvers.feed import endings
from tests.hub.ways import Both, body, both, city

__all__ = ["both", "city"]

PUBLISH = "mutation($input: PublishDemandInput!) { publishDemand(input: $input) { __typename } }"
INPUT = {"input": {"idempotencyKey": "key-of-a-stranger", "title": "x", "category": "OTHER"}}


def headers(both: Both, subject: str) -> dict[str, str]:
    return {**both.headers, "authorization": f"Bearer {both.sign(sub=subject)}"}


@pytest.mark.parametrize("query", [
    "{ demands { nodes { id } } }", "{ node(id: \"de00000000000000000000000000000000\") { id } }",
    "{ organizations { nodes { name } } }", "{ __schema { queryType { name } } demands { totalCount } }", PUBLISH])
async def test_a_stranger_is_told_so_by_every_field(both: Both, query: str) -> None:
    asked = body(query, variables=INPUT if query == PUBLISH else {})
    for _ in range(2):  # also when the token is remembered
        answer = (await both.ask(asked, headers=headers(both, "nobody"))).json()
        [error] = answer["errors"]
        assert error["extensions"] == {"code": "NOT_A_MEMBER"}
        assert "no active member" in error["message"] and "Sign in" not in error["message"]
    assert await both.hub.pool.fetchval("SELECT count(*) FROM item") == 0


@pytest.mark.parametrize(("query", "data"), [
    ("{ viewer { member { name } organizations { nodes { name } } } }", {"viewer": None}),
    ("{ a: viewer { __typename } ...B } fragment B on Query { __typename viewer { member { id } } }",
     {"a": None, "__typename": "Query", "viewer": None})])
async def test_a_stranger_is_nobodys_viewer(both: Both, query: str, data: dict[str, object]) -> None:
    for _ in range(2):
        assert (await both.ask(body(query), headers=headers(both, "nobody"))).json() == {"data": data}


async def test_without_a_token_it_is_still_signing_in_that_helps(both: Both) -> None:
    anonymous = {name: value for name, value in both.headers.items() if name != "authorization"}
    answer = (await both.ask(body("{ demands { nodes { id } } }"), headers=anonymous)).json()
    assert answer["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert "Sign in" in answer["errors"][0]["message"]


@pytest.mark.parametrize(("subject", "code"), [("nobody", "NOT_A_MEMBER"), (None, "UNAUTHENTICATED")])
async def test_a_subscription_says_the_same(both: Both, subject: str | None, code: str) -> None:
    header = subject and headers(both, subject)["authorization"]
    opener = subscribing.Opener(both.hub, Request("subscription { changes { cursor } }"), header, "request-of-a-stranger",
                                "stranger", Language.BOTH)
    with pytest.raises(endings.Failed) as failed:
        await opener()
    assert failed.value.code == code
