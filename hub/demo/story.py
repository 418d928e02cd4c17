"""How the demo's items, claims and shares come about: everybody does what the API would let them, one after the other, by a
clock that is moved along."""
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from db import viewers
from db.bulk import loading
from db.driver.connection import Pool
from domain import claims as rules
from domain import dates
from domain.admissions import FundedPer, is_asking
from domain.attachments import FileType
from domain.claims import Claim, ClaimState, Step
from domain.items import Item, ItemState, List
from domain.viewer import Viewer
from hub.demo.claims import ANSWER_WITHIN, Taken
from hub.demo.items import Listed
from hub.demo.organizations import STREETS, Actor, World
from resolvers import admissions, attachments, claims, items, jobs, scheduler
from resolvers.executing.context import Context
from resolvers.importing.problems import Progress
from resolvers.writing.results import Payload
from resolvers.writing.use_cases import Ids, Input, UseCase

REQUEST = "demo"
DISTRICT = 6  # digits
MONEY = Decimal("20000.00")
SHARED = 15  # one published item in so many is shared outside its scope
AFTER = timedelta(hours=1)
RENEWED = (2_000, 20_000, 200_000)  # acts after which the database has grown so much that it is to look again
PUBLISHING: Mapping[List, UseCase[...]] = {
    List.RESOURCE: items.publish_resource, List.DEMAND: items.publish_demand, List.PROJECT: items.publish_project}
STEPS: Mapping[Step, UseCase[...]] = {
    Step.ACCEPT: claims.accept, Step.DECLINE: claims.decline, Step.WITHDRAW: claims.withdraw, Step.DELIVER: claims.deliver,
    Step.RETURN: claims.return_, Step.CONFIRM: claims.confirm}


@dataclass(frozen=True)
class Act:
    """What somebody does at a moment, after all that was done before; of one moment, in the order of `rank`."""

    at: datetime
    rank: int
    do: Callable[[], Awaitable[object]]


