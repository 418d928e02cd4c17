"""Micro-wishes: held by one at most, their residents shown to whom and when, and what the clock does."""
import asyncio
from datetime import timedelta
from typing import Any

import pytest

from resolvers import jobs, scheduler
from tests import city as place
from tests.api.client import Client, capital, global_id
from tests.api.wish_cases import RESIDENT, add

ASKED = ("query($i: ID!) { node(id: $i) { ... on MicroWish { state holder { id } resident { name phone } dueAt "
         "viewerCan { action allowed } } } }")
NOTICES = "{ viewer { notices { nodes { kind } } duties { nodes { kind subjectType dueAt } } } }"
EVERYBODY = (*place.OFFICES,)


async def _made(client: Client, **columns: Any) -> str:
    return global_id("MicroWish", await client.desk.add(add, client.city, **columns))


async def _look(connection: Any, client: Client) -> None:
    await client.city.look(connection)


async def _do(client: Client, handle: str, name: str, wish: str, **given: Any) -> dict[str, Any]:
    shown = f"... on {capital(name)}Payload {{ wish {{ state version }} }}"
    return (await client.write(handle, name, shown, wishId=wish, **given))["wish"]  # type: ignore[no-any-return]


async def _read(client: Client, handle: str, wish: str) -> Any:
    return (await client.read(handle, ASKED, i=wish))["node"]


async def _looks(client: Client) -> list[tuple[str, str]]:
    return [(row["subject_type"], row["handle"]) for row in await client.pool.fetch(
        "SELECT c.subject_type, m.handle FROM contact_read c JOIN member m ON m.id = c.member_id ORDER BY c.at, c.id")]


async def _see(client: Client, wish: str) -> set[str]:
    """Everybody who is shown the resident now."""
    seen = set()
    for handle in EVERYBODY:
        if (node := await _read(client, handle, wish)) and node["resident"]:
            assert node["resident"] == RESIDENT
            seen.add(handle)
    return seen


async def test_of_a_hundred_at_once_one_has_it(client: Client) -> None:
    """Over the API, by a hundred members: one holder, ninety-nine refusals, one event."""
    wish = await _made(client)
    for number in range(100):
        client.city.members[f"hand-{number}"] = await client.desk.add(place.add_member, f"hand-{number}")
        await client.desk.add(place.add_office, client.city.members[f"hand-{number}"], client.city.school, "LIAISON")
    await client.desk.add(_look, client)
    shown = "... on TakeWishPayload { wish { holder { id } } } ... on WrongState { state }"
    answers = await asyncio.gather(*(client.write(f"hand-{number}", "takeWish", shown, wishId=wish) for number in range(100)))
    won = [number for number, each in enumerate(answers) if "wish" in each]
    assert len(won) == 1
    assert [each["state"] for each in answers if "wish" not in each] == ["TAKEN"] * 99
    rows = await client.pool.fetch("SELECT holder_id, version FROM micro_wish")
    assert [tuple(row) for row in rows] == [(client.city.members[f"hand-{won[0]}"], 2)]
    assert await client.pool.fetchval("SELECT count(*) FROM event WHERE kind = 'wish.taken'") == 1


async def test_a_resident_is_shown_to_the_holder_and_the_community_while_it_is_held(client: Client) -> None:
    wish = await _made(client)
    assert await _see(client, wish) == set()
    await _do(client, "bank", "takeWish", wish)
    assert await _see(client, wish) == set()
    await _do(client, "community", "acceptWish", wish)
    assert await _see(client, wish) == {"bank", "community"}
    await _do(client, "bank", "fulfilWish", wish, note="已送到")
    assert await _see(client, wish) == {"community"}
    await _do(client, "community", "returnWish", wish, reason="没有声音")
    assert await _see(client, wish) == {"bank", "community"}
    await _do(client, "bank", "fulfilWish", wish, note="换了一台")
    await _do(client, "community", "confirmWish", wish)
    assert await _see(client, wish) == set()
    assert sorted(await _looks(client)) == [("micro_wish", "bank")] * 2 + [("micro_wish", "community")] * 3


