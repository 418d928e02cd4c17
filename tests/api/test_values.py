"""Values as people and other systems write them: each is kept as it was meant, or refused by the field's name."""
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests import city as place
from tests.api.client import Client, global_id, of_payload
from tests.city import COMMUNITY, STREET

NEW = {"title": "小区停车难", "category": "PARKING"}
FAR = ("9999-12-31T23:59:59.999999Z", "9999-12-31T00:00:00+08:00", "9999-01-01T00:00:01+08:00",
       "0001-01-01T00:00:00Z", "1899-12-31T23:59:59+08:00")


async def _written(client: Client, handle: str, name: str, selection: str, /, **given: Any) -> dict[str, Any]:
    return await client.write(handle, name, of_payload(name, selection), **given)


# -- moments and days

@pytest.mark.parametrize("moment", FAR)
async def test_moments_that_nobody_can_mean(client: Client, moment: str) -> None:
    for field in ("deadline", "startsAt"):
        error = await client.rejects("community", "publishDemand", **NEW, **{field: moment})
        assert error["extensions"] == {"code": "BAD_INPUT", "field": f"input.{field}"}
        assert "null" in error["message"]
    for filtered, field in (("items(filter: {deadlineBefore: $m})", "filter.deadlineBefore"),
                            ("claims(filter: {answerBefore: $m})", "filter.answerBefore")):
        response = await client.send("unit", f"query($m: DateTime) {{ {filtered} {{ totalCount }} }}", m=moment)
        assert response["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": field}


@pytest.mark.parametrize(("day", "field"), [("9999-12-31", "endsOn"), ("9999-01-01", "endsOn"), ("0001-01-01", "startsOn"),
                                            ("1899-12-31", "startsOn")])
async def test_days_that_nobody_can_mean(client: Client, day: str, field: str) -> None:
    ids = {"memberId": global_id("Member", client.city.members["nobody"]), "organizationId": global_id("Organization",
                                                                                                       client.city.bank)}
    error = await client.rejects("street", "appointMember", **ids, kind="LIAISON", **{field: day})
    assert error["extensions"] == {"code": "BAD_INPUT", "field": f"input.{field}"}


@pytest.mark.parametrize(("written", "kept"), [
    ("9998-12-31T16:00:00Z", "9998-12-31T16:00:00.000000Z"), ("9999-01-01T00:00:00+08:00", "9998-12-31T16:00:00.000000Z"),
    ("2098-05-01T09:00:00.123456+08:00", "2098-05-01T01:00:00.123456Z"), ("2098-05-01t09:00:00.123z",
                                                                          "2098-05-01T09:00:00.123000Z"),
    ("2098-05-01T09:00:00.120Z", "2098-05-01T09:00:00.120000Z"),
    ("2098-05-01T09:00:00.1234560Z", "2098-05-01T09:00:00.123456Z"),
    ("2098-05-01T09:00:00.000000000Z", "2098-05-01T09:00:00.000000Z"),
    ("2098-05-01T09:00:00-23:59", "2098-05-02T08:59:00.000000Z")])
async def test_moments_are_kept_to_the_microsecond(client: Client, written: str, kept: str) -> None:
    payload = await _written(client, "community", "publishDemand", "demand { deadline }", **NEW, deadline=written)
    assert payload["demand"]["deadline"] == kept


FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


async def test_moments_have_one_form_whoever_writes_them(client: Client) -> None:
    """By SQL in a row, by Python in a refusal, and as an event tells a change."""
    past = datetime(2024, 5, 1, tzinfo=UTC)
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY, deadline=past)
    refused = await client.write("unit", "claimItem", "... on DeadlinePassed { deadline }", itemId=global_id("Demand", item))
    assert refused["deadline"] == "2024-05-01T00:00:00.000000Z"
    await _written(client, "community", "reviseItem", "item { id }", itemId=global_id("Demand", item),
                   deadline="2098-05-01T00:00:00Z")
    found = (await client.read("community", """query($id: ID!) { node(id: $id) { ... on Demand { publishedAt deadline
        history { nodes { at changes { before { text } after { text } } } } } } }""", id=global_id("Demand", item)))["node"]
    event, = found["history"]["nodes"]
    change, = event["changes"]
    moments = [found["publishedAt"], found["deadline"], event["at"], change["before"]["text"], change["after"]["text"]]
    assert [each for each in moments if not FORM.fullmatch(each)] == []
    assert moments[1] == moments[4] == "2098-05-01T00:00:00.000000Z"


