"""Opinions: the street and its departments ask communities about units; the secretaries answer, late sometimes."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log

SHOWN = "id asker { id } community { id }"


class Opinions(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "opinion.asked": 35, "opinion.answered": 28, "opinion.withdrawn": 3, "opinion.overdue": 5}
    LISTS: ClassVar[Mapping[str, str]] = {"opinions": "opinion"}

    async def day(self, today: date) -> None:
        if self.happens(0.25):
            await self._ask(today)
        if today.weekday() in (1, 3):
            for place in self.street.communities:
                if self.happens(0.3):
                    await self._answer(place.person)

    async def _ask(self, today: date) -> None:
        departments = [unit for unit in self.street.units if unit.kind == "DEPARTMENT"]
        asker = self.chance.choice([self.street.own, *departments])
        community, unit = self.chance.choice(self.street.communities), self.chance.choice(self.street.units)
        if unit is asker:
            return
        due = today + timedelta(days=self.chance.choice((5, 20, 40)))
        await self.hub.does(asker.person, "askOpinion", askerId=asker.id, communityId=community.id, subject={"unitId": unit.id},
                            purpose=self.chance.choice(("HONOUR", "PROMOTION")), question="是否同意", dueOn=str(due))
        if self.happens(0.08):
            for each in (await self.hub.every(asker.person, "opinions", SHOWN, "filter: {state: [ASKED]}"))[:1]:
                if each["asker"]["id"] == asker.id:
                    await self.hub.does(asker.person, "withdrawOpinion", opinionId=each["id"], reason="不再申报")

    async def _answer(self, secretary: Any) -> None:
        for each in await self.hub.every(secretary, "opinions", SHOWN, "filter: {state: [ASKED], askedOfMe: true}"):
            await self.hub.does(secretary, "answerOpinion", opinionId=each["id"], answer="参与情况属实",
                                position=self.chance.choice(("SUPPORTED", "SUPPORTED", "RESERVED", "OPPOSED")))

    async def check(self, log: Log) -> list[str]:
        """What was not answered in time was said to be late."""
        return [f"opinion {row['id']} is not answered, and nobody was told" for row in log.rows("opinion")
                if row["state"] == "ASKED" and row["overdue_at"] is not None and row["overdue_at"] <= log.now]
