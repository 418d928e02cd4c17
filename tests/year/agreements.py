"""Agreements: a community or the street and a unit agree for some months, go on, or part."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from domain import dates
from tests.reference.stored import Row
from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Person, Place

SHOWN = "id proposedBy host { id } unit { id } startsOn endsOn"
TEXT: Mapping[str, str] = {"title": "共建协议", "body": "资源共享，活动共办。", "hostOffers": "活动室", "unitOffers": "义诊"}
REMINDED = (60, 15)


class Agreements(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "agreement.proposed": 150, "agreement.signed": 140, "agreement.declined": 3, "agreement.renewal_proposed": 40,
        "agreement.ends_soon": 110, "agreement.renewed": 10, "agreement.ended": 14, "agreement.terminated": 6}
    LISTS: ClassVar[Mapping[str, str]] = {"agreements": "agreement"}

    async def day(self, today: date) -> None:
        for _ in range(self.several(0.9)):
            await self._propose(today)
        for each in await self._of("state: [PROPOSED]"):
            await self._answer(each)
        if today.weekday() in (1, 4):
            for each in await self._of("state: [SIGNED], endsBefore: $day", str(today + timedelta(days=40))):
                if self.happens(0.08):
                    await self._renew(each)
        if today.weekday() == 3:
            for each in await self._of("state: [SIGNED]"):
                if self.happens(0.05 if each["startsOn"] > str(today) else 0.003):
                    await self.hub.does(self._sides(each)[self.chance.randint(0, 1)].person, "terminateAgreement",
                                        agreementId=each["id"], reason="单位搬迁")

    async def _of(self, filtered: str, day: str | None = None) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "agreements", SHOWN, f"filter: {{{filtered}}}", day=day)

    def _sides(self, agreement: Mapping[str, Any]) -> tuple[Place, Place]:
        return self.street.by_id[agreement["host"]["id"]], self.street.by_id[agreement["unit"]["id"]]

    async def _propose(self, today: date) -> None:
        """By either side, for a unit's own community, for another one, or for the street."""
        unit = self.chance.choice(self.street.units)
        own = self.street.community_of(unit)
        host = self.chance.choice((own, own, own, self.chance.choice(self.street.communities), self.street.own))
        starts = today + timedelta(days=self.chance.randint(0, 30))
        ends = starts + timedelta(days=self.chance.choice((45, 90, 120, 180, 364)))
        who: Person = self.chance.choice((host, unit)).person
        await self.hub.does(who, "proposeAgreement", unless=["AlreadyAgreed"], hostId=host.id, unitId=unit.id,
                            startsOn=str(starts), endsOn=str(ends), **TEXT)

    async def _answer(self, agreement: Mapping[str, Any]) -> None:
        host, unit = self._sides(agreement)
        asked = unit if agreement["proposedBy"] == "HOST" else host
        if self.happens(0.25):
            await self.hub.does(asked.person, "signAgreement", unless=["TermOver"], agreementId=agreement["id"])
        elif self.happens(0.02):
            await self.hub.does(self.chance.choice((host, unit)).person, "declineAgreement", agreementId=agreement["id"],
                                reason="另有安排")

    async def _renew(self, agreement: Mapping[str, Any]) -> None:
        ends = date.fromisoformat(agreement["endsOn"]) + timedelta(days=self.chance.choice((60, 180, 365)))
        await self.hub.does(self.chance.choice(self._sides(agreement)).person, "renewAgreement", unless=["AlreadyAgreed"],
                            agreementId=agreement["id"], endsOn=str(ends), **TEXT)

    async def check(self, log: Log) -> list[str]:
        """Of the same two, no two that were signed hold on one day; each that ran to its end was announced."""
        wrong, signed = [], [row for row in log.rows("agreement") if row["signed_at"]]
        for row in signed:
            last = row["ends_on"] if row["state"] != "TERMINATED" else row["over_at"].date()
            wrong += [f"agreements {row['id']} and {other['id']} hold at once" for other in signed
                      if other["id"] != row["id"] and (other["host_id"], other["unit_id"]) == (row["host_id"], row["unit_id"])
                      and other["state"] != "TERMINATED" and row["starts_on"] <= other["starts_on"] <= last]
            told = sum(event["kind"] == "agreement.ends_soon" for event in log.of(row["id"]))
            if row["state"] == "ENDED" and told != (due := self._reminders(row, signed)):
                wrong.append(f"agreement {row['id']}: {told} reminders, {due} due")
        return wrong

    def _reminders(self, row: Mapping[str, Any], signed: list[Row]) -> int:
        """How many moments for one there were, from when it was signed, at which it was not to be renewed."""
        over = dates.next_day_starts(row["ends_on"])
        renewals = [other for other in signed if other["renews_id"] == row["id"]]
        moments = [over - timedelta(days=days) for days in REMINDED if row["signed_at"] < over - timedelta(days=days)]
        return sum(not any(each["signed_at"] <= moment < (each["over_at"] or self.hub.now) for each in renewals)
                   for moment in moments)
