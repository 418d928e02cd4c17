"""Agreements as the reference knows them: some rows, what is claimed under one, when it is in force."""
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.agreements import AgreementState
from tests.reference.stored import Row
from tests.reference.world import World

STATES = tuple(AgreementState)


def rows(at: datetime, hosts: Mapping[UUID, str], units: list[UUID], choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """One of each state for each two that could agree, most of them long ago.

    hosts    the code of each
    choose   one of several
    """
    made: list[dict[str, Any]] = []
    for number, (host, unit) in enumerate((host, unit) for host in hosts for unit in units):
        for years, state in enumerate(STATES):
            starts = date(2025, 1, 1 + number) - timedelta(days=400 * years)
            signed = state not in ("PROPOSED", "DECLINED")
            made.append({
                "id": uuid7(), "host_id": host, "unit_id": unit, "home_code": hosts[host],
                "title": choose(("结对共建", "共建 A")), "body": choose(("", "双方约定")),
                "host_offers": choose((None, "场地")), "unit_offers": choose((None, "义诊")),
                "starts_on": starts, "ends_on": starts + timedelta(days=choose((30, 399))), "state": state,
                "proposed_by": choose(("HOST", "UNIT")), "proposed_at": at + timedelta(hours=choose((0, 1, 2))),
                "signed_at": at if signed else None, "over_at": None if state in ("PROPOSED", "SIGNED") else at,
                "reason": "不再需要" if state in ("TERMINATED", "DECLINED") else None,
                "renews_id": made[-1]["id"] if years and choose((0, 1)) else None,
                "ends_at": at.replace(year=2199) if signed else None, "remind_at": choose((None, at))})
    return made


def in_force(world: World, row: Row) -> bool:
    return bool(row["state"] == "SIGNED" and row["starts_on"] <= world.today <= row["ends_on"])


def claimed(world: World, row: Row, claim: Row) -> bool:
    """Whether a claim is one between the two, proposed while the agreement held."""
    item = world.tables.find("item", claim["item_id"])
    if item is None or row["signed_at"] is None or claim["proposed_at"] < row["signed_at"]:
        return False
    return ({item["publisher_id"], claim["claimant_id"]} == {row["host_id"], row["unit_id"]}
            and (row["over_at"] is None or claim["proposed_at"] < row["over_at"]))


def of(organization: UUID) -> Callable[[Row], bool]:
    return lambda row: organization in (row["host_id"], row["unit_id"])


def containing(wanted: str) -> Callable[[Row], bool]:
    return lambda row: wanted in " ".join(
        row[name] for name in ("title", "body", "host_offers", "unit_offers") if row[name] is not None)
