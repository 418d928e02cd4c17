"""Mobilisations: the street calls members of many units to posts by one list; they answer, gaps are filled, hours confirmed."""
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from domain import dates, working_days
from tests.year import mobilization_checks
from tests.year.concept import Concept, at, person
from tests.year.hub import Deed, Hub
from tests.year.log import Log
from tests.year.mobilization_checks import BIG, UNITS, Called, Size, numbers
from tests.year.street import Person, Street

AHEAD = ("ASSIGNED", "ACKNOWLEDGED")
FILLED, STEP = 0.9837, 7  # of the places that are needed, by the list; from a post on the first day to that on the second
TAKEN = ("SELECT member_id, starts_at, ends_at FROM sign_up WHERE state IN ('SIGNED_UP', 'ATTENDED') UNION ALL "
         "SELECT member_id, starts_at, ends_at FROM assignment WHERE state IN ('ASSIGNED', 'ACKNOWLEDGED', 'SERVED')")
TURNS = ((7, 15), (13, 21))  # of a day, from one hour to another: nobody can be at both
SHIFT = "id state gap missing assigned acknowledged served startsAt needed"
SENT = "id state startsAt member { id } unit { id } shift { id missing }"


MOVING_IN = [working_days.after(date(2026, 11, 13), days) for days in range(1, 13)]
"""When as many as the big one calls, and some more, register with their communities: a day has hours for so many writes."""
EACH_DAY = 155
CALLS = {date(2026, 4, 21): Size(4, 2), date(2026, 6, 30): Size(6, 2), date(2026, 9, 9): Size(5, 3, is_cancelled=True),
         date(2026, 12, 2): BIG}
MOMENTS = {"answer": 1, "fill": 2, "first": 3, "second": 4, "after": 5}
"""Working days behind the call. Its shifts are on the `first` and the `second`."""


