"""Who is registered before the lists come in; the demo."""
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.driver.connection import Connection, Pool
from hub.demo import data, loading
from hub.files.store import Store
from hub.imports import divisions, organizations
from tests import emptying
from tests.data.demo import TODAY
from tests.data.workbooks import NOW


@pytest.fixture
async def registered(connected: Connection, tmp_path: Path) -> None:
    """The demo's divisions, some grids, and its units."""
    whole = tmp_path / "divisions.csv"
    whole.write_bytes((data.FOLDER / "divisions.csv").read_bytes() + (data.FOLDER / "grids.csv").read_bytes())
    await divisions.load(connected, whole)
    await organizations.load(connected, data.FOLDER / "units.csv", now=NOW)


@pytest.fixture(scope="module")
async def reading(session_pool: Pool) -> AsyncIterator[Connection]:
    """For the tests of a module that leave as it is what its fixtures brought in."""
    await emptying.empty(session_pool)
    async with session_pool.acquire() as one:
        yield one


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(str(tmp_path_factory.mktemp("files")))


@pytest.fixture(scope="module")
async def demo(reading: Connection, files: Store) -> loading.Loaded:
    """Loaded once for all tests of a module."""
    return await loading.load(reading, today=TODAY, files=files)
