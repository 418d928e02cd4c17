"""Requests for opinions as the reference knows them: some rows, and what their fields and filters mean."""
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.opinions import FIGURED, PROCESS
from tests.reference.stored import Row
from tests.reference.world import World

OTHERS = {"position": "RESERVED", "answer": "尚可", "reason": "不再需要"}


def rows(at: datetime, askers: list[UUID], communities: list[UUID], unit: UUID, member: UUID,
         choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Some of each state for each two."""
    made: list[dict[str, Any]] = []
    for asker in askers:
        for community in communities:
            for state, declared in PROCESS.states.items():
                about = choose((True, False))
                made.append({
                    "id": uuid7(), "asker_id": asker, "community_id": community, "unit_id": unit if about else None,
                    "member_id": None if about else member, "purpose": choose(("HONOUR", "PROMOTION")),
                    "question": choose(("可否评先", "可否 A")), "due_on": choose((date(2026, 1, 3), date(2098, 1, 1))),
                    "state": state, "asked_at": at, "figures_from": at, **{name: choose((0, 4)) for name in FIGURED},
                    **{name: OTHERS.get(name, at) for name in declared.has}})
    return made


def overdue(world: World, row: Row) -> bool:
    return bool(row["state"] == "ASKED" and row["due_on"] < world.today)


def asked_of_me(world: World, wanted: Any) -> Callable[[Row], bool]:
    return lambda row: (row["community_id"] in world.viewer.acts_for) is wanted
