"""Widening: what nobody claims opens to the street, then to the district, by the clock or at once, unless it is held."""
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log

SCOPES = ("PAIRED", "COMMUNITY", "STREET", "DISTRICT", "CITY", "PROVINCE")
OWN = {6: SCOPES.index("DISTRICT"), 9: SCOPES.index("STREET"), 12: SCOPES.index("COMMUNITY"), 15: SCOPES.index("COMMUNITY")}
"""The stage of a publisher's own level, by the length of its division's code."""


class Widening(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {"item.widened": 110, "item.held": 10}

    async def day(self, today: date) -> None:
        if today.weekday() != 1:
            return
        shown = "id publisher { id } scope nextStageAt"
        for item in await self.hub.every(self.street.officer, "items", shown, "filter: {claimStatus: [OPEN]}"):
            if item["nextStageAt"] and self.happens(0.06):
                await self._by_publisher(item, "holdItem")
            elif item["scope"] in SCOPES[:3] and self.happens(0.01):
                await self._by_publisher(item, "widenItem")

    async def _by_publisher(self, item: Mapping[str, Any], name: str) -> None:
        """A department's demand opens to no more than was admitted."""
        publisher = self.street.by_id[item["publisher"]["id"]]
        beyond = ["NotAdmitted"] if publisher.kind == "DEPARTMENT" and name == "widenItem" else []
        await self.hub.does(publisher.person, name, unless=beyond, itemId=item["id"])

    async def check(self, log: Log) -> list[str]:
        """Each led to a wider stage, and by the clock to the next one: behind PAIRED to the publisher's own level."""
        homes, wrong = {row["id"]: row["home_code"] for row in log.rows("item")}, []
        for event in log.of_kind("item.widened"):
            before, after = (SCOPES.index(event[side]["scope"]) for side in ("before", "after"))
            following = before + 1 if before else OWN[len(homes[event["object_id"]])]
            if after <= before or (event["actor_id"] is None and after != following):
                wrong.append(f"item {event['object_id']} was opened from {SCOPES[before]} to {SCOPES[after]}")
        return wrong
