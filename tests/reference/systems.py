"""Some systems, for the reference."""
from typing import Any

from tests.api import system_cases
from tests.city import CODES, City
from tests.reference.choices import NOON


async def fill(connection: Any, city: City) -> None:
    """One in each state of each of some divisions."""
    for organization in ("community", "far_community", "street"):
        for state in ("ACTIVE", "CLOSED"):
            await system_cases.add(
                connection, city, name=f"热线 {state}", organization=organization, home_code=CODES[organization], state=state,
                allow=["demands", "viewer"] if state == "ACTIVE" else ["whistles"], registered_at=NOON,
                registered_by=city.members["street"] if organization == "community" else None)


async def raise_some(connection: Any) -> None:
    """Some of the calls and webhooks that there are, each under a reference if it is a call."""
    await connection.execute("UPDATE whistle SET system_id = (SELECT id FROM system ORDER BY id LIMIT 1), "
                             "reference = right(id::text, 2) || '-' || id WHERE right(id::text, 1) < '5'")
    await connection.execute("UPDATE webhook SET system_id = y.id, home_code = y.home_code "
                             "FROM (SELECT * FROM system ORDER BY id LIMIT 1) y WHERE failures > 0")
