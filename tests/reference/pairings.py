"""Pairings as the reference knows them: some rows, who sees them, what their fields, filters and orders mean."""
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.pairings import PairingState
from tests.reference.stored import Row
from tests.reference.world import World


def rows(at: datetime, hosts: Mapping[UUID, str], partners: list[UUID], leader: UUID,
         choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """One of each state for each two that could be paired, in terms of their own.

    hosts    the code of each
    choose   one of several
    """
    made: list[dict[str, Any]] = []
    for host, code in hosts.items():
        for partner in partners:
            for years, state in enumerate(PairingState):
                kind, over = choose(("UNIT", "LEADER", "DEPARTMENT")), state not in ("PROPOSED", "PAIRED")
                starts = date(2026, 1, 1) - timedelta(days=400 * years)
                made.append({
                    "id": uuid7(), "kind": kind, "host_id": host, "home_code": code, "partner_id": partner,
                    "leader_id": leader if kind == "LEADER" else None, "building": choose((None, "3 号楼")),
                    "promise": choose(("每月义诊", "走访 A")), "starts_on": starts,
                    "ends_on": starts + timedelta(days=choose((30, 399))), "state": state,
                    "proposed_by": choose(("HOST", "PARTNER")), "proposed_at": at, "ends_at": at.replace(year=2199),
                    "paired_at": None if state in ("PROPOSED", "DECLINED") else at, "over_at": at if over else None,
                    "reason": "不再需要" if state in ("DISSOLVED", "DECLINED") else None})
    return made


def in_force(world: World, row: Row) -> bool:
    return bool(row["state"] == "PAIRED" and row["starts_on"] <= world.today <= row["ends_on"])


def of(organization: UUID) -> Callable[[Row], bool]:
    return lambda row: organization in (row["host_id"], row["partner_id"])


def mine(world: World, wanted: Any) -> Callable[[Row], bool]:
    return lambda row: any(of(each)(row) for each in world.viewer.acts_for) is wanted


def containing(_: World, wanted: str) -> Callable[[Row], bool]:
    return lambda row: wanted in row["promise"] or wanted in (row["building"] or "")
