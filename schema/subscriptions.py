"""What is pushed: events of the log, each with what it is about."""
from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry.federation.schema_directives import Authenticated

from domain.notices import RULES
from planner.catalogue import SubscriptionSource
from schema.declare import SUBSCRIPTION, entity, given, one
from schema.items import Demand, DemandFilter
from schema.lazy import AClaim, AListItem, AnEvent, ANotice
from schema.scalars import Cursor

Resolver = TypeVar("Resolver", bound=Callable[..., Any])

CURSOR = "此事件在日志中的位置：断开后以它作 after 续订。Its place in the log: subscribe again with it as `after` after a break."
PREVIOUS = ("到此位置为止都已检查过：不大于您手中的游标，就没有遗漏。The place up to which all was checked: nothing is missed when it is not "
            "beyond the cursor you hold.")
After = Annotated[Cursor | None, strawberry.argument(
    description="从此位置之后补发，再转为实时；不填则从现在开始。Replay what came after this, then go on live; from now when not given.")]


def _event(name: str) -> str:
    return (f"{name}；补位时为空：只推进游标。Null in a checkpoint, which only moves the cursor on.")


@entity("一条新需求。A demand that was published.")
class DemandEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    demand: Demand | None = one(_event("该需求"), "{t}.id = {given.subject:uuid}")


@entity("一次认领变动。A change of a claim.")
class ClaimEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    claim: AClaim | None = one(_event("该认领"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(_event("该事件"), "{t}.id = {given.event:uuid}")


@entity("一次条目变动。A change of an item or of a claim on it.")
class ItemEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    item: AListItem | None = one(_event("该条目"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(_event("该事件"), "{t}.id = {given.event:uuid}")


@entity("一条新通知。A new notice.")
class InboxEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    notice: ANotice | None = one(_event("该通知"), "{t}.event_id = {given.subject:uuid}")


@entity("任一您可见的变动。Any change that you may see.")
class Change:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    event: AnEvent | None = one(_event("该事件"), "{t}.id = {given.event:uuid}")


IN_COMMITTEE = ("({committee:text} IS NULL OR EXISTS (SELECT FROM joint_committee j JOIN organization o ON o.id = j.organization_id "
                "WHERE j.id = {committee:id(JointCommittee)} AND starts_with({t}.home_code, o.division_code)))")
OF_PARTY = ("({t}.claimant_id = ANY({organizations}) OR EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id "
            "AND i.publisher_id = ANY({organizations})))")


def _never() -> Any:
    raise AssertionError("subscriptions are answered by the feed")


def _pushed(description: str, *pushed: Any) -> Callable[[Resolver], Resolver]:
    return strawberry.subscription(  # type: ignore[no-any-return]  # Strawberry leaves its type open
        description=description, metadata={SUBSCRIPTION: SubscriptionSource(*pushed)})


@strawberry.type(description="推送；至少一次，按序，可从游标续订。Pushed: at least once, in order, resumable by a cursor.", directives=[Authenticated()])
class Subscription:
    @_pushed("您可见的新需求。New demands that you may see.", "DemandEvent", ("item.published",), "Demand", "subject_id", "Demand",
             IN_COMMITTEE)
    async def demand_published(
        self, after: After = strawberry.UNSET,
        committee: Annotated[strawberry.ID | None, strawberry.argument(
            description="只要此委员会所在区划之内的。Only those within this committee's division.")] = strawberry.UNSET,
        filter: Annotated[DemandFilter | None, strawberry.argument(
            description="筛选。Which of them.")] = strawberry.UNSET,
    ) -> AsyncGenerator[DemandEvent, None]:
        yield _never()

    @_pushed("您所代表的组织提出或收到的认领的变动。Changes of the claims that your organisations made or received.", "ClaimEvent",
             ("claim.",), "Claim", "object_id", "Claim", OF_PARTY, False, ("organizations",))
    async def claim_changed(self, after: After = strawberry.UNSET) -> AsyncGenerator[ClaimEvent, None]:
        yield _never()

    @_pushed("一个条目及其认领的变动。Changes of one item and of the claims on it.", "ItemEvent", ("item.", "claim."), None, "subject_id",
             "ListItem", "{t}.id = {id:id(Resource,Demand,Project)}", True)
    async def item_changed(
        self, id: Annotated[strawberry.ID, strawberry.argument(description="条目。The item.")], after: After = strawberry.UNSET,
    ) -> AsyncGenerator[ItemEvent, None]:
        yield _never()

    @_pushed("您可见的全部变动，供其他系统同步。All changes that you may see, for other systems to follow.", "Change", ("",), None, "id",
             "Event")
    async def changes(self, after: After = strawberry.UNSET) -> AsyncGenerator[Change, None]:
        yield _never()

    @_pushed("您的新通知。Your new notices.", "InboxEvent", tuple(RULES), None, "id", "Notice", "true", False, ("member",), "event_id")
    async def inbox_changed(self, after: After = strawberry.UNSET) -> AsyncGenerator[InboxEvent, None]:
        yield _never()