@pytest.mark.parametrize("end", ["giveBackWish", "withdrawWish", "LAPSE"])
async def test_who_held_it_sees_no_resident_afterwards(client: Client, end: str) -> None:
    wish = await _made(client, state="HELD", due_at=client.desk.now() + timedelta(days=1))
    assert await _see(client, wish) == {"unit", "community"}
    if end == "LAPSE":  # also where the clock has not written it
        client.shift = timedelta(days=2)
    else:
        await _do(client, "community", end, wish, reason="另有安排")
    assert await _see(client, wish) == set()


async def test_a_list_records_each_look(client: Client) -> None:
    for _ in range(3):
        await _made(client, state="HELD")
    listed = "{ microWishes { totalCount nodes { resident { phone } } } }"
    assert len((await client.read("unit", listed))["microWishes"]["nodes"]) == 3
    assert await _looks(client) == [("micro_wish", "unit")] * 3


async def test_a_page_of_a_hundred_is_as_many_statements_as_one(client: Client) -> None:
    """With residents one more, which records all looks, however many."""
    for _ in range(100):
        await _made(client, state="HELD")
    asked = "query($n: Int) {{ microWishes(first: $n) {{ nodes {{ id holder {{ name }} viewerCan {{ action }} {more} }} }} }}"
    for more, statements in (("", 1), ("resident { phone }", 2), ("history { nodes { kind } }", 2)):
        for count in (1, 100):
            shown = (await client.read("community", asked.format(more=more), n=count))["microWishes"]["nodes"]
            assert (len(shown), len(client.sent)) == (count, statements), (more, count)


async def test_an_erased_resident_is_gone(client: Client) -> None:
    """The row, and nothing of it is in the event; once more changes nothing."""
    wish, other = await _made(client, state="HELD"), await _made(client, state="HELD")
    await _do(client, "community", "eraseWishResident", wish)
    assert await client.pool.fetchval("SELECT count(*) FROM wish_resident") == 1
    assert (await _see(client, wish), await _see(client, other)) == (set(), {"unit", "community"})
    event = await client.desk.last_event()
    assert (event["kind"], event["before"], event["after"]) == ("wish.resident_erased", {"state": "HELD"}, {"state": "HELD"})
    assert (await _do(client, "community", "eraseWishResident", wish))["version"] == 2
    assert (await client.desk.last_event())["id"] == event["id"]


async def test_no_event_has_personal_data_or_free_text(client: Client) -> None:
    given = {"title": "收音机给李奶奶", "category": "ELDERLY_CARE", "resident": RESIDENT,
             "dueAt": (client.desk.now() + timedelta(days=9)).isoformat()}
    made = await client.write("community", "publishWish", "... on PublishWishPayload { wish { id } }", **given)
    wish = made["wish"]["id"]
    await _do(client, "unit", "takeWish", wish)
    await _do(client, "community", "acceptWish", wish)
    await _do(client, "unit", "fulfilWish", wish, note="交给李奶奶")
    await _do(client, "community", "returnWish", wish, reason="李奶奶说不响")
    told = str([(row["before"], row["after"]) for row in await client.pool.fetch("SELECT before, after FROM event")])
    assert not [word for word in ("李奶奶", "13800001234", "不响") if word in told]


async def test_what_nobody_did_in_time_lapses(client: Client) -> None:
    wishes = {state: await _made(client, state=state, due_at=client.desk.now() + timedelta(days=1))
              for state in ("OPEN", "OFFERED", "TAKEN", "HELD", "FULFILLED")}
    client.shift = timedelta(days=2)
    await client.refused("bank", "takeWish", "WrongState", wishId=wishes["OPEN"])
    await scheduler.once(client.pool, client.desk.now, jobs.ALL)
    states = {state: (await _read(client, "community", wish))["state"] for state, wish in wishes.items()}
    assert states == {**dict.fromkeys(wishes, "LAPSED"), "FULFILLED": "FULFILLED"}


async def test_what_is_sent_back_late_needs_another_day(client: Client) -> None:
    wish = await _made(client, state="FULFILLED", due_at=client.desk.now() + timedelta(days=1))
    client.shift = timedelta(days=2)
    error = await client.rejects("community", "returnWish", wishId=wish, reason="坏了")
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", "input.dueAt")
    past = (client.desk.now() - timedelta(days=1)).isoformat()
    error = await client.rejects("community", "returnWish", wishId=wish, reason="坏了", dueAt=past)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", "input.dueAt")
    due = (client.desk.now() + timedelta(days=3)).isoformat()
    assert (await _do(client, "community", "returnWish", wish, reason="坏了", dueAt=due))["state"] == "HELD"


