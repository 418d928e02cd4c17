"""Days and years as offices count them: in China's one time zone, whatever the server's."""
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")  # no daylight saving since 1991, so no zone data are needed


def day(moment: datetime) -> date:
    """The calendar day of an aware moment."""
    return moment.astimezone(CHINA).date()


def next_day_starts(today: date) -> datetime:
    """The first moment of the day after."""
    return datetime.combine(today + timedelta(days=1), time.min, CHINA)


def year_starts(moment: datetime) -> datetime:
    """The first moment of the calendar year in which `moment` lies."""
    return datetime(day(moment).year, 1, 1, tzinfo=CHINA)
