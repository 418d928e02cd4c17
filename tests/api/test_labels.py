"""What the values of enums are called: all of them, in both languages, without the database."""
import re
from dataclasses import replace

from graphql import GraphQLEnumType

from domain.items import Category
from planner import limits
from schema import graphql
from tests.api.client import Client

ALL = "{ labels { name values { value zh en aboutZh aboutEn } } }"


async def test_every_value_of_every_enum_has_its_words(client: Client) -> None:
    told = (await client.read("unit", ALL))["labels"]
    assert client.sent == []
    enums = {name: each for name, each in client.operations.public.type_map.items()
             if isinstance(each, GraphQLEnumType) and not name.startswith("__")}
    assert [each["name"] for each in told] == sorted(enums)
    for each in told:
        values = enums[each["name"]].values
        assert [label["value"] for label in each["values"]] == [*values]
        for label in each["values"]:
            assert f"{label['aboutZh']}。{label['aboutEn']}" == values[label["value"]].description
            assert re.search("[\u4e00-\u9fff]", label["zh"]) and label["aboutZh"].startswith(label["zh"])
            assert re.fullmatch("[A-Z][a-z ]+", label["en"]), label


async def test_of_some_alone_in_the_order_asked_for(client: Client) -> None:
    text = "query($names: [String!]) { labels(enums: $names) { name values { zh } } }"
    for _ in range(2):  # another list of the same form is another answer
        for names in (["Category", "ItemState"], ["ItemState", "Category"]):
            told = (await client.read("unit", text, names=names))["labels"]
            assert [each["name"] for each in told] == names
            shown = {each["name"]: [label["zh"] for label in each["values"]] for each in told}
            assert shown["Category"] == [each.words.chinese for each in Category]
    assert (await client.read("unit", text, names=[]))["labels"] == []
    assert len((await client.read("unit", text, names=None))["labels"]) > 20


async def test_a_name_that_is_none(client: Client) -> None:
    answer = await client.send("unit", '{ labels(enums: ["ItemState", "Demand"]) { name } }')
    assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "enums"}
    assert "Demand" in answer["errors"][0]["message"] and "ClaimState" in answer["errors"][0]["message"]


async def test_it_takes_a_member_and_has_a_price(client: Client) -> None:
    answer = await client.send(None, ALL)
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    poor = replace(client, operations=graphql.operations(replace(limits.LIMITS, rows=80)))
    await poor.read("unit", ALL)
    answer = await poor.send("unit", "{ a: labels { name } b: labels { name } }")
    assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
