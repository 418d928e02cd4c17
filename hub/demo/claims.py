"""Who claims what, and how far it came."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain import codes, dates
from domain.claims import PROCESS, ClaimState, Step
from domain.items import ItemState, List
from hub.demo import data, items
from hub.demo.items import Listed
from hub.demo.organizations import Actor, World

STILL_OPEN = timedelta(days=30)  # as long, nobody claims what opens stage by stage: its countdown is to be seen
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


@dataclass
class Taken:
    """A claim as it is to come about.

    values    what the claimant sends
    steps     those that somebody takes, each with when and what is sent
    lapsed_at   when nobody answered in time
    card      the four parts of the card that its parties agree, if it is accepted
    id        when it is there
    """

    item: Listed
    claimant: Actor
    proposed_at: datetime
    values: dict[str, Any]
    steps: Sequence[tuple[datetime, Step, dict[str, Any]]] = ()
    lapsed_at: datetime | None = None
    card: dict[str, Any] = field(default_factory=dict)
    id: UUID = field(init=False)  # as soon as it has happened


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
        live = item.state == ItemState.PUBLISHED
        if live and "stage_limits" in item.values and self.now - item.listed_at < STILL_OPEN:
            return
        if not (live or item.state == ItemState.COMPLETED) or (
                live and not item.is_venue and self.chance.random() > CLAIMED):
            return
        candidates = [actor for actor in self._candidates(item) if actor.id != item.publisher.id]
        claimants = self.chance.sample(candidates, min(len(candidates), self.chance.randint(1, 3)))
        left = item.values["quantity"]
        for number, claimant in enumerate(claimants):
            state = self._state(item) if live else ClaimState.CONFIRMED
            quantity = self.chance.randint(1, max(1, left // 2))
            if left < quantity:
                return
            left -= quantity  # also of what is given back later: it was held in between
            yield self._claim(item, claimant, state, quantity, number)

    def _state(self, item: Listed) -> ClaimState:
        state = ClaimState(self.chance.choices(list(STATES), list(STATES.values()))[0])
        too_young = state == ClaimState.LAPSED and self.now - item.listed_at < 2 * ANSWER_WITHIN
        return ClaimState.PROPOSED if too_young else state

    def _candidates(self, item: Listed) -> list[Actor]:
        """Who sees the item and may claim it: units, and of resources communities too."""
        scope = item.home[:codes.DIGITS_OF_SCOPE[item.scope]]
        key = (scope, item.list == List.RESOURCE)
        if key not in self.nearby:
            self.nearby[key] = [
                actor for actor in self.world.actors.values() if actor.point is not None and actor.person is not None
                and (any(code.startswith(scope) for code in actor.stations) if not actor.code
                     else key[1] and actor.kind == "COMMUNITY" and actor.code.startswith(scope))]
        return self.nearby[key]

    def _claim(self, item: Listed, claimant: Actor, state: ClaimState, quantity: int, number: int) -> Taken:
        proposed_at, *moments = self._moments(item, state)
        text = self.chance.choice(self.texts.get(item.values["category"]) or self.texts["OTHER"])
        values: dict[str, Any] = {"claimant_id": claimant.id, "quantity": quantity, "note": text.note}
        if item.is_venue:
            values["slot"] = _slot(proposed_at, number)
        steps = [(at, step, self._sent(step, text)) for step, at in zip(PATHS[state], moments, strict=False)]
        provider = item.publisher if item.list == List.RESOURCE else claimant
        card = {"task": text.task, "standard": text.standard, "responsible": f"{provider.name}{text.responsible_title}"}
        return Taken(item, claimant, proposed_at, values, steps, moments[-1] if state == ClaimState.LAPSED else None, card)

    def _moments(self, item: Listed, state: ClaimState) -> list[datetime]:
        """When it was proposed and when each step was taken, in order, all before now and before the item's end."""
        end = item.ended_at or self.now
        start = max(item.listed_at, end - timedelta(hours=20)) if state == ClaimState.PROPOSED else item.listed_at

        def at(part: float) -> datetime:
            return min(end, max(start, _by_day(start + (end - start) * part)))
        proposed, *steps = (at(part) for part in sorted(
            self.chance.uniform(0.05, 0.95) for _ in range(len(PATHS[state]) + 1)))
        if state == ClaimState.LAPSED:
            proposed = at(self.chance.uniform(0, 0.2))
            return [proposed, proposed + ANSWER_WITHIN + timedelta(seconds=15)]
        return [max(proposed, steps[0] - ANSWER_WITHIN * 0.7) if steps else proposed, *steps]

    def _sent(self, step: Step, text: data.ClaimText) -> dict[str, Any]:
        """What is sent with a step."""
        reason = self.chance.choice(self.reasons.get(PROCESS.steps[step].event, [""]))
        match step:
            case Step.ACCEPT:
                return {}
            case Step.DELIVER:
                return {"report": text.report}
            case Step.CONFIRM:
                return {"rating": self.chance.choice((3, 4, 4, 5, 5, 5)), "comment": text.comment}
            case _:
                return {"reason": reason}


def _slot(proposed_at: datetime, number: int) -> dict[str, datetime]:
    """Some days ahead; each of a venue's begins at an hour of its own, so that no two overlap."""
    local = proposed_at.astimezone(dates.CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = local + timedelta(days=2, hours=9 + 3 * number)
    return {"starts_at": starts, "ends_at": starts + SLOT_HOURS}


def _by_day(at: datetime) -> datetime:
    """The same day's moment that lies as far between eight and twenty o'clock as `at` between the midnights."""
    local = at.astimezone(dates.CHINA)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + timedelta(hours=8) + (local - day) / 2).replace(microsecond=0)
