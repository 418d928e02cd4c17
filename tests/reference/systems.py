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