@pytest.mark.parametrize("written", [
    "2098-05-01", "2098-05-01T09:00:00", "2098-W18-4T09:00:00Z", "20980501T090000Z", "2098-05-01T24:00:00Z",
    "2098-12-31T23:59:60Z",
    "2098-05-01T09:00:00+24:00", "2098-05-01T09:00:00+08", "2098-05-01T09:00:00,5Z", "２０98-05-01T09:00:00Z",
    "2098-05-01 09:00:00Z", "2098-05-01T09:00Z", "2098-05-01T09:00:00.1234567Z", "2098-05-01T09:00:00.0000000000Z",
    "2098-05-01T09:00:00.Z", "2098-02-29T00:00:00Z", "10000-01-01T00:00:00Z", "tomorrow", ""])
async def test_what_is_no_moment(client: Client, written: Any) -> None:
    response = await client.send("unit", "query($f: ItemFilter) { items(filter: $f) { totalCount } }",
                                 f={"deadlineBefore": written})
    assert response["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "filter.deadlineBefore"}
    assert "Not a time with an offset" in response["errors"][0]["message"]


@pytest.mark.parametrize("literal", ['"2098-12-01"', "5", '"tomorrow"'])
async def test_the_error_of_a_literal_says_where(client: Client, literal: str) -> None:
    text = f"{{ demands(first: 0, filter: {{deadlineBefore: {literal}}}) {{ totalCount }} }}"
    response = await client.send("unit", text)
    assert response["errors"][0]["locations"] == [{"line": 1, "column": 46}]
    subscribed = "subscription { changes(after: 5) { cursor } }"
    assert (await client.send("unit", subscribed))["errors"][0]["locations"] == [{"line": 1, "column": 31}]


# -- codes

@pytest.mark.parametrize(("written", "meant"), [("110000", "11"), ("110111000000", "110111"), ("110111007000", STREET),
                                                ("110111000", "110111")])
async def test_zeros_that_pad_a_code_do_not_count(client: Client, written: str, meant: str) -> None:
    text = """query($c: String!, $r: [_Any!]!) {
        items(filter: {withinDivision: $c, state: null}) { totalCount }
        organizations(filter: {withinDivision: $c}) { totalCount }
        committees(filter: {withinDivision: $c}) { totalCount }
        organization(by: {divisionCode: $c}) { id } _entities(representations: $r) { ... on Organization { id } } }"""

    async def found(code: str) -> Any:
        return await client.read("street", text, c=code, r=[{"__typename": "Organization", "divisionCode": code}])

    assert await found(written) == await found(meant)
    assert (await found(written))["organizations"]["totalCount"] > 0


@pytest.mark.parametrize("code", ["", "11011", "1101110000000", "房山区", "１１", "11 ", "00", "000000", "1" * 30])
async def test_what_is_no_division_code(client: Client, code: str) -> None:
    for field, name in (("items", "withinDivision"), ("organizations", "withinDivision"), ("committees", "withinDivision"),
                        ("demands", "gridCode")):
        response = await client.send("unit", f"query($c: String) {{ {field}(filter: {{{name}: $c}}) {{ totalCount }} }}",
                                     c=code)
        assert response["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": f"filter.{name}"}, field
    for name, given in (("publishDemand", {**NEW, "divisionCode": code}), ("publishDemand", {**NEW, "gridCode": code})):
        assert (await client.rejects("community", name, **given))["extensions"]["code"] == "BAD_INPUT"
    data = await client.read("unit", """query($c: String!, $r: [_Any!]!) { organization(by: {divisionCode: $c}) { id }
        _entities(representations: $r) { __typename } }""", c=code, r=[{"__typename": "Organization", "divisionCode": code}])
    assert data == {"organization": None, "_entities": [None]}


async def test_no_second_organization_by_a_padded_code(client: Client) -> None:
    await client.refused("street", "registerOrganization", "CodeTaken", kind="STREET", name="又一个",
                         divisionCode=f"{STREET}000")
    error = await client.rejects("street", "registerOrganization", kind="COMMUNITY", name="又一个", divisionCode=f"{STREET}000")
    assert error["extensions"]["field"] == "input.divisionCode"
    assert f"{STREET}000 is {STREET}, padded" in error["message"]
    new = await _written(client, "street", "registerOrganization",
                         "organization { divisionCode noCreditCodeReason stations { totalCount } }",
                             kind="UNIT", name="驻军某部", communityCodes=[COMMUNITY], noCreditCodeReason="部队")
    assert new["organization"] == {"divisionCode": None, "noCreditCodeReason": "部队", "stations": {"totalCount": 1}}


async def test_keys_of_two_organizations_name_none(client: Client) -> None:
    text = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { name } } }"
    known = await client.read("unit", '{ organizations(filter: {kind: [UNIT]}) { nodes { id creditCode name } } }')
    unit = next(each for each in known["organizations"]["nodes"] if each["creditCode"])
    keys = [{"divisionCode": "110111", "creditCode": unit["creditCode"]}, {"id": unit["id"], "divisionCode": "110111"},
            {"id": unit["id"], "creditCode": unit["creditCode"]}, {"id": unit["id"], "creditCode": None, "divisionCode": None},
            {"id": "nothing", "creditCode": unit["creditCode"]}, {"creditCode": unit["creditCode"], "divisionCode": "11011"}]
    data = await client.read("unit", text, r=[{"__typename": "Organization", **each} for each in keys])
    right = {"name": unit["name"]}
    assert data["_entities"] == [None, None, right, right, None, None]


