"""Days and years as offices count them: in China's one time zone, whatever the server's."""
from datetime import UTC, date, datetime, time, timedelta, timezone

from domain.languages import Bilingual

FIRST, LAST = date(1900, 1, 1), date(9998, 12, 31)
"""Days before and after are known neither to a workbook nor, some of them, to the database's driver; and 9999-12-31 is written
where there is no end, which is said by leaving the end out."""
BOUND = Bilingual(f"须在 {FIRST.year} 至 {LAST.year} 年之间；没有期限就不填（null）。",
                  f"It must lie in the years {FIRST.year} to {LAST.year}; leave it out (null) where there is no end.")
CHINA = timezone(timedelta(hours=8), "CST")  # no daylight saving since 1991, so no zone data are needed
_FIRST_MOMENT = datetime.combine(FIRST, time.min, CHINA)
_END = datetime.combine(LAST + timedelta(days=1), time.min, CHINA)


def day(moment: datetime) -> date:
    """The calendar day of an aware moment."""
    return moment.astimezone(CHINA).date()


def written(moment: datetime) -> str:
    """An aware moment as answers have it: in UTC, always with six digits (docs/decisions/0130)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def is_known(value: date | datetime) -> bool:
    """Whether a day, or a moment by China's clocks, lies in the years that are taken: see BOUND."""
    if isinstance(value, datetime):
        return _FIRST_MOMENT <= value <= _END
    return FIRST <= value <= LAST


def next_day_starts(today: date) -> datetime:
    """The first moment of the day after."""
    return datetime.combine(today + timedelta(days=1), time.min, CHINA)


def year_starts(moment: datetime) -> datetime:
    """The first moment of the calendar year in which `moment` lies."""
    return datetime(day(moment).year, 1, 1, tzinfo=CHINA)
