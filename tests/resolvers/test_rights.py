"""Remembered rights: read once while the log is followed, and anew after any change."""
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from domain.viewer import Viewer
from resolvers import items, members
from resolvers.feed import viewer_cache
from resolvers.feed.viewer_cache import Rights
from tests import city as place
from tests.desk import Desk

TODAY = date(2026, 5, 1)


class Reader:
    def __init__(self) -> None:
        self.reads = 0

    async def __call__(self) -> Viewer | None:
        self.reads += 1
        return None


async def test_rights_are_read_once_until_they_change() -> None:
    read, rights = Reader(), Rights(lambda: True)
    for _ in range(3):
        await rights.of("demo:unit", TODAY, read)
    assert read.reads == 1
    rights.forget()
    await rights.of("demo:unit", TODAY, read)
    assert read.reads == 2


async def test_another_day_is_read_anew() -> None:
    read, rights = Reader(), Rights(lambda: True)
    await rights.of("demo:unit", TODAY, read)
    await rights.of("demo:unit", date(2026, 5, 2), read)
    assert read.reads == 2


async def test_nothing_is_remembered_while_the_log_is_not_followed() -> None:
    read, rights = Reader(), Rights(lambda: False)
    await rights.of("demo:unit", TODAY, read)
    await rights.of("demo:unit", TODAY, read)
    assert read.reads == 2


async def test_what_was_read_before_a_change_is_not_kept() -> None:
    rights = Rights(lambda: True)

    async def slow() -> Viewer | None:
        rights.forget()  # rights change while they are being read
        return None

    await rights.of("demo:unit", TODAY, slow)
    read = Reader()
    await rights.of("demo:unit", TODAY, read)
    assert read.reads == 1


@pytest.mark.parametrize("changed", ["unit", "member"])
async def test_only_those_whose_rights_changed_are_read_anew(changed: str) -> None:
    """Who acts for the organisation, or is the member, and who was nobody: that may be the one."""
    rights, unit, member = Rights(lambda: True), uuid4(), uuid4()
    reads: list[str] = []

    async def of(subject: str, *acts_for: UUID) -> None:
        async def read() -> Viewer:
            reads.append(subject)
            known = member if subject == "member" else uuid4()
            return Viewer(known, {each: frozenset() for each in acts_for}, frozenset(), frozenset(), frozenset(), None)

        await rights.of(subject, TODAY, read)

    stamps, stranger = set(), Reader()
    for _ in range(2):
        for subject, acts_for in (("unit", [unit]), ("other", [uuid4()]), ("both", [uuid4(), unit]), ("member", [])):
            await of(subject, *acts_for)
        await rights.of("stranger", TODAY, stranger)
        stamps.add(rights.stamp)
        rights.forget(unit if changed == "unit" else member)
    assert reads == ["unit", "other", "both", "member", *(["unit", "both"] if changed == "unit" else ["member"])]
    assert (len(stamps), stranger.reads) == (2, 2)


async def test_what_a_committee_is_shown_is_found_anew_by_who_sits_on_it() -> None:
    rights, committee = Rights(lambda: True), uuid4()
    reads: list[str] = []

    async def of(subject: str, *sits_on: UUID) -> None:
        async def read() -> Viewer:
            reads.append(subject)
            return Viewer(uuid4(), {}, frozenset(), frozenset(), frozenset(), None,
                          sits_on={each: frozenset() for each in sits_on})

        await rights.of(subject, TODAY, read)

    for _ in range(2):
        await of("member", committee)
        await of("other", uuid4())
        rights.forget(committee)
    assert reads == ["member", "other", "member"]


async def test_no_more_are_remembered_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer_cache, "REMEMBERED", 2)
    rights, read = Rights(lambda: True), Reader()
    for subject in ("a", "b", "c", "c", "b", "a"):
        await rights.of(subject, TODAY, read)
    assert read.reads == 4
    rights.forget()
    await rights.of("c", TODAY, read)
    assert read.reads == 5


async def test_a_share_says_with_whom(desk: Desk) -> None:
    item = await desk.add(place.add_item, desk.city.community, place.COMMUNITY)
    context = desk.context("community")
    told: list[UUID | None] = []
    context.rights_changed = told.append
    await items.share.answer(context, "key-of-a-share", item_id=item, recipient={"organization_id": desk.city.hospital})
    assert told == [desk.city.hospital]
    told.clear()
    await items.share.answer(context, "key-of-an-invitation", item_id=item,
                             recipient={"committee_id": desk.city.street_committee},
                             ends_at=desk.now() + timedelta(days=1))
    assert {*told} == {desk.city.street, desk.city.street_committee}


@pytest.mark.parametrize("kind", ["LIAISON"])
async def test_a_write_that_changes_rights_says_so(desk: Desk, kind: str) -> None:
    context = desk.context("district")
    told: list[UUID | None] = []
    context.rights_changed = told.append
    await members.appoint.answer(context, "key-of-an-appointment", member_id=desk.city.members["nobody"],
                                 organization_id=desk.city.school, kind=kind)
    assert told == [desk.city.members["nobody"]]