class Mobilizations(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "mobilization.called": 4, "mobilization.cancelled": 1, "mobilization.ended": 3, "mobilization.unacknowledged": 3,
        "mobilization.acknowledged": 70, "shift.confirmed": 360, "assignment.made": 25, "assignment.acknowledged": 8,
        "assignment.declined": 10, "assignment.replaced": 9, "assignment.released": 3, "assignment.served": 10,
        "assignment.missed": 3}
    LISTS: ClassVar[Mapping[str, str]] = {"mobilizations": "mobilization", "shifts": "shift", "assignments": "assignment"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.called, self.moved_in = list[Called](), list[Person]()

    async def day(self, today: date) -> None:
        if today in MOVING_IN:
            await self._move_in(MOVING_IN.index(today) * EACH_DAY)
        if today in CALLS:
            await self._call(today, CALLS[today])
        for one in self.called:
            if today == one.days["answer"]:
                await self._answer(one)
            if today in (one.days["fill"], one.days["first"]):
                await self._fill(one)
            if today in (one.days["second"], one.days["after"]):
                await self._confirm(one, working_days.before(today, 1))
            if today == one.days["second"] and one.size.is_cancelled:
                await self.hub.does(self.caller, "cancelMobilization", mobilizationId=one.id, reason="雨停了")
                await self._gaps(one)

    @property
    def caller(self) -> Person:
        return self.street.own.person

    async def _move_in(self, first: int) -> None:
        """People of 81 units register with the communities in which they live."""
        some, reports = self.street.spare[91 + first:91 + first + EACH_DAY], list[tuple[Person, str]]()
        where = [(one, self.street.communities[number % len(self.street.communities)], self.street.units[number % UNITS])
                 for number, one in enumerate(some, first)]
        secretaries = {community.id: community.person for _, community, _ in where}
        await self.hub.at_once(Deed(one, "proposeDualReport", "dualReport { id community { id } }",
                                    {"communityId": community.id, "unitId": unit.id},
                                    then=lambda answer: reports.append((secretaries[answer["dualReport"]["community"]["id"]],
                                                                        answer["dualReport"]["id"])))
                               for one, community, unit in where)
        await self.hub.at_once(Deed(by, "confirmDualReport", "", {"dualReportId": report}) for by, report in reports)
        self.moved_in += some

    # -- the call

    async def _call(self, today: date, size: Size) -> None:
        """Who is elsewhere is named by its place in the list, of which nothing is written; the next goes without them."""
        one = Called("", size, {name: working_days.after(today, days) for name, days in MOMENTS.items()})
        taken, registered = await self._taken(), await self._registered()
        those = {each.id for each in self.moved_in if not _overlaps(taken[each.member], at(one.days["first"], 0),
                                                                    at(one.days["second"], 23))}
        posts = self._posts(one, [each for each in registered if each in those or size is not BIG])
        given: dict[str, Any] = {"organizationId": self.street.own.id, "title": "防汛值守", "reason": "暴雨预警",
                                 "acknowledgeBy": at(one.days["fill"], 18), "posts": posts}
        busy = {place: (shift, member) for place, shift, member in _places(posts)
                if _overlaps(taken[person(member).member], shift["startsAt"], shift["endsAt"])}
        if busy:
            answer = await self.hub.tries(self.caller, "mobilize", **given)
            assert {each["extensions"]["field"] for each in answer["errors"]} == {*busy}, (answer, busy)
            for shift, member in busy.values():
                shift["memberIds"].remove(member)
        answer = await self.hub.does(self.caller, "mobilize", "mobilization { id }", **given)
        one.id = answer["mobilization"]["id"]
        one.sent.update((datetime.fromisoformat(shift["startsAt"]), person(member).member)
                        for _, shift, member in _places(posts))
        self.called.append(one)
        await self._gaps(one)

    async def _registered(self) -> list[str]:
        found = await self.hub.every(self.street.officer, "dualReports", "member { id }", "filter: {state: [CONFIRMED]}")
        return [each["member"]["id"] for each in found]

    def _posts(self, one: Called, people: Sequence[str]) -> list[dict[str, Any]]:
        """Each has a turn on each of two days; everybody is sent to one on the first, and to another one on the second."""
        number, needed = one.size.posts, one.size.needed
        posts: list[dict[str, Any]] = [{"name": f"岗位{post}", "address": "河堤", "shifts": [
            {"startsAt": at(one.days[day], begins), "endsAt": at(one.days[day], ends), "needed": needed, "memberIds": []}
            for turn, day in enumerate(("first", "second")) for begins, ends in [TURNS[(post + turn) % 2]]]}
            for post in range(number)]
        for place, member in enumerate(self.chance.sample(people, min(len(people), int(number * needed * FILLED)))):
            for turn, post in enumerate((place % number, (place * STEP + 1) % number)):
                posts[post]["shifts"][turn]["memberIds"].append(member)
        return posts

    async def _taken(self) -> Mapping[UUID, list[tuple[datetime, datetime]]]:
        """When everybody is somewhere, by the rows."""
        taken = defaultdict[UUID, list[tuple[datetime, datetime]]](list)
        for row in await self.hub.pool.fetch(TAKEN):
            taken[row["member_id"]].append((row["starts_at"], row["ends_at"]))
        return taken

    # -- what becomes of it

    async def _of(self, one: Called, states: Sequence[str], day: date | None = None) -> list[dict[str, Any]]:
        """Who is sent where, in some states; of one day, if it is given."""
        since = f', startsFrom: "{at(day, 0)}", startsBefore: "{at(day, 23)}"' if day else ""
        return await self.hub.every(self.caller, "assignments", SENT,
                                    f"filter: {{mobilizationId: $of, state: [{', '.join(states)}]{since}}}", of=one.id)

    async def _gaps(self, one: Called) -> list[dict[str, Any]]:
        """The shifts that have gaps, which are those of a slow recount, as are the numbers of all."""
        shown = await self.hub.every(self.caller, "shifts", SHIFT, "filter: {mobilizationId: $of}", of=one.id)
        gaps = await self.hub.every(self.caller, "shifts", SHIFT, "filter: {mobilizationId: $of, gap: true}", of=one.id)
        rows = defaultdict[UUID, Counter[str]](Counter)
        for row in await self.hub.pool.fetch("SELECT shift_id, state FROM assignment WHERE mobilization_id = $1", _id(one.id)):
            rows[row["shift_id"]][row["state"]] += 1
        late = self.hub.now >= datetime.fromisoformat(at(one.days["fill"], 18))
        for shift in shown:
            wanted = numbers(rows[_id(shift["id"])], shift["needed"], late=late, over=shift["state"] == "CANCELLED")
            assert {name: shift[name] for name in wanted} == wanted, (shift, wanted)
        assert [each["id"] for each in gaps] == [each["id"] for each in shown if each["gap"]]
        return gaps

    async def _answer(self, one: Called) -> None:
        """Some acknowledge it, or do not come; most units say for all of their people that they will be there."""
        waiting = await self._of(one, ["ASSIGNED"])
        for each in self.chance.sample(waiting, min(len(waiting), 24)):
            unit, member = self.street.by_id[each["unit"]["id"]].person, person(each["member"]["id"])
            if self.happens(0.5):
                await self.hub.does(self.chance.choice((unit, member)), "declineAssignment", assignmentId=each["id"],
                                    reason="出差")
            elif self.happens(0.8):
                await self.hub.does(self.chance.choice((unit, member)), "acknowledgeAssignment", assignmentId=each["id"],
                                    unless=["WrongState"])  # of whom all was acknowledged meanwhile
            else:
                await self.hub.does(member, "acknowledgeMobilization", mobilizationId=one.id)
        for each in dict.fromkeys(each["unit"]["id"] for each in waiting):
            if self.happens(0.9 if one.size is BIG else 0.4):
                await self.hub.does(self.street.by_id[each].person, "acknowledgeMobilization", mobilizationId=one.id,
                                    unitId=each)
        await self._gaps(one)

    async def _fill(self, one: Called) -> None:
        """Who does not come is replaced, and a gap is filled, by somebody who is free; nobody is taken who is not."""
        people = await self._registered()
        replaced = Counter[str]()
        for each in self.chance.sample(declined := await self._of(one, ["DECLINED"]), min(len(declined), 9)):
            if free := await self._free(people, each["startsAt"]):
                shift = each["shift"]
                answer = await self.hub.tries(self.caller, "replaceAssignment", assignmentId=each["id"], memberId=free)
                expected = "ReplaceAssignmentPayload" if replaced[shift["id"]] < shift["missing"] else "ShiftFull"
                assert answer["__typename"] == expected, (answer, each)
                replaced[shift["id"]] += 1
        short = [each for each in await self._gaps(one) if each["state"] == "SHORT"]
        for each in self.chance.sample(short, min(len(short), 9)):
            if free := await self._free(people, each["startsAt"]):
                await self.hub.does(self.caller, "assignMember", shiftId=each["id"], memberId=free)
                again = await self.hub.tries(self.caller, "assignMember", shiftId=each["id"], memberId=free)
                assert again["__typename"] == ("ShiftFull" if each["missing"] == 1 else "TimeConflict"), (again, each)
        for each in self.chance.sample(ahead := await self._of(one, AHEAD), min(len(ahead), 1)):
            await self.hub.does(self.caller, "releaseAssignment", assignmentId=each["id"], reason="人手已够")
        await self._gaps(one)

    async def _free(self, people: Sequence[str], starts: str) -> str | None:
        """One of these who has nothing at any turn of that day."""
        day = datetime.fromisoformat(starts).astimezone(dates.CHINA).date()
        taken = await self._taken()
        free = [each for each in people if not _overlaps(taken[person(each).member], at(day, 0), at(day, 23))]
        return self.chance.choice(free) if free else None

    async def _confirm(self, one: Called, day: date) -> None:
        """Of a day that is over: of some by itself, of most by their shift; and some of it is corrected."""
        sent, before = defaultdict[str, list[dict[str, Any]]](list), await self._of(one, AHEAD, day)
        for each in before:
            sent[each["shift"]["id"]].append(each)
        for shift, those in sent.items():
            first, *others = those
            if self.happens(0.04 if one.size is BIG else 0.5):
                await self._served(first)
            absent = [each["id"] for each in others if self.happens(0.05)]
            self.hub.absent.update(map(_id, absent))
            await self.hub.does(self.caller, "confirmShift", shiftId=shift, absentIds=absent)
            if others and self.happens(0.02 if one.size is BIG else 0.4):
                await self._served(others[-1], unless=["WrongState", "TimeConflict", "ShiftFull"])
        await self._gaps(one)

    async def _served(self, sent: Mapping[str, Any], unless: Sequence[str] = ()) -> None:
        if self.happens(0.3):
            await self.hub.does(self.caller, "missAssignment", assignmentId=sent["id"], unless=unless)
        else:
            hours = Decimal(self.chance.randint(1, 16)) / 2
            await self.hub.does(self.caller, "serveAssignment", assignmentId=sent["id"], hours=str(hours), unless=unless)

    # -- at the end

    async def check(self, log: Log) -> list[str]:
        return [*mobilization_checks.problems(log, self.called),
                *mobilization_checks.shown(log, await self.hub.every(self.street.officer, "shifts", SHIFT))]


def _id(global_id: str) -> UUID:
    return UUID(hex=global_id[2:])


def _places(posts: Sequence[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any], str]]:
    """Everybody in a list: where it stands there, the shift, and the member."""
    return [(f"input.posts[{number}].shifts[{turn}].memberIds[{place}]", shift, member) for number, post in enumerate(posts)
            for turn, shift in enumerate(post["shifts"]) for place, member in enumerate(shift["memberIds"])]


def _overlaps(taken: Sequence[tuple[datetime, datetime]], starts: str, ends: str) -> bool:
    return any(begins < datetime.fromisoformat(ends) and datetime.fromisoformat(starts) < over for begins, over in taken)
