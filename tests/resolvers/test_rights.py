"""Remembered rights: read once while the log is followed, and anew after any change."""
from datetime import date
from uuid import UUID, uuid4

import pytest

from domain.viewer import Viewer
from resolvers import items, members
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


async def test_after_a_share_only_who_acts_for_its_organisation_is_read_anew() -> None:
    rights, unit = Rights(lambda: True), uuid4()
    reads: list[str] = []

    async def of(subject: str, *acts_for: UUID) -> None:
        async def read() -> Viewer:
            reads.append(subject)
            return Viewer(uuid4(), {each: frozenset() for each in acts_for}, frozenset(), frozenset(), frozenset(), None)

        await rights.of(subject, TODAY, read)

    stamps = set()
    for _ in range(2):
        for subject, acts_for in (("unit", [unit]), ("other", [uuid4()]), ("both", [uuid4(), unit]), ("nobody", [])):
            await of(subject, *acts_for)
        stamps.add(rights.stamp)
        rights.forget(unit)
    assert reads == ["unit", "other", "both", "nobody", "unit", "both"]
    assert len(stamps) == 2


async def test_a_share_says_with_whom(desk: Desk) -> None:
    item = await desk.add(place.add_item, desk.city.community, place.COMMUNITY)
    context = desk.context("community")
    told: list[UUID | None] = []
    context.rights_changed = told.append
    await items.share.answer(context, "key-of-a-share", item_id=item, organization_id=desk.city.hospital)
    assert told == [desk.city.hospital]


@pytest.mark.parametrize("kind", ["LIAISON"])
async def test_a_write_that_changes_rights_says_so(desk: Desk, kind: str) -> None:
    context = desk.context("district")
    told: list[UUID | None] = []
    context.rights_changed = told.append
    await members.appoint.answer(context, "key-of-an-appointment", member_id=desk.city.members["nobody"],
                                 organization_id=desk.city.school, kind=kind)
    assert told == [None]
