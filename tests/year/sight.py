"""Who may see what, worked out in plain Python from plain rows, beside what members of every role find in their lists."""
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from db import viewers
from domain import dates
from domain.viewer import Viewer
from tests.reference.stored import Row, Tables
from tests.reference.world import World
from tests.year.concept import Concept
from tests.year.hub import Hub
from tests.year.street import Person

OFFICERS = ("SECRETARY", "OFFICER")
RIGHTS = ("acts_for", "belongs_to", "officer_of", "sits_on")


async def problems(hub: Hub, concepts: Iterable[Concept], tables: Tables, people: Mapping[str, Person]) -> list[str]:
    """Read every root list of every concept as each of these people, and their rights.

    people   by what they are
    """
    wrong = []
    for role, person in people.items():
        async with hub.pool.acquire() as connection:
            viewer = await viewers.of_member(connection, person.member, hub.now)
        assert viewer is not None, role
        remembered = await hub.viewer(person.member)
        own = viewer_of(tables, person.member, dates.day(hub.now))
        if viewer != remembered:
            wrong.append(f"{role}: the hub remembers {remembered}, and it is {viewer}")
        if any(getattr(viewer, name) != getattr(own, name) for name in RIGHTS):
            wrong.append(f"{role}: has {viewer}, is to have {own}")
        world = World(tables, own, hub.now)
        for concept in concepts:
            for field, table in concept.LISTS.items():
                found = await hub.every(person, field, "id", concept.FILTER.get(field, ""))
                wrong += _compared(f"{role} {field}", [each["id"] for each in found],
                                   [row for row in tables.of(table) if world.sees(row)])
            wrong += await concept.look(role, person, world)
    return wrong


def _compared(where: str, found: list[str], seen: list[Row]) -> Iterator[str]:
    ids = [UUID(hex=each[2:]) for each in found]
    wanted = {row["id"] for row in seen}
    if len(ids) != len({*ids}):
        yield f"{where}: some come twice"
    if hidden := wanted - {*ids}:
        yield f"{where}: {len(hidden)} of {len(wanted)} are not shown, such as {next(iter(hidden))}"
    if leaked := {*ids} - wanted:
        yield f"{where}: {len(leaked)} are shown that are not to be seen, such as {next(iter(leaked))}"


def viewer_of(tables: Tables, member: UUID, day: date) -> Viewer:
    """A member with the rights of a day, from rows alone."""
    held = [(row["kind"], _find(tables, "organization", row["organization_id"])) for row in tables.of("office")
            if row["member_id"] == member and _holds(row, day)]
    seats = [(row["kind"], _find(tables, "joint_committee", row["committee_id"])) for row in tables.of("seat")
             if row["member_id"] == member and _holds(row, day)]
    of_units = [code for _, place in held if not place["division_code"] for code in _of_unit(tables, place["id"], day)]
    of_seats = [_find(tables, "organization", committee["organization_id"])["division_code"] for _, committee in seats]
    own = [(kind, place["division_code"]) for kind, place in held if place["division_code"]]
    return Viewer(
        member_id=member, acts_for={place["id"]: frozenset({kind}) for kind, place in held},
        belongs_to=frozenset([*of_units, *of_seats, *(code for _, code in own), *_registered(tables, member)]),
        officer_of=frozenset(code for kind, code in own if kind in OFFICERS), districts_of=frozenset(), rights_until=None,
        sits_on={committee["id"]: frozenset({kind}) for kind, committee in seats},
        paired_with=frozenset(_paired(tables, {place["id"] for _, place in held}, day)))


def _registered(tables: Tables, member: UUID) -> Iterator[str]:
    """Where a member lives, if that is confirmed."""
    yield from (row["home_code"] for row in tables.of("dual_report")
                if row["member_id"] == member and row["state"] == "CONFIRMED")


def _paired(tables: Tables, own: set[UUID], day: date) -> Iterator[UUID]:
    """The other sides of pairings that hold."""
    for row in tables.of("pairing"):
        if row["state"] == "PAIRED" and row["starts_on"] <= day <= row["ends_on"]:
            yield from (other for one, other in ((row["host_id"], row["partner_id"]), (row["partner_id"], row["host_id"]))
                        if one in own)


def _of_unit(tables: Tables, unit: UUID, day: date) -> Iterator[str]:
    """The communities where it is stationed, and the divisions of those with which an agreement holds."""
    for row in tables.of("station"):
        if row["unit_id"] == unit and row["state"] == "CONFIRMED":
            yield _find(tables, "organization", row["community_id"])["division_code"]
    for row in tables.of("agreement"):
        if row["unit_id"] == unit and row["state"] == "SIGNED" and row["starts_on"] <= day <= row["ends_on"]:
            yield row["home_code"]


def _find(tables: Tables, table: str, row_id: UUID) -> Row:
    row = tables.find(table, row_id)
    assert row is not None
    return row


def _holds(term: Row, day: date) -> bool:
    return bool(term["starts_on"] <= day and (term["ends_on"] is None or term["ends_on"] >= day))
