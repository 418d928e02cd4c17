"""Offices and seats, which are held for a term."""
from typing import Any

from domain import access
from domain.process import Process
from domain.terms import Term
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def state(world: World, row: Row, _: Arguments) -> str:
    return "CURRENT" if world.is_current(row) else "UPCOMING" if row["starts_on"] > world.today else "ENDED"


def permissions(world: World, row: Row, declared: Process, organization: Row | None) -> list[dict[str, Any]]:
    assert organization is not None
    term = Term(starts_on=row["starts_on"], ends_on=row["ends_on"],
                division_code=organization["division_code"] or organization["home_code"])
    return told(access.term_actions(world.viewer, declared, term, world.today))