# -- texts

@pytest.mark.parametrize(("title", "asked"), [
    ("社區義診與醫療諮詢", "义诊 咨询"), ("社区义诊与医疗咨询", "義診 諮詢"), ("看望买买提·阿卜杜拉", "买买提•阿卜杜拉"),
    ("看望買買提・阿卜杜拉", "买买提·阿"), ("𠮷野家慰问", "𠮷野"), ("臺灣小吃節", "台湾")])
async def test_a_search_takes_all_ways_of_writing(client: Client, title: str, asked: str) -> None:
    await _written(client, "community", "publishDemand", "demand { id }", **{**NEW, "title": title})
    data = await client.read("community", "query($t: String) { demands(filter: {text: $t}) { nodes { title } } }", t=asked)
    assert data["demands"]["nodes"] == [{"title": title}]


async def test_a_search_finds_what_was_revised(client: Client) -> None:
    made = await _written(client, "community", "publishDemand", "demand { id }", **NEW)
    await _written(client, "community", "reviseItem", "item { id }", itemId=made["demand"]["id"], body="請幫忙")
    find = "query($t: String) { demands(filter: {text: $t}) { totalCount } }"
    assert (await client.read("community", find, t="请帮忙 停车"))["demands"]["totalCount"] == 1
    await _written(client, "community", "reviseItem", "item { id }", itemId=made["demand"]["id"], title="樓道燈")
    assert (await client.read("community", find, t="停车"))["demands"]["totalCount"] == 0
    assert (await client.read("community", find, t="楼道灯 帮忙"))["demands"]["totalCount"] == 1


