"""Who runs the hub keeps its systems; and how they ask."""
from typing import Any

import httpx
import pytest

from db.driver.connection import Pool
from hub import running
from resolvers import systems
from resolvers.writing import by_hand
from tests.city import COMMUNITY
from tests.hub.ways import JSON, Both, body

KNOWN = ("viewer", "demands", "publishDemand", "demandPublished")
ME = "{ viewer { member { name } } }"
ONE_WAY = pytest.mark.parametrize("both", [()], indirect=True, ids=[""])


class Keeper:
    """Who runs the hub."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def do(self, use_case: Any, **given: Any) -> Any:
        async with self.pool.acquire() as connection:
            return await by_hand.do(by_hand.ByHand(connection, running.now()), use_case, **given)

    async def add(self, *allow: str, cost: int = 100_000) -> tuple[str, str]:
        return await self.do(systems.register_by_hand, name="12345 热线", division_code=COMMUNITY,  # type: ignore[no-any-return]
                             allow=allow, known=KNOWN, cost=cost, sight="ORGANIZATION")


@pytest.fixture
def keeper(pool: Pool) -> Keeper:
    return Keeper(pool)


def bearer(key: str) -> dict[str, str]:
    return {**JSON, "authorization": f"Bearer {key}"}


def code(answer: httpx.Response) -> str:
    return answer.json()["errors"][0]["extensions"]["code"]  # type: ignore[no-any-return]


async def status(both: Both, key: str) -> int:
    return (await both.ask(body(ME), headers=bearer(key))).status_code
