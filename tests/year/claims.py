"""Claims: units take up what is asked for, communities what is offered, and both sides see it through or do not."""
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from domain import trail
from tests.year.concept import Concept, at
from tests.year.log import Log
from tests.year.street import Person

OPEN = "id quantity remaining publisher { id } ... on Resource { resourceKind }"
SHOWN = "id claimant { id } item { __typename publisher { id } }"
MOST_UNANSWERED = 50


class Claims(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "claim.proposed": 600, "claim.accepted": 350, "claim.declined": 75, "claim.withdrawn": 15, "claim.lapsed": 130,
        "claim.delivered": 370, "claim.returned": 55, "claim.confirmed": 300, "claim.overdue": 90}
    LISTS: ClassVar[Mapping[str, str]] = {"claims": "claim"}

    async def day(self, today: date) -> None:
        for _ in range(self.several(3.4)):
            unit = self.chance.choice(self.street.units)
            await self._claim(unit.person, "items", unit.id, today)
        for _ in range(self.several(0.8)):
            community = self.chance.choice(self.street.communities)
            await self._claim(community.person, "resources", community.id, today)
        await self._proposed(today)
        await self._accepted()
        await self._delivered()

    async def _claim(self, who: Person, field: str, claimant: str, today: date) -> None:
        """Of what somebody sees, one thing is claimed; once in a while too much of it, or what is its own."""
        seen = await self.hub.every(who, field, OPEN, "filter: {claimStatus: [OPEN, PARTLY_CLAIMED]}", most=40)
        others = [item for item in seen if item["publisher"]["id"] != claimant]
        if not others:
            return
        item = self.chance.choice(others)
        asked: dict[str, Any] = {"itemId": item["id"], "claimantId": claimant,
                                 "quantity": self.chance.randint(1, min(3, item["remaining"]))}
        if item.get("resourceKind") == "VENUE":
            day = self.ahead(today, 2, 20)
            hour = self.chance.randint(9, 17)
            asked["slot"] = {"startsAt": at(day, hour), "endsAt": at(day, hour + 2)}
        if self.happens(0.03):
            asked["quantity"] = item["remaining"] + 1
            answer = await self.hub.tries(who, "claimItem", **asked)
            assert answer["__typename"] == "ClaimTooLarge", answer
        else:
            await self.hub.does(who, "claimItem", unless=["SlotTaken"], **asked)

    async def _of(self, state: str) -> list[dict[str, Any]]:
        """Of the whole street, as its officer sees them."""
        return await self.hub.every(self.street.officer, "claims", SHOWN, f"filter: {{state: [{state}]}}, orderBy: ANSWER_BY")

    def _publisher(self, claim: Mapping[str, Any]) -> Person:
        return self.street.by_id[claim["item"]["publisher"]["id"]].person

    def _claimant(self, claim: Mapping[str, Any]) -> Person:
        return self.street.by_id[claim["claimant"]["id"]].person

    def _provider(self, claim: Mapping[str, Any]) -> Person:
        return self._publisher(claim) if claim["item"]["__typename"] == "Resource" else self._claimant(claim)

    def _receiver(self, claim: Mapping[str, Any]) -> Person:
        return self._claimant(claim) if claim["item"]["__typename"] == "Resource" else self._publisher(claim)

    async def _proposed(self, today: date) -> None:
        for claim in await self._of("PROPOSED"):
            if self.happens(0.45):
                await self._answer(claim, today)
            elif self.happens(0.05):
                await self.hub.does(self._claimant(claim), "withdrawClaim", unless=["WrongState"], claimId=claim["id"],
                                    reason="人手不足")

    async def _answer(self, claim: Mapping[str, Any], today: date) -> None:
        """In time, or just too late."""
        publisher = self._publisher(claim)
        if self.happens(0.2):
            await self.hub.does(publisher, "declineClaim", unless=["WrongState"], claimId=claim["id"], reason="时间不合")
        else:
            due = {"dueAt": at(self.ahead(today, 4, 40), 18)} if self.happens(0.9) else {}
            await self.hub.does(publisher, "acceptClaim", unless=["WrongState"], claimId=claim["id"], task="按约定办理", **due)

    async def _accepted(self) -> None:
        for claim in await self._of("ACCEPTED"):
            if self.happens(0.07):
                await self.hub.does(self._provider(claim), "deliverClaim", claimId=claim["id"], report="已办")
            elif self.happens(0.003):
                await self.hub.does(self._claimant(claim), "withdrawClaim", unless=["AlreadyJoined"], claimId=claim["id"],
                                    reason="人手不足")

    async def _delivered(self) -> None:
        for claim in await self._of("DELIVERED"):
            if self.happens(0.35):
                if self.happens(0.2):
                    await self.hub.does(self._receiver(claim), "returnClaim", claimId=claim["id"], reason="没做完")
                else:
                    await self.hub.does(self._receiver(claim), "confirmClaim", claimId=claim["id"],
                                        rating=self.chance.randint(1, 5))
        for claim in await self._of("REWORK"):
            if self.happens(0.15):
                await self.hub.does(self._provider(claim), "deliverClaim", claimId=claim["id"])

    async def check(self, log: Log) -> list[str]:
        return [*self._unsaid(log), *self._too_many(log)]

    def _unsaid(self, log: Log) -> list[str]:
        """Whatever was not delivered by the moment of the card that held, of that it was told by the next day."""
        said = defaultdict[UUID, list[datetime]](list)
        for event in log.of_kind("claim.overdue"):
            said[event["object_id"]].append(datetime.fromisoformat(event["after"][trail.WAS_DUE_AT]))
        wrong = []
        for row in log.rows("claim"):
            late = {due: max(until - max(since, due) for since, until in spans) for due, spans in self._due(log, row["id"])}
            told = said[row["id"]]
            wrong += [f"claim {row['id']} was overdue at {due}, and nobody was told" for due, time in late.items()
                      if time > timedelta(days=1) and due not in told]
            wrong += [f"claim {row['id']} was said to be overdue at {due}, and was not" for due in told
                      if told.count(due) > 1 or late.get(due, timedelta()) <= timedelta()]
        return wrong

    def _due(self, log: Log, claim: UUID) -> Iterator[tuple[datetime, list[tuple[datetime, datetime]]]]:
        """The moments of its agreed cards, and from when to when its provider was at it while each of them held."""
        agreed = [event for event in log.of_kind("card.agreed") if event["after"].get("claim_id") == str(claim)]
        for number, event in enumerate(agreed):
            ends = agreed[number + 1]["at"] if agreed[number + 1:] else log.now
            spans = [(max(since, event["at"]), min(until, ends)) for since, until in self._at_work(log, claim)]
            if (due := event["after"].get("due_at")) and (held := [span for span in spans if span[0] < span[1]]):
                yield datetime.fromisoformat(due), held

    def _at_work(self, log: Log, claim: UUID) -> Iterator[tuple[datetime, datetime]]:
        """From when to when its provider was at it."""
        for event in log.of(claim):
            if event["kind"] in ("claim.accepted", "claim.returned"):
                yield event["at"], log.left(event, "claim.delivered", "claim.withdrawn") or log.now

    def _too_many(self, log: Log) -> list[str]:
        """Nobody had more proposals unanswered than one may have."""
        waiting, most = dict[object, int](), 0
        claimant = {row["id"]: row["claimant_id"] for row in log.rows("claim")}
        for event in log.events:
            if event["object_type"] == "Claim" and event["kind"] in (
                    "claim.proposed", "claim.accepted", "claim.declined", "claim.withdrawn", "claim.lapsed"):
                who, was = claimant[event["object_id"]], (event["before"] or {}).get("state")
                waiting[who] = waiting.get(who, 0) + (event["kind"] == "claim.proposed") - (was == "PROPOSED")
                most = max(most, waiting[who])
        return [] if most <= MOST_UNANSWERED else [f"an organisation had {most} proposals unanswered"]
