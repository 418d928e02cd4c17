"""Duties: at each month's end everybody's list is what a slow recount from the tables says: none lost, none left over."""
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from domain import dates, working_days
from tests.api.client import global_id
from tests.reference import duty_answers, stored
from tests.reference.stored import Row, Tables
from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Person

OWED = "{ viewer { duties(first: 100%s) { nodes { kind dueAt subject { id } } pageInfo { hasNextPage endCursor } } } }"
TABLES = [table for table in stored.TABLES if table not in ("event", "notice")]
ALL_ASKED, ASKED, IDLE = (6, 12), 80, 20
"""The months at whose ends everybody is asked who owes something; otherwise so many of them, and of those who owe nothing."""
SEEN = {"CONFIRM_CLAIM": 12, "DELIVER_CLAIM": 150, "DO_RESOLUTION": 60, "CARRY_OUT_PROJECT": 50, "REPORT_COMMITMENT": 100}
SEEN_OF_CALLS = {"RATE_WHISTLE": 30}
"""So many of some kinds there are at the ends of months, at least; of calls, where there are any."""
Owed = Counter[tuple[str, str, str | None]]


class Duties(Concept):
    """
    counted   how many duties there were in all, at the ends of months
    """

    async def begin(self) -> None:
        self.counted = Counter[str]()

    async def day(self, today: date) -> None:
        """On a month's last working day, when all that happens on it has happened."""
        if working_days.after(today, 1).month == today.month:
            return
        async with self.hub.pool.acquire() as connection:
            tables = Tables({table: [Row(table, row.items()) for row in await connection.fetch(f"SELECT * FROM {table}")]
                             for table in TABLES}, {})
        systems = {row["id"] for row in await self.hub.pool.fetch("SELECT id FROM system")}  # they ask for nothing of it
        owed = {member: each for member, each in _recounted(tables, today).items() if member not in systems}
        for each in owed.values():
            self.counted.update(kind for kind, _, _ in each.elements())
        idle = [person.member for person in self._people() if person.member not in owed]
        some = [*owed] if today.month in ALL_ASKED else self.chance.sample([*owed], min(ASKED, len(owed)))
        asked = [*some, *self.chance.sample(idle, IDLE)]
        for member in asked:
            shown, counted = await self._shown(member), owed.get(member, Owed())
            assert shown == counted, (today, member, shown - counted, counted - shown)

    def _people(self) -> Iterator[Person]:
        street = self.street
        yield from (street.officer, street.district, *street.spare, *street.outside.values())
        for place in (*street.by_id.values(), street.guest):
            yield from (place.person, *(seat.person for seat in place.seats))

    async def _shown(self, member: UUID) -> Owed:
        """What somebody's own list says, all of its pages."""
        found, after = Owed(), ""
        while True:
            viewer = (await self.hub.read(Person(member, ""), OWED % after))["viewer"]
            page = viewer["duties"]
            found.update((each["kind"], each["subject"]["id"], each["dueAt"]) for each in page["nodes"])
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = f', after: "{page["pageInfo"]["endCursor"]}"'

    async def check(self, log: Log) -> list[str]:
        seen = SEEN | (SEEN_OF_CALLS if self.hub.calls.of else {})
        return [f"only {self.counted[kind]} duties to {kind}" for kind, least in seen.items() if self.counted[kind] < least]


def _recounted(tables: Tables, today: date) -> dict[UUID, Owed]:
    """By each member what is owed by whatever it holds today."""
    offices, seats, secretaries, places = (defaultdict[UUID, set[UUID]](set) for _ in range(4))
    for row in _held(tables.of("office"), today):
        offices[row["organization_id"]].add(row["member_id"])
    for row in _held(tables.of("seat"), today):
        seats[row["committee_id"]].add(row["member_id"])
        places[row["place_id"] or row["id"]].add(row["member_id"])
        if row["kind"] == "SECRETARY":
            secretaries[row["committee_id"]].add(row["member_id"])
    owed = defaultdict[UUID, Owed](Counter)
    for row in duty_answers.rows(tables):
        if not duty_answers.is_owed(row, dates.next_day_starts(today) - timedelta(seconds=1)):
            continue
        seat = tables.find("seat", row["seat_id"])
        held = places[seat["place_id"] or seat["id"]] if seat else set[UUID]()
        duty = (row["kind"], global_id(row["object_type"], row["id"]), row["due_at"] and dates.written(row["due_at"]))
        for member in {*offices[row["organization_id"]], *seats[row["member_of"]], *secretaries[row["secretary_of"]],
                       *(held - offices[row["unless_for"]]), *([row["member_id"]] if row["member_id"] else [])}:
            owed[member][duty] += 1
    return owed


def _held(terms: Iterable[Row], today: date) -> Iterator[Row]:
    return (row for row in terms if row["starts_on"] <= today <= (row["ends_on"] or today))
