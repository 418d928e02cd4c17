"""Lists of commitments as the reference knows them: some rows, and what their fields and filters mean."""
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from db.driver.connection import Connection
from tests import city as place
from tests import commitments
from tests.city import City
from tests.reference.committees import held_by_viewer
from tests.reference.stored import Row
from tests.reference.world import World

Filter = Callable[[World, Any], Callable[[Row], bool]]


async def fill(connection: Connection, city: City, choose: Callable[[Any], Any]) -> AsyncIterator[tuple[str, str, UUID]]:
    """Lists of both committees in several years, each with some commitments: of each the type, the table and the id.

    choose   one of several
    """
    for committee, name, code, seat in ((city.committee, "community", place.COMMUNITY, city.seat),
                                        (city.street_committee, "street", place.STREET, city.street_seat)):
        for year in range(2020, 2026):
            for kind in ("COMMITTEE", choose(("SECRETARY", "MEMBER"))):
                of = None if kind == "COMMITTEE" else seat
                made = await commitments.add_list(
                    connection, city, committee_id=committee, organization_id=getattr(city, name), home_code=code, year=year,
                    above_id=city.street if name == "community" else None, kind=kind, seat_id=of, place_id=of,
                    state=choose(("ADOPTED", "CHECKED", "REPORTED")), comment=choose((None, "抓紧")),
                    check_due_on=choose((None, date(year, 7, 14), date(2098, 7, 14))),
                    report_due_on=choose((date(year + 1, 2, 1), date(2099, 2, 1))))
                yield "CommitmentList", "commitment_list", made
                for _ in range(choose((1, 2, 3))):
                    yield "Commitment", "commitment", await _commitment(connection, city, made, seat, choose)


async def _commitment(connection: Connection, city: City, made: UUID, seat: UUID, choose: Callable[[Any], Any]) -> UUID:
    owner, finding = choose((city.school, city.bank, city.community, None)), choose((None, "ON_TRACK", "BEHIND", "NOT_BEGUN"))
    return await commitments.add_commitment(
        connection, city, made, state=choose(("OPEN", "OPEN", "REPORTED", "DROPPED")), owner_id=owner,
        owner_seat_id=None if owner else seat, text=choose(("为老年人办一处食堂", "开放操场 school", "楼道 照明")),
        finding=finding, checked_at=finding and commitments.AT, note=choose((None, "选址未定")),
        due_on=choose((date(2026, 1, 3), date(2026, 1, 4), date(2098, 1, 1))))


def list_overdue(world: World, row: Row) -> bool:
    return bool(row["state"] in ("ADOPTED", "CHECKED") and row["due_on"] < world.today)


def overdue(world: World, row: Row) -> bool:
    return bool(row["state"] == "OPEN" and row["due_on"] < world.today)


LISTS: Mapping[str, Filter] = {
    "mine": lambda world, wanted: lambda row: world.sits_on(row["committee_id"]) is wanted,
    "open": lambda _, wanted: lambda row: (row["state"] in ("ADOPTED", "CHECKED")) is wanted,
    "overdue": lambda world, wanted: lambda row: list_overdue(world, row) is wanted}
FILTERS: Mapping[str, Filter] = {
    "mine": lambda world, wanted: lambda row: (
        row["owner_id"] in world.viewer.acts_for or held_by_viewer(world, row["owner_seat_id"])) is wanted,
    "overdue": lambda world, wanted: lambda row: overdue(world, row) is wanted}
