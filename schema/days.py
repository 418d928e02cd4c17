"""Days and terms in the schema's SQL expressions, as `domain.dates` and `domain.terms` count them: in China's time."""


def day_of(moment: str) -> str:
    """The SQL expression of the calendar day of a moment, itself an SQL expression."""
    return f"({moment} AT TIME ZONE interval '8 hours')::date"


def month_of(moment: str) -> str:
    """The SQL expression of the calendar month of a moment, as 2026-11."""
    return f"to_char({moment} AT TIME ZONE interval '8 hours', 'YYYY-MM')"


def holds(row: str, day: str) -> str:
    """The SQL condition that a row's term holds on a day.

    row   the row's alias
    day   an SQL expression
    """
    return f"{row}.starts_on <= {day} AND ({row}.ends_on IS NULL OR {row}.ends_on >= {day})"


TODAY = day_of("{now}")
"""The day of the moment at which an operation reads, in the schema's expressions."""


def holder(seat: str) -> str:
    """The SQL expression of the member who holds today a seat, or the one to which it was handed over; null: nobody does.

    seat   an SQL expression of its id
    """
    return ("(SELECT s.member_id FROM seat o JOIN seat s ON coalesce(s.place_id, s.id) = coalesce(o.place_id, o.id) "
            f"WHERE o.id = {seat} AND {holds('s', TODAY)} LIMIT 1)")


HELD_BY_VIEWER = ("ANY(ARRAY(SELECT o.id FROM seat s JOIN seat o ON coalesce(o.place_id, o.id) = coalesce(s.place_id, s.id) "
                  f"WHERE s.member_id = {{member}} AND {holds('s', TODAY)}))")
"""The seats that the viewer holds today, and those that were handed over to him: for the right side of a comparison."""
