"""The statement of a claim lets pass exactly what the rule lets pass, whose words are in Python."""
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db import items, proposals
from db.driver.connection import Connection
from db.idempotency import CommitRecord, Request
from db.proposals import Proposal
from domain import access
from domain import claims as rules
from domain.refusals import BadInput, Refusal
from tests import city as place
from tests.city import COMMUNITY, FAR_COMMUNITY, City

NOW = datetime.now(UTC)
SLOT = (NOW + timedelta(hours=1), NOW + timedelta(hours=2))
KINDS: tuple[dict[str, Any], ...] = (
    {}, {"list": "PROJECT"}, {"list": "RESOURCE"}, {"list": "RESOURCE", "resource_kind": "SERVICE"})


@pytest.fixture
async def city(connected: Connection) -> City:
    return await place.build(connected)


def _tables(city: City) -> Iterator[tuple[UUID, str, dict[str, Any]]]:
    """Publishers, homes and columns of items."""
    publishers = (city.school, city.bank, city.community)
    deadlines = (None, NOW, NOW + timedelta(days=1))
    for kind, state, deadline, publisher, (home, claimed) in product(
            KINDS, ("DRAFT", "PUBLISHED", "COMPLETED"), deadlines, publishers,
            ((COMMUNITY, 8), (COMMUNITY, 9), (FAR_COMMUNITY, 8))):
        yield publisher, home, {**kind, "state": state, "deadline": deadline, "claimed": claimed}


async def _is_proposed(connection: Connection, city: City, handle: str, claimant: UUID, item_id: UUID,
                       slot: tuple[datetime, datetime] | None) -> bool:
    """Whether the statement writes; it is undone."""
    viewer, claim_id = city.viewer(handle), uuid7()
    told = {"id": uuid7(), "at": NOW, "kind": "claim.proposed", "actor_id": viewer.member_id, "organization_id": claimant,
            "object_type": "Claim", "object_id": claim_id, "object_version": 1, "subject_type": "item",
            "subject_id": item_id, "home_code": None,
            "request_id": None, "before": None, "after": {}}
    kept = CommitRecord(Request(viewer.member_id, str(claim_id), "claims.propose", b"", NOW), {}, [told])
    undone = connection.transaction()
    await undone.start()
    try:
        return bool(await proposals.propose(connection, [Proposal(
            viewer, kept, claim_id=claim_id, item_id=item_id, claimant_id=claimant, quantity=2, note=None, slot=slot,
            answer_by=SLOT[1], now=NOW)], waits=False))
    finally:
        await undone.rollback()


async def _is_allowed(connection: Connection, city: City, handle: str, claimant: UUID, item_id: UUID,
                      slot: tuple[datetime, datetime] | None) -> bool:
    viewer = city.viewer(handle)
    if (item := await items.seen(connection, viewer, item_id, NOW)) is None:
        return False
    try:
        access.check_claim(viewer, item, claimant, 2, NOW)
        rules.check_slot(item, slot)
    except (Refusal, BadInput):
        return False
    return True


async def test_the_statement_and_the_rule_agree(connected: Connection, city: City) -> None:
    tables = list(_tables(city))
    made = [await place.add_item(connected, publisher, home, **columns) for publisher, home, columns in tables]
    passed = 0
    for (table, item_id), (handle, claimant), slot in product(
            zip(tables, made, strict=True), (("unit", city.school), ("community", city.community)), (None, SLOT)):
        case = (connected, city, handle, claimant, item_id, slot)
        assert await _is_proposed(*case) == await _is_allowed(*case), (table, handle, slot)
        passed += await _is_allowed(*case)
    assert 10 < passed < len(made)