@pytest.mark.parametrize(("name", "handle", "given", "field"), [
    ("publishDemand", "community", {**NEW, "title": "\u200b"}, "input.title"),
    ("publishDemand", "community", {**NEW, "title": "\x07x"}, "input.title"),
    ("publishDemand", "community", {**NEW, "unit": "\x1b]0;x"}, "input.unit"),
    ("publishDemand", "community", {**NEW, "body": "北京\ufffd市"}, "input.body"),
    ("publishDemand", "community", {**NEW, "place": {"address": "\u202e1"}}, "input.place.address"),
    ("publishDemand", "community", {**NEW, "contact": {"name": "王\ufffd", "phone": "13800001234"}}, "input.contact.name"),
    ("publishDemand", "community", {**NEW, "contact": {"name": "王", "phone": "-----"}}, "input.contact.phone"),
    ("registerMember", "street", {"subject": "a\u200bb", "name": "张三"}, "input.subject"),
    ("registerMember", "street", {"subject": "ab", "name": "张?"}, "input.name")])
async def test_texts_that_are_refused(client: Client, name: str, handle: str, given: dict[str, Any], field: str) -> None:
    assert (await client.rejects(handle, name, **given))["extensions"] == {"code": "BAD_INPUT", "field": field}


async def test_what_is_mended(client: Client) -> None:
    payload = await _written(client, "community", "publishDemand", "demand { title body contact { phone } }", **{
        **NEW, "title": " 停车\n难 ", "body": "一\r\n二", "contact": {"name": "李老师", "phone": "（010）12345678"}})
    assert payload["demand"] == {"title": "停车 难", "body": "一\n二", "contact": {"phone": "010-12345678"}}


# -- places

def _boxed(west: float, south: float, east: float, north: float) -> str:
    box = f"{{west: {west}, south: {south}, east: {east}, north: {north}}}"
    return f"{{ demands(filter: {{box: {box}}}) {{ totalCount nodes {{ title }} }} }}"


async def test_a_box_upside_down(client: Client) -> None:
    for text in (_boxed(115, 40, 117, 39), _boxed(115, 40, 117, 39).replace("nodes { title }", "")):
        response = await client.send("unit", text)
        assert response["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "filter.box.south"}
    response = await client.send("unit", _boxed(-181, 39, 117, 40))
    assert response["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "filter.box.west"}


async def test_a_box_across_the_meridian(client: Client) -> None:
    for title, longitude in (("东端", 179.5), ("西端", -179.5), ("中间", 116.0)):
        await client.write("community", "publishDemand", **{**NEW, "title": title, "place": {"longitude": longitude,
                                                                                             "latitude": 39.5}})

    async def found(*box: float) -> list[str]:
        data = await client.read("community", _boxed(*box))
        assert data["demands"]["totalCount"] == len(data["demands"]["nodes"])
        return sorted(node["title"] for node in data["demands"]["nodes"])

    assert await found(179, 39, -179, 40) == ["东端", "西端"]
    assert await found(-179, 39, 179, 40) == ["中间"]
    assert await found(116, 39.5, 116, 39.5) == ["中间"]
    assert await found(179, 40, -179, 41) == []
    assert await found(100, 39, -179.9, 40) == ["东端", "中间"]


async def test_a_cursor_is_of_one_centre(client: Client) -> None:
    for number in range(3):
        await client.write("community", "publishDemand", **NEW, place={"longitude": 116 + number / 10, "latitude": 39.5})
    text = """query($n: PointInput, $a: String) { demands(first: 1, after: $a, orderBy: NEAREST, near: $n) {
        nodes { place { longitude } } pageInfo { endCursor hasNextPage } } }"""
    near, seen, after = {"longitude": 116.25, "latitude": 39.5}, [], None
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": True}}
    while page["pageInfo"]["hasNextPage"]:
        page = (await client.read("community", text, n=near, a=after))["demands"]
        seen += [node["place"]["longitude"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == [116.2, 116.1, 116]
    for other in ({**near, "longitude": 116.2500001}, {"longitude": 39.5, "latitude": 39.5}):
        response = await client.send("community", text, n=other, a=after)
        assert response["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "after"}
        assert "begin anew" in response["errors"][0]["message"]
