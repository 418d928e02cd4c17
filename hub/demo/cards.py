"""The four-part cards of claims: most are agreed before anything is delivered, some amended, some wait for their answer."""
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from domain.claims import Step
from hub.demo.claims import Taken
from hub.demo.organizations import Actor
from hub.demo.story import Act, Story
from resolvers import cards

DUE = timedelta(days=21)
FROM_CLAIMANT, WAITING, DECLINED, AMENDED = 3, 8, 11, 4  # one in so many
RANK = 3  # as an acceptance has it: at the same moment behind that, and before what comes later


def acts(telling: Story, claim: Taken, number: int, now: datetime) -> Iterator[Act]:
    if not claim.steps or claim.steps[0][1] != Step.ACCEPT:
        return
    (accepted_at, *_), *later = claim.steps
    ends_at = later[0][0] if later else now
    publisher = claim.item.publisher
    by, other = (claim.claimant, publisher) if number % FROM_CLAIMANT == 0 else (publisher, claim.claimant)
    first = _Version(telling, claim, by, other, accepted_at + DUE)
    yield Act(accepted_at, RANK, first.propose)
    if not later and number % WAITING == 0:
        return
    if number % DECLINED == 0:
        yield Act(accepted_at, RANK, first.decline)
        first = _Version(telling, claim, other, by, accepted_at + 2 * DUE)
        yield Act(accepted_at, RANK, first.propose)
    yield Act(accepted_at + (ends_at - accepted_at) / 2, RANK, first.agree)
    if not later and number % AMENDED == 0:
        amendment = _Version(telling, claim, other, by, now + DUE)
        yield Act(accepted_at + (ends_at - accepted_at) * 0.8, RANK, amendment.propose)
        if number % (2 * AMENDED) == 0:
            yield Act(accepted_at + (ends_at - accepted_at) * 0.9, RANK, amendment.agree)


class _Version:
    """One as it comes about: who proposes it, who answers, and its time limit."""

    def __init__(self, telling: Story, claim: Taken, by: Actor, other: Actor, due_at: datetime) -> None:
        self.telling, self.claim, self.by, self.other, self.due_at = telling, claim, by, other, due_at
        self.id: UUID | None = None

    async def propose(self) -> None:
        ids = await self.telling.by(self.by, cards.propose, claim_id=self.claim.id, due_at=self.due_at, **self.claim.card)
        self.id = ids["card"]

    async def agree(self) -> None:
        await self.telling.by(self.other, cards.agree, card_id=self._there())

    async def decline(self) -> None:
        await self.telling.by(self.other, cards.decline, card_id=self._there(), reason="时限偏紧，请放宽后再议。")

    def _there(self) -> UUID:
        assert self.id is not None
        return self.id
