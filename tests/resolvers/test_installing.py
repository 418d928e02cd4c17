"""The first officer: appointed by hand, once, with events."""
from datetime import UTC, datetime

import pytest

from db import viewers
from db.driver.connection import Connection
from domain.members import AlreadyAppointed
from domain.refusals import BadInput, NotFound
from resolvers import bootstrap
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand
from tests.city import DISTRICT
from tests.desk import Desk


async def _appoint(connection: Connection, code: str, now: datetime) -> None:
    await by_hand.do(ByHand(connection, now), bootstrap.appoint, subject="first", name="张三", division_code=code)


async def test_the_first_officer_has_the_divisions_rights(desk: Desk) -> None:
    now = datetime.now(UTC)
    async with desk.pool.acquire() as connection:
        await _appoint(connection, DISTRICT, now)
        viewer = await viewers.of_subject(connection, "first", now)
        assert viewer is not None
        assert viewer.is_officer_over(DISTRICT)
        with pytest.raises(AlreadyAppointed):
            await _appoint(connection, DISTRICT, now)
        kinds = await connection.fetch("SELECT kind FROM event WHERE actor_id IS NULL ORDER BY seq DESC LIMIT 2")
        assert [row["kind"] for row in kinds] == ["office.appointed", "member.registered"]


@pytest.mark.parametrize(("code", "error"), [("110199", NotFound), ("1101110", BadInput), ("", BadInput)])
async def test_no_such_division(desk: Desk, code: str, error: type[Exception]) -> None:
    async with desk.pool.acquire() as connection:
        with pytest.raises(error):
            await _appoint(connection, code, datetime.now(UTC))
        assert await connection.fetchval("SELECT count(*) FROM member WHERE subject = 'first'") == 0
