"""Who is registered before the lists come in."""
from pathlib import Path

import pytest

from db.driver.connection import Connection
from hub.demo import data
from hub.imports import divisions, organizations
from tests.data.workbooks import NOW


@pytest.fixture
async def registered(connected: Connection, tmp_path: Path) -> None:
    """The demo's divisions, some grids, and its units."""
    whole = tmp_path / "divisions.csv"
    whole.write_bytes((data.FOLDER / "divisions.csv").read_bytes() + (data.FOLDER / "grids.csv").read_bytes())
    await divisions.load(connected, whole)
    await organizations.load(connected, data.FOLDER / "units.csv", now=NOW)
