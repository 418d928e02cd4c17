"""Pairings: units and departments look after communities and grids, leaders of the street after communities, for a term."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Person

SHOWN = "id proposedBy host { id } partner { id }"


class Pairings(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "pairing.proposed": 40, "pairing.made": 7, "pairing.confirmed": 15, "pairing.declined": 1, "pairing.ended": 10,
        "pairing.dissolved": 1}
    LISTS: ClassVar[Mapping[str, str]] = {"pairings": "pairing"}

    async def day(self, today: date) -> None:
        if self.happens(0.35):
            await self._propose(today)
        if today.weekday() in (0, 3):
            for each in await self._of("PROPOSED"):
                await self._answer(each)
        if today.weekday() == 2:
            for each in await self._of("PAIRED"):
                if self.happens(0.006):
                    await self.hub.does(self._sides(each)[0], "dissolvePairing", pairingId=each["id"], reason="人员调整")

    async def _of(self, state: str) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "pairings", SHOWN, f"filter: {{state: [{state}]}}")

    def _sides(self, pairing: Mapping[str, Any]) -> tuple[Person, Person]:
        return self.street.by_id[pairing["host"]["id"]].person, self.street.by_id[pairing["partner"]["id"]].person

    async def _propose(self, today: date) -> None:
        """By either side; the street's officer pairs itself with a community at once, for it may speak for both."""
        host, unit = self.chance.choice(self.street.communities), self.chance.choice(self.street.units)
        who, given = self.chance.choice((host, unit)).person, {"partnerId": unit.id}
        if self.happens(0.25):
            who, given = self.street.officer, {"partnerId": self.street.own.id, "leaderId": self.street.officer.id}
        ends = today + timedelta(days=self.chance.choice((30, 90, 180, 365)))
        await self.hub.does(who, "proposePairing", unless=["AlreadyPaired"], hostId=host.id, endsOn=str(ends),
                            promise="每季度走访一次", **given)

    async def _answer(self, pairing: Mapping[str, Any]) -> None:
        host, partner = self._sides(pairing)
        if self.happens(0.35):
            await self.hub.does(partner if pairing["proposedBy"] == "HOST" else host, "confirmPairing", pairingId=pairing["id"])
        elif self.happens(0.06):
            await self.hub.does(host, "declinePairing", pairingId=pairing["id"], reason="另有安排")

    async def check(self, log: Log) -> list[str]:
        """Whatever ran to its end is over, and whoever was asked and did not answer too."""
        return [f"pairing {row['id']} is {row['state']} after {row['ends_on']}" for row in log.rows("pairing")
                if row["state"] in ("PROPOSED", "PAIRED") and row["ends_at"] <= log.now]
