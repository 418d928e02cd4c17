"""Four-part cards of claims and joint projects: proposed by either side, agreed, declined or taken back, and amended."""
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from tests.year.concept import Concept, at
from tests.year.log import Log
from tests.year.street import Person

SHOWN = "id proposer { id } asked { id }"
CLAIM = "id claimant { id } item { publisher { id } }"
PROJECT = "id host { id } leadUnit { id }"
OPEN = "filter: {state: [FORMED, UNDER_WAY]}"
NO_MORE = ["WrongState", "EndTooEarly"]
OF = {"claim": "claim_id", "joint_project": "joint_project_id"}


class Cards(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {"card.proposed": 360, "card.agreed": 290, "card.declined": 15, "card.withdrawn": 7}
    LISTS: ClassVar[Mapping[str, str]] = {"cards": "card"}

    async def day(self, today: date) -> None:
        for card in await self.hub.every(self.street.officer, "cards", SHOWN, "filter: {state: [PROPOSED]}"):
            await self._answer(card)
        if today.weekday() in (1, 4):
            for claim in await self.hub.every(self.street.officer, "claims", CLAIM, "filter: {state: [ACCEPTED, REWORK]}"):
                if self.happens(0.012):
                    sides = claim["claimant"], claim["item"]["publisher"]
                    await self._propose("proposeCard", sides, today, claimId=claim["id"])
        if today.weekday() == 2:
            for project in await self.hub.every(self.street.officer, "jointProjects", PROJECT, OPEN):
                if self.happens(0.04):
                    sides = project["host"], project["leadUnit"]
                    await self._propose("proposeProjectCard", sides, today, jointProjectId=project["id"])

    def _whose(self, organization: Mapping[str, Any]) -> Person:
        return self.street.by_id[organization["id"]].person

    async def _answer(self, card: Mapping[str, Any]) -> None:
        """What it is of may be over, or have a later milestone: then nobody agrees to it any more."""
        if self.happens(0.5):
            await self.hub.does(self._whose(card["asked"]), "agreeCard", unless=NO_MORE, cardId=card["id"])
        elif self.happens(0.08):
            await self.hub.does(self._whose(card["asked"]), "declineCard", cardId=card["id"], reason="时限太紧")
        elif self.happens(0.05):
            await self.hub.does(self._whose(card["proposer"]), "withdrawCard", cardId=card["id"])

    async def _propose(self, name: str, sides: Sequence[Mapping[str, Any]], today: date, **of: str) -> None:
        beyond = ["EndTooEarly"] if name == "proposeProjectCard" else []
        await self.hub.does(
            self._whose(self.chance.choice(sides)), name, unless=["CardAwaitsAnswer", *beyond], task="增办一场",
            responsible="社区专干", standard="每场不少于四十人次", dueAt=at(self.ahead(today, 5, 40), 18), **of)

    async def check(self, log: Log) -> list[str]:
        """Versions are numbered from one on, one at most awaits its answer, and the last one agreed holds."""
        wrong = []
        for table, column in OF.items():
            versions = defaultdict[UUID, list[Mapping[str, Any]]](list)
            for card in log.rows("card"):
                versions[card[column]].append(card)
            last = {UUID(event["after"][column]): event["object_id"] for event in log.of_kind("card.agreed")
                    if column in event["after"]}
            for row in log.rows(table):
                cards, named = versions[row["id"]], f"{table} {row['id']}"
                if sorted(card["number"] for card in cards) != [*range(1, len(cards) + 1)]:
                    wrong.append(f"{named}: a version of its card is missing")
                if sum(card["state"] == "PROPOSED" for card in cards) > 1 or row["card_id"] != last.get(row["id"]):
                    wrong.append(f"{named} has the card {row['card_id']}, agreed was {last.get(row['id'])}")
        return wrong
