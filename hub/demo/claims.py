"""Who claims what, and how far it came."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import asyncpg

from db.bulk import records
from domain import codes, dates
from domain.claims import PROCESS, ClaimState, Step
from domain.items import ItemState
from hub.demo import data, items
from hub.demo.items import Listed
from hub.demo.organizations import Actor, World

ANSWER_WITHIN = timedelta(hours=72)
CLAIMED = 0.55  # of the published items have claims, and all venues
STATES = {ClaimState.PROPOSED: 24, ClaimState.ACCEPTED: 22, ClaimState.DELIVERED: 9, ClaimState.REWORK: 5,
          ClaimState.CONFIRMED: 24, ClaimState.DECLINED: 7, ClaimState.WITHDRAWN: 5, ClaimState.LAPSED: 4}
# The steps that lead to a state, and the event of each.
PATHS: dict[ClaimState, tuple[Step, ...]] = {
    ClaimState.PROPOSED: (), ClaimState.ACCEPTED: (Step.ACCEPT,), ClaimState.DELIVERED: (Step.ACCEPT, Step.DELIVER),
    ClaimState.REWORK: (Step.ACCEPT, Step.DELIVER, Step.RETURN),
    ClaimState.CONFIRMED: (Step.ACCEPT, Step.DELIVER, Step.CONFIRM), ClaimState.DECLINED: (Step.DECLINE,),
    ClaimState.WITHDRAWN: (Step.WITHDRAW,), ClaimState.LAPSED: ()}
SLOT_HOURS = timedelta(hours=2)


@dataclass(frozen=True)
class Taken:
    """A claim with who claims, and when each of its steps was taken, the proposal first."""

    row: records.Claim
    item: Listed
    claimant: Actor
    moments: Sequence[datetime]


@dataclass
class Claiming:
    """Claims as they are made up, never more of an item than there is."""

    world: World
    today: date
    chance: Random = field(default_factory=lambda: Random("claims"))
    texts: dict[str, list[data.ClaimText]] = field(default_factory=data.claim_texts)
    reasons: dict[str, list[str]] = field(default_factory=data.reasons)

    def __post_init__(self) -> None:
        self.now = items.midnight(self.today)
        self.nearby: dict[tuple[str, bool], list[Actor]] = {}

    def of(self, item: Listed) -> Iterator[Taken]:
        """The claims on an item, none that its state would not allow."""
        live = item.row.state == ItemState.PUBLISHED
        if item.row.state not in (ItemState.PUBLISHED, ItemState.COMPLETED) or (
                live and item.row.resource_kind != "VENUE" and self.chance.random() > CLAIMED):
            return
        candidates = [actor for actor in self._candidates(item.row) if actor.id != item.publisher.id]
        claimants = self.chance.sample(candidates, min(len(candidates), self.chance.randint(1, 3)))
        left = item.row.quantity
        for number, claimant in enumerate(claimants):
            state = self._state(item.row) if live else ClaimState.CONFIRMED
            quantity = self.chance.randint(1, max(1, left // 2))
            if left < quantity:
                return
            left -= quantity  # also of what is given back later: it was held in between
            yield self._claim(item, claimant, state, quantity, number)

    def _state(self, item: records.Item) -> ClaimState:
        state = ClaimState(self.chance.choices(list(STATES), list(STATES.values()))[0])
        too_young = state == ClaimState.LAPSED and self.now - item.listed_at < 2 * ANSWER_WITHIN
        return ClaimState.PROPOSED if too_young else state

    def _candidates(self, item: records.Item) -> list[Actor]:
        """Who sees the item and may claim it: units, and of resources communities too."""
        scope = item.home_code[:codes.DIGITS_OF_SCOPE[item.scope]]
        key = (scope, item.list == "RESOURCE")
        if key not in self.nearby:
            self.nearby[key] = [
                actor for actor in self.world.actors.values() if actor.point is not None and actor.person is not None
                and (any(code.startswith(scope) for code in actor.stations) if not actor.code
                     else key[1] and actor.kind == "COMMUNITY" and actor.code.startswith(scope))]
        return self.nearby[key]

    def _claim(self, item: Listed, claimant: Actor, state: ClaimState, quantity: int, number: int) -> Taken:
        assert claimant.person is not None
        moments = self._moments(item.row, state)
        text = self.chance.choice(self.texts.get(item.row.category) or self.texts["OTHER"])
        row: dict[str, Any] = {
            "id": items.moment_id(moments[0], self.chance), "item_id": item.row.id, "claimant_id": claimant.id,
            "proposed_by": claimant.person.id, "quantity": quantity, "state": state, "note": text.note,
            "proposed_at": moments[0], "answer_by": moments[0] + ANSWER_WITHIN, "version": len(moments)}
        if item.row.resource_kind == "VENUE" and item.row.unit in ("场", "次") and state not in _PAST:
            # Each on a day of its own, so that no two slots of a venue overlap.
            starts = self.now + timedelta(days=3 + number, hours=14)
            row["during"] = asyncpg.Range(starts, starts + SLOT_HOURS)
        for step, at in zip(PATHS[state], moments[1:], strict=False):
            row |= self._step(step, at, text, claimant, item)
        if state == ClaimState.LAPSED:
            row["answered_at"] = moments[-1]
        return Taken(records.Claim(**row), item, claimant, moments)

    def _moments(self, item: records.Item, state: ClaimState) -> list[datetime]:
        """When it was proposed and when each step was taken, in order, all before now and before the item's end."""
        end = item.closed_at or self.now
        start = max(item.listed_at, end - timedelta(hours=20)) if state == ClaimState.PROPOSED else item.listed_at

        def at(part: float) -> datetime:
            return min(end, max(start, _by_day(start + (end - start) * part)))
        proposed, *steps = (at(part) for part in sorted(
            self.chance.uniform(0.05, 0.95) for _ in range(len(PATHS[state]) + 1)))
        if state == ClaimState.LAPSED:
            proposed = at(self.chance.uniform(0, 0.2))
            return [proposed, proposed + ANSWER_WITHIN + timedelta(seconds=15)]
        return [max(proposed, steps[0] - ANSWER_WITHIN * 0.7) if steps else proposed, *steps]

    def _step(self, step: Step, at: datetime, text: data.ClaimText, claimant: Actor, item: Listed) -> dict[str, Any]:
        """The columns that a step sets."""
        reason = self.chance.choice(self.reasons.get(PROCESS.steps[step].event, [""]))
        match step:
            case Step.ACCEPT:
                provider = item.publisher if item.row.list == "RESOURCE" else claimant
                return {"answered_at": at, "task": text.task, "standard": text.standard,
                        "responsible": f"{provider.name}{text.responsible_title}", "due_at": at + timedelta(days=21)}
            case Step.DECLINE:
                return {"answered_at": at, "reason": reason}
            case Step.DELIVER:
                return {"delivered_at": at, "report": text.report}
            case Step.CONFIRM:
                return {"confirmed_at": at, "rating": self.chance.choice((3, 4, 4, 5, 5, 5)), "comment": text.comment}
            case Step.WITHDRAW | Step.RETURN:
                return {"reason": reason}


_PAST = (ClaimState.DELIVERED, ClaimState.REWORK, ClaimState.CONFIRMED)


def _by_day(at: datetime) -> datetime:
    """The same day's moment that lies as far between eight and twenty o'clock as `at` between the midnights."""
    local = at.astimezone(dates.CHINA)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + timedelta(hours=8) + (local - day) / 2).replace(microsecond=0)
