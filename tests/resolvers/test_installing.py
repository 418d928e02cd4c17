"""The first officer: appointed by hand, once, with events."""
from datetime import UTC, datetime

import pytest

from db import viewers
from domain.refusals import AlreadyAppointed, BadInput, NotFound
from resolvers import bootstrap
from tests.city import DISTRICT
from tests.desk import Desk


async def test_the_first_officer_has_the_divisions_rights(desk: Desk) -> None:
    now = datetime.now(UTC)
    async with desk.pool.acquire() as connection:
        await bootstrap.appoint(connection, subject="first", name="张三", division_code=DISTRICT, now=now)
        viewer = await viewers.of_subject(connection, "first", now)
        assert viewer is not None
        assert viewer.is_officer_over(DISTRICT)
        with pytest.raises(AlreadyAppointed):
            await bootstrap.appoint(connection, subject="first", name="张三", division_code=DISTRICT, now=now)
        kinds = await connection.fetch("SELECT kind FROM event WHERE actor_id IS NULL ORDER BY seq DESC LIMIT 2")
        assert [row["kind"] for row in kinds] == ["office.appointed", "member.registered"]


@pytest.mark.parametrize(("code", "error"), [("110199", NotFound), ("1101110", BadInput), ("", BadInput)])
async def test_no_such_division(desk: Desk, code: str, error: type[Exception]) -> None:
    async with desk.pool.acquire() as connection:
        with pytest.raises(error):
            await bootstrap.appoint(connection, subject="first", name="张三", division_code=code, now=datetime.now(UTC))
        assert await connection.fetchval("SELECT count(*) FROM member WHERE subject = 'first'") == 0
