"""Messages in the language that is asked for: what is remembered is told anew, and what many share is told each in its own."""
import gc
import re
from typing import Any

import pytest

from domain.languages import Language
from tests import city
from tests.api.client import Client, global_id, mutation, new_key

CHINESE = re.compile("[\u3400-\u9fff]")
LISTED = """{ demands(first: 5, filter: {state: null}) {
  nodes { viewerCan { action code reason } claims { nodes { viewerCan { reason } } } } } }"""
NESTED = """{ viewer { organizations { nodes { stations { nodes { viewerCan { reason } } } } } }
  demands { nodes { claims { nodes { viewerCan { reason } } } } } }"""
MIXED = """{ __schema { queryType { name } }
  demands(filter: {state: null}) { nodes { viewerCan { reason } claims { nodes { viewerCan { reason } } } } } }"""
BAD = {
    "syntax": "{",
    "validation": "{ nothing }",
    "a scalar in the text": "{ events(filter: {during: {since: 5}}) { totalCount } }",
    "too long": f'{{ demands(filter: {{text: "{"x" * 201}"}}) {{ totalCount }} }}',
    "too deep": " ".join(["{ demands { nodes { publisher"] * 9) + " { name } " + "} } } " * 9,
    "a page": "{ demands(first: 1000) { totalCount } }",
    "a cursor": "{ demands(after: \"x\") { totalCount } }",
    "no such enum": "{ labels(enums: [\"Nonesuch\"]) { name } }",
    "no such operation": "query A { __typename } query B { __typename }",
}
PUSHED = "subscription { demandPublished { cursor demand { title viewerCan { action reason } } } }"
PLAIN = "subscription { demandPublished { cursor demand { title viewerCan { action allowed code } } } }"


def spoken(said: str) -> Language:
    if not CHINESE.search(said):
        return Language.ENGLISH
    return Language.BOTH if said.rpartition("。")[2] else Language.CHINESE


def reasons(value: Any) -> list[str]:
    """Every message in an answer."""
    if isinstance(value, dict):
        return [text for name, each in value.items()
                for text in ([each] if name in ("reason", "message") and each else reasons(each))]
    return [text for each in value for text in reasons(each)] if isinstance(value, list) else []


@pytest.mark.parametrize("language", Language)
async def test_what_the_viewer_can_do_not_by_either_way(client: Client, language: Language) -> None:
    client.language = language
    item = await client.desk.add(city.add_item, client.city.community, city.COMMUNITY)
    await client.write("unit", "claimItem", itemId=global_id("Demand", item), quantity=1)
    for query in (LISTED, NESTED, MIXED):
        for _ in range(2):
            said = reasons(await client.read("unit", query))
            assert said and {spoken(each) for each in said} == {language}
    assert client.short  # as the long way says


async def test_what_was_told_in_one_language_is_told_in_the_next(client: Client) -> None:
    """The same text, plan and rows, for one after the other."""
    await client.desk.add(city.add_item, client.city.community, city.COMMUNITY)
    for _ in range(2):
        for language in Language:
            client.language = language
            assert {spoken(each) for each in reasons(await client.read("unit", LISTED))} == {language}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_wrong_with_a_request(client: Client, what: str) -> None:
    """Also where the text is remembered with what is wrong with it."""
    for language in (*Language, *Language):
        client.language = language
        (error, *_) = (await client.send("unit", BAD[what]))["errors"]
        said = error["message"]
        if language is Language.CHINESE:
            assert CHINESE.search(said)
            assert "。" in said or "请求有误" in said
        elif language is Language.ENGLISH:
            assert not CHINESE.search(said)


async def test_a_scalars_reason_within_what_graphql_says(client: Client) -> None:
    client.language = Language.CHINESE
    query = "query ($since: DateTime) { events(filter: {during: {since: $since}}) { totalCount } }"
    (error,) = (await client.send("unit", query, since=5))["errors"]
    assert "请求有误" in error["message"] and "Must be a string" not in error["message"]
    client.language = Language.ENGLISH
    (error,) = (await client.send("unit", query, since=5))["errors"]
    assert "Must be a string" in error["message"] and not CHINESE.search(error["message"])


async def test_a_refusal_that_is_kept_is_told_in_the_language_of_who_asks_again(client: Client) -> None:
    item = await client.desk.add(city.add_item, client.city.community, city.COMMUNITY, quantity=2)
    given = {"idempotencyKey": new_key(), "itemId": global_id("Demand", item), "quantity": 3}
    told = {}
    for language in (*Language, *Language):
        client.language = language
        answer = await client.read("unit", mutation("claimItem"), input=given)
        assert answer["claimItem"]["__typename"] == "ClaimTooLarge"
        told[language] = answer["claimItem"]["message"]
    assert told == {Language.CHINESE: "仅剩 2 可认领。", Language.ENGLISH: "Only 2 left to claim.",
                    Language.BOTH: "仅剩 2 可认领。Only 2 left to claim."}


@pytest.mark.parametrize("language", Language)
async def test_all_faults_of_an_input(client: Client, language: Language) -> None:
    client.language = language
    answer = await client.send("community", mutation("publishDemand"), input={
        "idempotencyKey": new_key(), "title": " ", "quantity": 0, "category": "OTHER", "unit": "次"})
    assert len(answer["errors"]) >= 2
    for error in answer["errors"]:
        assert error["message"].startswith(error["extensions"]["field"])
        assert spoken(error["message"].partition(": ")[2]) is language


async def test_what_is_pushed_is_told_to_each_group_in_its_language(client: Client) -> None:
    await client.write("community", "publishDemand", title="义诊", category="HEALTH", quantity=2, unit="次")
    keys = set()
    for language in Language:
        client.language = language
        (message,) = await client.pushed("unit", PUSHED)
        assert {spoken(each) for each in reasons(message)} == {language}
        keys.add(client.stream("unit", PUSHED).key)
    assert len(keys) == len(Language)


async def test_what_is_pushed_without_a_message_is_one_stream_for_all_languages(client: Client) -> None:
    held = []
    for language in Language:
        client.language = language
        held.append(client.stream("unit", PLAIN))
    assert len({each.key for each in held}) == 1 and len(client.streams.shared) == 1
    assert held[0].shared.language is Language.BOTH
    held.clear()
    gc.collect()