@dataclass
class Story:
    """
    viewers   by member
    actors    by division code
    files     where attached files lie; None: none are
    """

    pool: Pool
    viewers: MutableMapping[UUID, Viewer]
    actors: Mapping[str, Actor]
    files: attachments.Store | None = None
    now: datetime = field(init=False)
    done: int = 0

    async def tell(self, acts: Sequence[Act], progress: Progress) -> None:
        for number, act in enumerate(sorted(acts, key=lambda act: (act.at, act.rank)), 1):
            self.now = act.at
            await act.do()
            if number in RENEWED:
                async with self.pool.acquire() as connection:
                    await loading.renew_statistics(connection)
            if number % 100 == 0 or number == len(acts):
                progress("演示 history", number, len(acts))

    async def by(self, actor: Actor, use_case: UseCase[Input], *given: Input.args, **values: Input.kwargs) -> Ids:
        """An organisation's person does something, which has to succeed."""
        assert actor.person is not None
        self.done += 1
        context = Context(self.pool, self.viewers[actor.person.id], REQUEST, lambda: self.now, answer_within=ANSWER_WITHIN,
                          most_unanswered=None)
        answer = await use_case.answer(context, f"{REQUEST}-{self.done:08}", *given, **values)
        assert isinstance(answer, Payload), f"{use_case.name}: {answer}"
        return answer.ids

    async def meet(self, member_id: UUID) -> None:
        """Somebody new acts from now on."""
        async with self.pool.acquire() as connection:
            viewer = await viewers.of_member(connection, member_id, self.now)
        assert viewer
        self.viewers[member_id] = viewer

    async def attach(self, actor: Actor, to: Mapping[str, UUID], name: str, text: str) -> None:
        """An organisation's person attaches a text to an object."""
        if self.files is None:
            return
        upload, content = (await self.by(actor, attachments.begin, name=name))["upload"], text.encode()
        sent = attachments.Sent(BytesIO(content), FileType.TEXT, len(content), sha256(content).hexdigest())
        assert await attachments.receive(self.pool, self.files, upload, sent, self.now)
        await self.by(actor, attachments.attach, to=to, file={"upload_id": upload})

    async def time_passes(self) -> None:
        """What happens because it is due."""
        await scheduler.once(self.pool, lambda: self.now, jobs.ALL)

    # -- items

    def of_item(self, item: Listed, reason: str) -> Iterator[Act]:
        """
        reason   why it is withdrawn, if it is
        """
        yield Act(item.listed_at, 0, lambda: self._publish(item))
        if item.ended_at is None:
            return
        match item.state:
            case ItemState.EXPIRED:
                yield Act(item.ended_at, 8, self.time_passes)
            case ItemState.WITHDRAWN:
                yield Act(item.ended_at, 9, lambda: self.by(item.publisher, items.withdraw, item_id=item.id, reason=reason))
            case ItemState.COMPLETED:
                yield Act(item.ended_at, 9, lambda: self.by(item.publisher, items.complete, item_id=item.id))

    async def _publish(self, item: Listed) -> None:
        asking = is_asking(item.publisher.kind, item.list)
        admitted = {"admission_id": await self._admission(item)} if asking else {}
        item.id = (await self.by(item.publisher, PUBLISHING[item.list], **item.values, **admitted))["item"]

    async def _admission(self, item: Listed) -> UUID:
        """What a department asks of communities, its district has approved."""
        district, today = self.actors[item.home[:DISTRICT]], dates.day(self.now)
        ids = await self.by(item.publisher, admissions.propose, division_id=district.id, title=item.values["title"],
                            basis="年度工作任务书", category=item.values["category"], yuan=MONEY, funded_per=FundedPer.TOTAL,
                            ends_on=today + timedelta(days=2 * 365))
        await self.by(district, admissions.approve, admission_id=ids["admission"], yuan=MONEY,
                      voucher=f"区财社〔{today.year}〕{self.done} 号")
        return ids["admission"]

    def of_share(self, item: Listed, recipient: Mapping[str, UUID], ends_at: datetime | None) -> Act:
        return Act(item.listed_at + AFTER, 1, lambda: self.by(
            item.publisher, items.share, item_id=item.id, recipient=recipient, ends_at=ends_at))

    # -- claims

    def of_claim(self, claim: Taken) -> Iterator[Act]:
        yield Act(claim.proposed_at, 2, lambda: self._propose(claim))
        for number, (at, step, sent) in enumerate(claim.steps):
            yield Act(at, 3 + number, lambda step=step, sent=sent: self._step(claim, step, sent))  # type: ignore[misc]
        if claim.lapsed_at:
            yield Act(claim.lapsed_at, 8, self.time_passes)

    async def _propose(self, claim: Taken) -> None:
        claim.id = (await self.by(claim.claimant, claims.propose, item_id=claim.item.id, **claim.values))["claim"]

    async def _step(self, claim: Taken, step: Step, sent: Mapping[str, Any]) -> None:
        await self.by(_whose(step, claim), STEPS[step], claim_id=claim.id, **sent)


def _whose(step: Step, claim: Taken) -> Actor:
    item = claim.item
    acting = rules.actor(
        step, Claim(state=ClaimState.PROPOSED, claimant_id=claim.claimant.id, quantity=1, answer_by=claim.proposed_at),
        Item(list=item.list, state=item.state, publisher_id=item.publisher.id, home_code=item.home, scope=item.scope,
             quantity=1, claimed=0, deadline=None))
    return claim.claimant if acting == claim.claimant.id else item.publisher


def shares(world: World, listed: Sequence[Listed],
           until: datetime) -> Iterator[tuple[Listed, Mapping[str, UUID], datetime | None]]:
    """Some published items shown to another street without an end, and some to its committee, as a guest until a moment. None
    of what a department asks, which is admitted at one place alone."""
    chance = Random("shares")
    streets = [actor for actor in world.actors.values() if actor.kind == "STREET" and actor.point is not None]
    shown = [item for item in listed if item.state == ItemState.PUBLISHED and not is_asking(item.publisher.kind, item.list)]
    for item in shown[::SHARED]:
        elsewhere = [one for one in streets if not item.home.startswith(one.code)]
        if chance.choice((False, True)):
            guest = chance.choice([one for one in elsewhere if one.code in STREETS])
            yield item, {"committee_id": world.committees[guest.code].id}, until
        else:
            yield item, {"organization_id": chance.choice(elsewhere).id}, None
