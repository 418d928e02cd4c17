"""A desk at which the little city's members hand in their writes."""
from collections.abc import AsyncIterator

import pytest

from db.driver.connection import Pool
from tests import changes, city
from tests.desk import Desk


@pytest.fixture
async def desk(pool: Pool) -> AsyncIterator[Desk]:
    async with pool.acquire() as connection:
        built = await city.build(connection)
    yield Desk(pool, built)
    await changes.check(pool)
