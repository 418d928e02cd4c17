"""Working days by the State Council's announcements for 2025 and 2026, and beyond what is announced."""
from datetime import UTC, date, datetime, timedelta

import pytest

from domain import working_days

NEW_YEAR = date(2026, 1, 1)


@pytest.mark.parametrize(("day", "works"), [
    (date(2025, 9, 30), True), (date(2025, 10, 1), False), (date(2025, 10, 8), False), (date(2025, 10, 9), True),
    (date(2025, 9, 28), True), (date(2025, 10, 11), True),  # a Sunday and a Saturday, which make up
    (date(2025, 11, 1), False), (date(2026, 2, 23), False), (date(2026, 2, 14), True), (date(2026, 2, 28), True)])
def test_holidays_and_their_make_up_days(day: date, works: bool) -> None:
    assert working_days.is_known(day)
    assert working_days.is_working_day(day) is works


@pytest.mark.parametrize("year", [working_days.FIRST_YEAR - 1, working_days.LAST_YEAR + 1, 9998])
def test_where_nothing_is_announced_weekends_are_free_and_nothing_else(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert not any(map(working_days.is_known, days))
    assert [working_days.is_working_day(day) for day in days] == [day.isoweekday() <= 5 for day in days]


@pytest.mark.parametrize(("day", "count", "end"), [
    (date(2025, 9, 26), 1, date(2025, 9, 28)), (date(2025, 9, 26), 3, date(2025, 9, 30)),
    (date(2025, 9, 30), 1, date(2025, 10, 9)), (date(2025, 10, 4), 2, date(2025, 10, 10)),
    (date(2025, 10, 10), 1, date(2025, 10, 11))])
def test_a_limit_begins_on_the_next_working_day(day: date, count: int, end: date) -> None:
    assert working_days.after(day, count) == end
    assert working_days.between(day, end) == count


def test_back_and_forth_agree() -> None:
    """From each working day of two years, over both years' ends."""
    days = [day for number in range(730) if working_days.is_working_day(day := date(2025, 6, 1) + timedelta(days=number))]
    for count in (1, 15, 60):
        for day, end in zip(days, days[count:], strict=False):
            assert working_days.after(day, count) == end
            assert working_days.before(end, count) == day
            assert working_days.between(day, end) == count


def test_a_limit_ends_with_its_last_day_in_china() -> None:
    """At 23:30 UTC of the 8th it is the 9th in China."""
    assert working_days.due(datetime(2026, 1, 8, 23, 30, tzinfo=UTC), 1) == datetime(2026, 1, 12, 16, tzinfo=UTC)
    assert working_days.due(datetime(2026, 1, 8, 15, 30, tzinfo=UTC), 1) == datetime(2026, 1, 9, 16, tzinfo=UTC)


@pytest.mark.parametrize("count", [0, -1, working_days.MOST + 1])
def test_limits_have_bounds(count: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        working_days.after(NEW_YEAR, count)
    with pytest.raises(ValueError, match="working days"):
        working_days.before(NEW_YEAR, count)


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days.between(NEW_YEAR, NEW_YEAR) == working_days.between(NEW_YEAR, NEW_YEAR - timedelta(days=9)) == 0
