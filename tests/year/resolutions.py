"""Resolutions: their owners do them, in time or not, and secretaries confirm them, send them back or drop them."""
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Person


class Resolutions(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "resolution.completed": 340, "resolution.returned": 60, "resolution.confirmed": 270, "resolution.overdue": 100,
        "resolution.carried": 90, "resolution.dropped": 20}
    LISTS: ClassVar[Mapping[str, str]] = {"resolutions": "resolution"}

    async def day(self, today: date) -> None:
        by_committee = {place.committee: place for place in self.street.committees}
        shown = "id owner { id } ownerSeat { id } committee { id }"
        for each in await self.hub.every(self.street.officer, "resolutions", shown, "filter: {state: [OPEN]}"):
            owner = self._owner(each, today)
            if owner and self.happens(0.055):
                await self.hub.does(owner, "completeResolution", resolutionId=each["id"], report="已办")
            elif self.happens(0.006):
                secretary = by_committee[each["committee"]["id"]].secretary
                await self.hub.does(secretary, "dropResolution", resolutionId=each["id"], reason="已由街道统一安排")
        for each in await self.hub.every(self.street.officer, "resolutions", shown, "filter: {state: [COMPLETED]}"):
            if self.happens(0.5):
                secretary = by_committee[each["committee"]["id"]].secretary
                if self.happens(0.2):
                    await self.hub.does(secretary, "returnResolution", resolutionId=each["id"], reason="未通电")
                else:
                    await self.hub.does(secretary, "confirmResolution", resolutionId=each["id"])

    def _owner(self, resolution: Mapping[str, Any], today: date) -> Person | None:
        """Who says that it is done; None: the seat is nobody's any more."""
        if resolution["owner"]:
            return self.street.by_id[resolution["owner"]["id"]].person
        return self.street.holder(resolution["ownerSeat"]["id"], today)

    async def check(self, log: Log) -> list[str]:
        """Whatever was open after its day fell overdue, once."""
        told = [event["object_id"] for event in log.of_kind("resolution.overdue")]
        wrong = [f"resolution {each} fell overdue twice" for each in {*told} if told.count(each) > 1]
        for row in log.rows("resolution"):
            if row["overdue_at"] is not None and row["state"] == "OPEN" and row["overdue_at"] <= self.hub.now:
                wrong.append(f"resolution {row['id']} is overdue, and nobody was told")
        return wrong
