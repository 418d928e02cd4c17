"""Four-part cards: proposed as a claim is accepted or by either side later, agreed, declined or taken back, and amended."""
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from tests.year.concept import Concept, at
from tests.year.log import Log
from tests.year.street import Person

SHOWN = "id proposer { id } asked { id }"
CLAIM = "id claimant { id } item { publisher { id } }"


class Cards(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {"card.proposed": 360, "card.agreed": 290, "card.declined": 15, "card.withdrawn": 7}
    LISTS: ClassVar[Mapping[str, str]] = {"cards": "card"}

    async def day(self, today: date) -> None:
        for card in await self.hub.every(self.street.officer, "cards", SHOWN, "filter: {state: [PROPOSED]}"):
            await self._answer(card)
        if today.weekday() in (1, 4):
            for claim in await self.hub.every(self.street.officer, "claims", CLAIM, "filter: {state: [ACCEPTED, REWORK]}"):
                if self.happens(0.012):
                    await self._amend(claim, today)

    def _whose(self, organization: Mapping[str, Any]) -> Person:
        return self.street.by_id[organization["id"]].person

    async def _answer(self, card: Mapping[str, Any]) -> None:
        """What it is of may be over: then nobody agrees to it any more."""
        if self.happens(0.5):
            await self.hub.does(self._whose(card["asked"]), "agreeCard", unless=["WrongState"], cardId=card["id"])
        elif self.happens(0.08):
            await self.hub.does(self._whose(card["asked"]), "declineCard", cardId=card["id"], reason="时限太紧")
        elif self.happens(0.05):
            await self.hub.does(self._whose(card["proposer"]), "withdrawCard", cardId=card["id"])

    async def _amend(self, claim: Mapping[str, Any], today: date) -> None:
        who = self._whose(self.chance.choice((claim["claimant"], claim["item"]["publisher"])))
        await self.hub.does(
            who, "proposeCard", unless=["CardAwaitsAnswer"], claimId=claim["id"], task="增办一场", responsible="社区专干",
            standard="每场不少于四十人次", dueAt=at(self.ahead(today, 5, 40), 18))

    async def check(self, log: Log) -> list[str]:
        """The versions of a claim are numbered from one on, one at most awaits its answer, and the last one agreed holds."""
        of = defaultdict[UUID, list[Mapping[str, Any]]](list)
        for card in log.rows("card"):
            of[card["claim_id"]].append(card)
        last = {UUID(event["after"]["claim_id"]): event["object_id"] for event in log.of_kind("card.agreed")}
        wrong = []
        for claim in log.rows("claim"):
            cards = of[claim["id"]]
            if sorted(card["number"] for card in cards) != [*range(1, len(cards) + 1)]:
                wrong.append(f"claim {claim['id']}: a version of its card is missing")
            if sum(card["state"] == "PROPOSED" for card in cards) > 1 or claim["card_id"] != last.get(claim["id"]):
                wrong.append(f"claim {claim['id']} has the card {claim['card_id']}, agreed was {last.get(claim['id'])}")
        return wrong
