"""Calls that come again: which closed one a call repeats, told when it is raised and when its category is settled."""
from uuid import UUID

from db.driver.connection import Connection
from domain.whistle_repeats import WITHIN

_PHONE = "(SELECT r.phone FROM whistle_resident r WHERE r.whistle_id = {})"
_MARK = f"""
    UPDATE whistle c SET repeat_of_id = (
        SELECT w.id FROM whistle w WHERE w.state = 'CLOSED' AND w.home_code = c.home_code AND w.category = c.category
        AND w.closed_at > c.reported_at - $2::interval AND w.closed_at <= c.reported_at AND w.id <> c.id
        AND {_PHONE.format("w.id")} IS NOT DISTINCT FROM {_PHONE.format("c.id")}
        AND ({_PHONE.format("c.id")} IS NOT NULL OR w.raiser_id = c.raiser_id)
        ORDER BY w.closed_at DESC, w.id DESC LIMIT 1)
    WHERE c.id = $1"""


async def mark(connection: Connection, whistle_id: UUID) -> None:
    """Say of a call which one it repeats, if any; the phone numbers are compared where they lie.

    writes   whistle.repeat_of_id
    """
    await connection.execute(_MARK, whistle_id, WITHIN)
