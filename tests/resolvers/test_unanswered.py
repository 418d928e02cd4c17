"""How much one organisation may have unanswered: counted by the claim's own statement, and by those written with it."""
import asyncio
from uuid import UUID

import pytest

from domain.refusals import TooManyUnanswered
from resolvers import claims
from resolvers.writing.results import Payload
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk


@pytest.fixture
async def demands(desk: Desk) -> list[UUID]:
    return [await desk.add(place.add_item, desk.city.community, COMMUNITY) for _ in range(6)]


async def test_so_many_and_no_more(desk: Desk, demands: list[UUID]) -> None:
    desk.most_unanswered = 3
    held = [(await desk.ids("unit", claims.propose, item_id=demand))["claim"] for demand in demands[:3]]
    refusal = await desk.refused(TooManyUnanswered, "unit", claims.propose, item_id=demands[3])
    assert refusal.allowed == 3
    await desk.refused(TooManyUnanswered, "two-units", claims.propose, item_id=demands[3], claimant_id=desk.city.school)
    await desk.ids("bank", claims.propose, item_id=demands[3])
    await desk.ids("community", claims.accept, claim_id=held[0])
    held.append((await desk.ids("unit", claims.propose, item_id=demands[3]))["claim"])
    await desk.refused(TooManyUnanswered, "unit", claims.propose, item_id=demands[4])
    await desk.ids("unit", claims.withdraw, claim_id=held[1], reason="改期")
    await desk.ids("unit", claims.propose, item_id=demands[4])
    desk.most_unanswered = None
    await desk.ids("unit", claims.propose, item_id=demands[5])


async def test_eighty_five_at_once(desk: Desk) -> None:
    """Those that wait for a statement are written together, and count each other."""
    desk.most_unanswered = 50
    demands = [await desk.add(place.add_item, desk.city.community, COMMUNITY) for _ in range(85)]
    answers = await asyncio.gather(*(desk.send("unit", claims.propose, item_id=demand, quantity=10) for demand in demands))
    assert sum(isinstance(answer, Payload) for answer in answers) == 50
    assert all(isinstance(answer, Payload | TooManyUnanswered) for answer in answers)
    assert await desk.pool.fetchval("SELECT count(*) FROM claim") == 50
    assert await desk.pool.fetchval("SELECT sum(claimed) FROM item") == 500


async def test_who_has_room_is_not_held_up_by_who_has_none(desk: Desk) -> None:
    """In one statement with those of another organisation, which are refused."""
    desk.most_unanswered = 2
    demands = [await desk.add(place.add_item, desk.city.community, COMMUNITY) for _ in range(12)]
    answers = await asyncio.gather(
        *(desk.send("unit" if number % 2 else "bank", claims.propose, item_id=demand) for number, demand in enumerate(demands)))
    assert sum(isinstance(answer, Payload) for answer in answers) == 4
    counts = await desk.pool.fetch("SELECT claimant_id, count(*) FROM claim GROUP BY 1")
    assert {row["claimant_id"]: row["count"] for row in counts} == {desk.city.school: 2, desk.city.bank: 2}


async def test_what_waits_for_its_item_is_counted_again(desk: Desk, demands: list[UUID]) -> None:
    desk.most_unanswered = 1
    async with desk.pool.acquire() as other:
        holding = other.transaction()
        await holding.start()
        await other.execute("SELECT FROM item WHERE id = $1 FOR UPDATE", demands[0])
        claiming = asyncio.create_task(desk.send("unit", claims.propose, item_id=demands[0]))
        await desk.blocked()
        await desk.ids("unit", claims.propose, item_id=demands[1])
        await holding.commit()
        assert await claiming == TooManyUnanswered(1)


async def test_the_count_reads_an_index_of_its_own(desk: Desk, demands: list[UUID]) -> None:
    """However many claims of the organisation were answered, and however many of others were not."""
    async with desk.pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at,
                               answered_at, reason)
            SELECT gen_random_uuid(), id, publisher_id, claimant, $4, 1, c.state, now(), now(), now(), '不需要'
            FROM item, (VALUES ($2::uuid, 'DECLINED'), ($3::uuid, 'PROPOSED')) c (claimant, state), generate_series(1, 3000)
            WHERE id = $1""", demands[0], desk.city.school, desk.city.hospital, desk.city.members["unit"])
        await connection.execute("VACUUM ANALYZE claim")
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        await connection.execute("PREPARE counted (uuid, int) AS SELECT count(*) FROM (SELECT FROM claim c "
                                 "WHERE c.claimant_id = $1 AND c.state = 'PROPOSED' LIMIT $2) held")
        plan = "\n".join(row[0] for row in await connection.fetch(
            f"EXPLAIN EXECUTE counted ('{desk.city.school}', 50)"))
        await connection.execute("DEALLOCATE counted; RESET plan_cache_mode")
    assert "Index Only Scan using claim_open_claimant" in plan, plan
