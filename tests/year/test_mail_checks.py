"""What the year checks of members' mail is seen where it does not hold."""
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from domain import dates, mail
from domain.mail import Told
from tests.api.client import global_id
from tests.year import mail_checks
from tests.year.mails import Change, Reader
from tests.year.postbox import Letter
from tests.year.sending import LINK
from tests.year.street import Person

EIGHT = datetime(2026, 3, 2, 8, tzinfo=dates.CHINA)  # a Monday
READER = Reader(Person(UUID(int=1), "mb1"), "li@example.cn", {"hour": 8}, ("CLAIM_LAPSED",), ("ITEM_EXPIRED",), since=1)
KINDS = ("CLAIM_PROPOSED", "CLAIM_ACCEPTED", "CLAIM_LAPSED", "ITEM_EXPIRED", "CLAIM_PROPOSED")
LINKS = [LINK.replace("{id}", global_id("Claim", UUID(int=number))) for number in range(len(KINDS))]
NOTICES = [{"member_id": READER.who.member, "kind": kind, "event_id": number, "at": EIGHT - timedelta(hours=number + 1),
            "object_type": "Claim", "object_id": UUID(int=number)} for number, kind in enumerate(KINDS)]
LOG: Any = SimpleNamespace(events=[{"id": number, "pos": number + 2 if number < 4 else 1} for number in range(len(KINDS))],
                           rows=lambda table: NOTICES)
"""The last notice is older than the address."""
Letters = list[Letter]


def _letter(number: int, of: Sequence[int], at: datetime = EIGHT, *, more: str = "") -> Letter:
    subject, text = mail.notices_mail("ZH", [Told(KINDS[each], NOTICES[each]["at"], LINKS[each]) for each in of])  # type: ignore[arg-type]
    message = EmailMessage()
    message["To"], message["Subject"], message["Message-ID"] = READER.address, subject, f"<{number}@example.cn>"
    message["Date"] = at
    message.set_content(text + more, cte="base64")
    return Letter(message, at, taken=True)


def _wrong(letters: Letters, reader: Reader = READER) -> list[str]:
    return [*mail_checks.problems(LOG, reader, letters)]


DIGEST, AT_ONCE = _letter(1, [0, 1]), _letter(2, [2])
RIGHT = [DIGEST, AT_ONCE]


@pytest.mark.parametrize("letters", [RIGHT, [DIGEST, *RIGHT], [replace(DIGEST, taken=False), *RIGHT]])
def test_what_is_right(letters: Letters) -> None:
    assert _wrong(letters) == []


@pytest.mark.parametrize(("letters", "seen"), [
    ([DIGEST], "AT_ONCE: not told"), ([AT_ONCE], "DIGEST: not told"), ([*RIGHT, _letter(3, [0])], "told for nothing"),
    ([*RIGHT, _letter(3, [3])], "NONE"), ([*RIGHT, _letter(3, [4])], "told for nothing"),
    ([_letter(1, [0]), _letter(3, [1]), AT_ONCE], "2 digests on"), ([_letter(1, [0, 1, 2])], "not told"),
    ([DIGEST, _letter(2, [2], EIGHT.replace(hour=23))], "came at"), ([*RIGHT, _letter(1, [0])], "different mails"),
    ([_letter(1, [0, 1], more="诉求居民000001"), AT_ONCE], "names somebody")])
def test_what_is_wrong(letters: Letters, seen: str) -> None:
    assert any(seen in each for each in _wrong(letters))


@pytest.mark.parametrize(("cadence", "seen"), [("NEVER", "told for nothing"), ("WEEKLY", "a digest on 2026-03-03")])
def test_what_comes_at_another_time_than_is_wanted(cadence: str, seen: str) -> None:
    letters = [_letter(1, [0, 1], EIGHT + timedelta(days=1)), AT_ONCE]
    assert any(seen in each for each in _wrong(letters, replace(READER, digest={"cadence": cadence})))


@pytest.mark.parametrize(("pos", "letters"), [(4, RIGHT), (3, [_letter(1, [0, 1, 2])])])
def test_what_is_wanted_by_another_way_from_a_place_on(pos: int, letters: Letters) -> None:
    reader = replace(READER, changes=[Change(pos, "CLAIM_LAPSED", "DIGEST"), Change(9, "CLAIM_LAPSED", "NONE")])
    assert _wrong(letters, reader) == []
    assert _wrong(RIGHT if pos == 3 else [_letter(1, [0, 1, 2])], reader)
