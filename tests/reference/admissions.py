"""Admissions as the reference knows them: some rows, and what their fields and filters mean."""
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.admissions import PROCESS
from tests.reference.stored import Row
from tests.reference.world import World


def rows(at: datetime, divisions: Mapping[UUID, str], departments: list[UUID], decider: UUID,
         choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """One of each state for each department in each division.

    divisions   the code of each
    choose      one of several
    """
    made: list[dict[str, Any]] = []
    for division, code in divisions.items():
        for department in departments:
            for state, declared in PROCESS.states.items():
                starts, approved = date(2026, 1, 1) - timedelta(days=choose((0, 30, 400))), "voucher" in declared.has
                made.append({
                    "id": uuid7(), "department_id": department, "division_id": division, "decider_id": decider,
                    "home_code": code, "title": choose(("津贴核查", "探访 A")), "basis": choose(("文件一", "文件 B")),
                    "category": choose(("HEALTH", "ELDERLY_CARE")), "asked_yuan": Decimal(choose(("1200.50", "3.00"))),
                    "funded_per": choose(("TOTAL", "PER_COMMUNITY")), "approved_yuan": Decimal("7.10") if approved else None,
                    "voucher": "文号" if approved else None, "starts_on": starts,
                    "ends_on": starts + timedelta(days=choose((30, 399))),
                    "state": state, "proposed_at": at, "decided_at": at if approved else None, "ends_at": at.replace(year=2199),
                    "over_at": at if "over_at" in declared.has else None,
                    "reason": "不再需要" if "reason" in declared.has else None})
    return made


def in_force(world: World, row: Row) -> bool:
    return bool(row["state"] == "APPROVED" and row["starts_on"] <= world.today <= row["ends_on"])


def mine(world: World, wanted: Any) -> Callable[[Row], bool]:
    mine = world.viewer.acts_for
    return lambda row: (row["department_id"] in mine or row["division_id"] in mine) is wanted


def covering(code: str) -> Callable[[Row], bool]:
    return lambda row: code.startswith(row["home_code"])


def containing(wanted: str) -> Callable[[Row], bool]:
    return lambda row: wanted in row["title"] or wanted in row["basis"]
