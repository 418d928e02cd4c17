"""Working days, by which offices count time limits: docs/decisions/0125-working-days.md.

The public holidays and their make-up days are those that the State Council announces each November for the next year, as the
library chinese_calendar has them. In years that it does not know, every day from Monday to Friday is a working day.
"""
from datetime import date, datetime, timedelta

from chinese_calendar import constants, is_workday

from domain import dates

FIRST_YEAR: int = min(constants.holidays).year
LAST_YEAR: int = max(constants.holidays).year
"""Between which the holidays are known, both included."""
MOST = 1_000
"""Working days that a time limit may have: some four years."""
_SATURDAY = 5


def is_known(day: date) -> bool:
    """Whether the holidays of the day's year are known; where not, a limit that runs into it may end some days too early."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    return bool(is_workday(day)) if is_known(day) else day.weekday() < _SATURDAY


def after(day: date, count: int) -> date:
    """The working day that is the count-th after a day, which itself does not count, whether it is one or not.

    count   from 1 to MOST
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"{count} working days: from 1 to {MOST}")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def due(moment: datetime, count: int) -> datetime:
    """The end of the count-th working day after that of a moment, by China's clocks: from it on, it is late."""
    return dates.next_day_starts(after(dates.day(moment), count))


def before(day: date, count: int) -> date:
    """The working day that is the count-th before a day, which itself does not count.

    count   from 1 to MOST
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"{count} working days: from 1 to {MOST}")
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 where `end` is no later."""
    return sum(is_working_day(start + timedelta(days=days)) for days in range(1, (end - start).days + 1))
