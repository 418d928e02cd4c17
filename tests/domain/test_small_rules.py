"""Days in China, names of committees, terms, masks and texts."""
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain import committees, contacts, dates, terms, texts
from domain.contacts import Contact
from domain.refusals import BadInput, WrongState
from domain.terms import Term


@pytest.mark.parametrize(("moment", "day"), [
    (datetime(2026, 4, 30, 15, 59, tzinfo=UTC), date(2026, 4, 30)),
    (datetime(2026, 4, 30, 16, tzinfo=UTC), date(2026, 5, 1))])
def test_the_day_begins_in_china(moment: datetime, day: date) -> None:
    assert dates.day(moment) == day


def test_the_year_begins_in_china() -> None:
    assert dates.year_starts(datetime(2025, 12, 31, 16, tzinfo=UTC)) == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert dates.year_starts(datetime(2025, 12, 31, 15, tzinfo=UTC)) == datetime(2024, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(("phone", "masked"), [
    ("13800001234", "138****1234"), ("0550-7021234", "055****1234"), ("7021234", "****34"), ("12345", "****")])
def test_phones_are_masked(phone: str, masked: str) -> None:
    assert contacts.shown("王小明", phone, masked=True) == Contact("王**", masked, masked=True)


@pytest.mark.parametrize(("kind", "name", "called"), [
    ("STREET", "星城街道", "星城街道大工委"), ("STREET", "星城街道办事处", "星城街道大工委"),
    ("COMMUNITY", "曙光社区居委会", "曙光社区大党委"), ("COMMUNITY", "羊耳峪村委会", "羊耳峪大党委"),
    ("COMMUNITY", "河畔社区", "河畔社区大党委")])
def test_how_committees_are_called(kind: str, name: str, called: str) -> None:
    assert committees.usual_name(kind, name) == called


D = [date(2026, 1, day) for day in range(1, 9)]


@pytest.mark.parametrize(("ends_on", "new_end", "no"), [
    (None, D[4], None), (D[6], D[4], None), (D[5], D[7], BadInput), (None, D[0], BadInput), (D[3], D[2], WrongState)])
def test_terms_end_once_and_not_later(ends_on: date | None, new_end: date, no: type[Exception] | None) -> None:
    term = Term(starts_on=D[1], ends_on=ends_on, division_code=None)
    with pytest.raises(no) if no else nullcontext():
        committees.SEAT.check("END", term.state_on(committees.SEAT, D[4]))
        terms.check_last_day(term, new_end)


@pytest.mark.parametrize(("starts_on", "ends_on", "problem"), [
    (D[0], D[4], None), (D[4], D[4], None), (D[4], D[4].replace(year=2031), None), (D[6], D[5], "before it starts"),
    (D[0], D[3], "today or later"), (D[0], D[7].replace(year=2031), "five years at most")])
def test_terms_that_are_agreed_on(starts_on: date, ends_on: date, problem: str | None) -> None:
    with pytest.raises(BadInput, match=f"^ends_on: .*{problem}") if problem else nullcontext():
        terms.check_agreed(starts_on, ends_on, D[4], 5)


def test_texts_are_trimmed_and_measured() -> None:
    assert texts.required("title", "  照明 ") == "照明"
    assert texts.optional("note", "  ") is None
    for text in (None, "", "  ", "长" * 501):
        with pytest.raises(BadInput, match=r"^title:"):
            texts.required("title", text)


@pytest.mark.parametrize(("given", "columns"), [
    (None, (None, None, None)), ({"address": " 北路 "}, ("北路", None, None)),
    ({"longitude": 0.0, "latitude": 0.0}, (None, 0.0, 0.0))])
def test_places(given: Any, columns: tuple[Any, ...]) -> None:
    assert tuple(texts.place(given).values()) == columns
