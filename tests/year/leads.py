"""Leading projects: part-time members take the lead of a few in a year, and of one more where an officer consents."""
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain import dates
from tests.reference.stored import Row
from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Place, Seat

UNLED = "id homeCode leadSeat { id }"
LED = ("DRAFT", "PUBLISHED", "COMPLETED")


class Leads(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {"seat.led": 7, "item.led": 7, "seat.consented": 1, "committee.lead_quota_set": 1}

    async def begin(self) -> None:
        for place in self.street.communities[:8]:
            await self.hub.does(place.secretary, "setLeadQuota", committeeId=place.committee, quota=1)

    async def day(self, today: date) -> None:
        if not self.happens(0.5):
            return
        place = self.chance.choice(self.street.committees[:8])
        seats = [seat for seat in place.sitting(today) if seat.kind == "PART_TIME"]
        for project in await self.hub.every(place.secretary, "projects", UNLED, most=100):
            if project["leadSeat"] is None and seats and place.home.startswith(project["homeCode"]):
                await self._lead(place, seats[0], project["id"])
                return

    async def _lead(self, place: Place, seat: Seat, project: str) -> None:
        """If it leads too many, the street's officer consents to one more."""
        given = {"itemId": project, "seatId": seat.id}
        answer = await self.hub.does(place.secretary, "leadProject", unless=["LeadQuotaReached"], **given)
        if answer["__typename"] == "LeadQuotaReached":
            await self.hub.does(self.street.officer, "consentToLead", seatId=seat.id, reason="经验丰富")
            await self.hub.does(place.secretary, "leadProject", **given)

    async def check(self, log: Log) -> list[str]:
        """No place leads more in a year than its committee's quota and the consents to it."""
        seats = {row["id"]: row for row in log.rows("seat")}
        committees = {row["id"]: row for row in log.rows("joint_committee")}
        consented = Counter((row["place_id"], row["year"]) for row in log.rows("lead_consent"))
        led = Counter((_place(seats[row["lead_seat_id"]]), dates.day(row["listed_at"]).year) for row in log.rows("item")
                      if row["lead_seat_id"] and row["list"] == "PROJECT" and row["state"] in LED)
        led += Counter((_place(seats[row["lead_seat_id"]]), dates.day(row["formed_at"]).year)
                       for row in self._joint(log, seats))
        return [f"the place {place} leads {number} projects in {year}" for (place, year), number in led.items()
                if seats[place]["kind"] == "PART_TIME"
                and number > committees[seats[place]["committee_id"]]["lead_quota"] + consented[place, year]]

    def _joint(self, log: Log, seats: Mapping[UUID, Row]) -> list[Row]:
        """Joint projects that a seat leads, but those that carry out one that its place leads already."""
        own = {(row["joint_project_id"], _place(seats[item["lead_seat_id"]])) for row in log.rows("claim")
               if row["joint_project_id"] and (item := log.tables.find("item", row["item_id"])) and item["lead_seat_id"]}
        return [row for row in log.rows("joint_project") if row["lead_seat_id"] and row["state"] != "STOPPED"
                and (row["id"], _place(seats[row["lead_seat_id"]])) not in own]


def _place(seat: Row) -> UUID:
    place: UUID = seat["place_id"] or seat["id"]
    return place
