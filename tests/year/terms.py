"""Offices, seats and stations: people come and go, units move, and rights with them."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Place, Seat

STATION = "query($of: ID!) { organization(by: {id: $of}) { stations(first: 20) { nodes { id state community { id } } } } }"


OFFICES = "query($of: ID!) { node(id: $of) { ... on Member { offices(first: 9) { nodes { id state organization { id } } } } } }"
CHANGING = ("FULL_TIME", "PART_TIME")
LEAVING = date(2026, 7, 6)
"""When somebody's seat ends who listens the whole year (`tests.year.test_year`)."""


class Terms(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "office.appointed": 230, "office.ended": 15, "seat.taken": 180, "seat.ended": 7, "seat.transferred": 3,
        "station.proposed": 40, "station.confirmed": 10, "station.ended": 1, "member.registered": 2_000,
        "member.deactivated": 1}
    LISTS: ClassVar[Mapping[str, str]] = {"organizations": "organization", "committees": "joint_committee"}

    async def day(self, today: date) -> None:
        if today == LEAVING:
            await self._end_seat(*self.street.leaving, today)
        if self.happens(0.25):
            await self._hand_over(self.chance.choice(self.street.units[40:]))
        if self.happens(0.25):
            await self._change_seat(self.chance.choice(self.street.committees), today)
        if self.happens(0.35):
            await self._station(self.chance.choice(self.street.units))
        if self.happens(0.04):
            await self.hub.does(self.street.officer, "deactivateMember", memberId=self.street.spare.pop().id)
        if self.happens(0.05):
            await self.hub.does(self.street.officer, "registerMember", subject=f"year:new-{today}", name=f"党员{today}")

    async def _hand_over(self, unit: Place) -> None:
        """A unit's liaison is another from today on: appointed by its community's secretary, and the one before is ended."""
        secretary = self.street.community_of(unit).person
        offices = await self.hub.read(secretary, OFFICES, of=unit.person.id)
        new = self.street.spare.pop()
        await self.hub.does(secretary, "appointMember", memberId=new.id, organizationId=unit.id, kind="LIAISON")
        for office in offices["node"]["offices"]["nodes"]:
            if office["organization"]["id"] == unit.id and office["state"] == "CURRENT":
                await self.hub.does(secretary, "endOffice", officeId=office["id"])
        unit.person = new

    async def _change_seat(self, place: Place, today: date) -> None:
        """A part-time or full-time seat ends today, or somebody new has one."""
        kept = self.street.leaving[1], *self.street.staying
        held = [seat for seat in place.seats if seat.ends_on > today and seat.kind in CHANGING and seat not in kept]
        if held and self.happens(0.5):
            end = self._transfer if self.happens(0.4) else self._end_seat
            await end(place, self.chance.choice(held), today)
            return
        new, ends = self.street.spare.pop(), self.ahead(today, 60, 400)
        answer = await self.hub.does(place.person, "seatMember", "seat { id }", committeeId=place.committee, memberId=new.id,
                                     kind="FULL_TIME", endsOn=str(ends))
        place.seats.append(Seat(answer["seat"]["id"], "FULL_TIME", new, ends))

    async def _transfer(self, place: Place, seat: Seat, today: date) -> None:
        """To somebody new, from today on: who had it has no rights by it any more."""
        new = self.street.spare.pop()
        answer = await self.hub.does(place.person, "transferSeat", "seat { id }", unless=["BAD_INPUT"], seatId=seat.id,
                                     memberId=new.id)
        if "seat" in answer:  # else it began today
            place.seats.append(Seat(answer["seat"]["id"], seat.kind, new, seat.ends_on, seat.place))
            seat.ends_on = today - timedelta(days=1)

    async def _end_seat(self, place: Place, seat: Seat, today: date) -> None:
        await self.hub.does(place.person, "endSeat", seatId=seat.id)
        seat.ends_on = today

    async def _station(self, unit: Place) -> None:
        """A unit is stationed in a further community, which agrees, or leaves one."""
        known = (await self.hub.read(unit.person, STATION, of=unit.id))["organization"]["stations"]["nodes"]
        further = [station for station in known if station["community"]["id"] != self.street.community_of(unit).id]
        for station in further:
            community = self.street.by_id[station["community"]["id"]]
            if station["state"] == "PROPOSED":
                name = "confirmStation" if self.happens(0.8) else "declineStation"
                await self.hub.does(community.person, name, stationId=station["id"])
                return
            if station["state"] == "CONFIRMED" and self.happens(0.4):
                await self.hub.does(self.chance.choice((community, unit)).person, "endStation", stationId=station["id"])
                return
        await self._propose_station(unit)

    async def _propose_station(self, unit: Place) -> None:
        given: dict[str, Any] = {"unitId": unit.id, "communityId": self.chance.choice(self.street.communities).id}
        answer = await self.hub.does(unit.person, "stationUnit", "station { id }", unless=["AlreadyStationed"], **given)
        if answer["__typename"] == "StationUnitPayload" and self.happens(0.6):
            community = self.street.by_id[given["communityId"]]
            await self.hub.does(community.person, "confirmStation", stationId=answer["station"]["id"])

    async def check(self, log: Log) -> list[str]:
        """Of one member, no two seats on one committee at a time."""
        seats = log.rows("seat")
        return [f"seats {one['id']} and {other['id']} are one member's" for number, one in enumerate(seats)
                for other in seats[number + 1:] if one["member_id"] == other["member_id"]
                and one["committee_id"] == other["committee_id"] and one["starts_on"] <= (other["ends_on"] or one["starts_on"])
                and other["starts_on"] <= (one["ends_on"] or other["starts_on"])]