@pytest.mark.parametrize("asked", ["neighbour", "community", "street"])
async def test_it_is_offered_to_who_might_take_it(client: Client, asked: str) -> None:
    """Not beside its area, not to the community itself, not to who only watches over it."""
    wish = await _made(client)
    member = global_id("Member", client.city.members[asked])
    error = await client.rejects("community", "offerWish", wishId=wish, memberId=member)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", "input.memberId")


async def test_a_wish_of_the_street_is_taken_anywhere_in_it(client: Client) -> None:
    wish = await _made(client, scope="STREET")
    assert (await _do(client, "neighbour", "takeWish", wish))["state"] == "TAKEN"
    far = await _made(client, scope="STREET")
    assert (await client.rejects("far-community", "takeWish", wishId=far))["extensions"]["code"] == "NOT_FOUND"


async def test_who_is_told_and_who_owes_what(client: Client) -> None:
    wish = await _made(client)
    member = global_id("Member", client.city.members["unit"])
    await _do(client, "community", "offerWish", wish, memberId=member)
    assert await _told(client, "unit") == (["WISH_OFFERED"], ["ANSWER_WISH"])
    await _do(client, "unit", "acceptWish", wish)
    assert await _told(client, "unit") == (["WISH_OFFERED"], ["FULFIL_WISH"])
    assert await _told(client, "community") == (["WISH_ACCEPTED"], [])
    await _do(client, "community", "giveBackWish", wish, reason="改由他人")
    assert await _told(client, "unit") == (["WISH_GIVEN_BACK", "WISH_OFFERED"], [])
    await _do(client, "bank", "takeWish", wish)
    assert await _told(client, "community") == (["WISH_TAKEN", "WISH_ACCEPTED"], ["ANSWER_WISH"])
    await _do(client, "community", "acceptWish", wish)
    await _do(client, "bank", "fulfilWish", wish, note="已送到")
    assert await _told(client, "community") == (["WISH_FULFILLED", "WISH_TAKEN", "WISH_ACCEPTED"], ["CONFIRM_WISH"])
    await _do(client, "community", "confirmWish", wish)
    assert await _told(client, "bank") == (["WISH_OVER", "WISH_ACCEPTED"], [])


async def _told(client: Client, handle: str) -> tuple[list[str], list[str]]:
    viewer = (await client.read(handle, NOTICES))["viewer"]
    return [each["kind"] for each in viewer["notices"]["nodes"]], [each["kind"] for each in viewer["duties"]["nodes"]]


async def test_it_is_pushed_to_its_area(client: Client) -> None:
    given = {"title": "收音机", "category": "ELDERLY_CARE", "resident": RESIDENT, "dueAt": "2090-01-01T00:00:00Z"}
    await client.write("community", "publishWish", **given)
    asked = "subscription { wishPublished { wish { title state } event { kind } } }"
    for handle, sees in (("unit", True), ("member", True), ("street", True), ("neighbour", False), ("far-community", False)):
        pushed = [each["data"]["wishPublished"] for each in await client.pushed(handle, asked)]
        assert pushed == ([{"wish": {"title": "收音机", "state": "OPEN"}, "event": {"kind": "WISH_PUBLISHED"}}] if sees else [])


@pytest.mark.parametrize(("wrong", "field"), [
    ({"dueAt": "2020-01-01T00:00:00Z"}, "dueAt"), ({"resident": {"name": "李", "phone": "abc"}}, "resident.phone"),
    ({"resident": {"name": " ", "phone": "12345"}}, "resident.name"), ({"title": " "}, "title"),
    ({"scope": "PAIRED"}, "scope")])
async def test_what_cannot_be_published(client: Client, wrong: dict[str, Any], field: str) -> None:
    given = {"title": "收音机", "category": "OTHER", "resident": RESIDENT, "dueAt": "2090-01-01T00:00:00Z", **wrong}
    error = await client.rejects("community", "publishWish", **given)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", f"input.{field}")


async def test_a_wish_is_a_communitys(client: Client) -> None:
    given = {"title": "收音机", "category": "OTHER", "resident": RESIDENT, "dueAt": "2090-01-01T00:00:00Z"}
    for handle in ("unit", "street"):
        error = await client.rejects(handle, "publishWish", **given)
        assert error["extensions"]["field"] == "input.communityId"
