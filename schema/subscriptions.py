"""What is pushed: events of the log, each with what it is about."""
import strawberry
from strawberry.federation.schema_directives import Authenticated

from domain.notices import RULES
from schema import whistles
from schema.declare import entity, given, one
from schema.items import Demand, DemandFilter
from schema.lazy import AClaim, AListItem, AnEvent, ANotice
from schema.pushed import CURSOR, PREVIOUS, as_sent, of_event, pushed
from schema.scalars import Cursor
from schema.wishes import PUBLISHED


@entity("对您而言新的一条需求。A demand that is new to you.")
class DemandEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    demand: Demand | None = one(as_sent("该需求"), "{t}.id = {given.subject:uuid}")


@entity("一次认领变动。A change of a claim.")
class ClaimEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    claim: AClaim | None = one(as_sent("该认领"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(of_event("该事件"), "{t}.id = {given.event:uuid}")


@entity("一次条目变动。A change of an item or of a claim on it.")
class ItemEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    item: AListItem | None = one(as_sent("该条目"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(of_event("该事件"), "{t}.id = {given.event:uuid}")


@entity("一条新通知。A new notice.")
class InboxEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    notice: ANotice | None = one(of_event("该通知"), "{t}.event_id = {given.subject:uuid}")


@entity("任一您可见的变动。Any change that you may see.")
class Change:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    event: AnEvent | None = one(of_event("该事件"), "{t}.id = {given.event:uuid}")


IN_COMMITTEE = ("({committee:text} IS NULL OR EXISTS (SELECT FROM joint_committee j JOIN organization o ON o.id = j.organization_id "
                "WHERE j.id = {committee:id(JointCommittee)} AND starts_with({t}.home_code, o.division_code)))")
OF_PARTY = ("({t}.claimant_id = ANY({organizations}) OR EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id "
            "AND i.publisher_id = ANY({organizations})))")


@strawberry.type(description="推送；至少一次，按序，可从游标续订。Pushed: at least once, in order, resumable by a cursor.", directives=[Authenticated()])
class Subscription:
    demand_published = pushed(
        DemandEvent, "您可见的新需求：新发布的，与新向您开放的。New demands that you may see: published, or opened to you just now.",
        events=("item.published", "item.widened"), object="Demand", subject="subject_id", target="Demand", on=IN_COMMITTEE,
        newly={"item.widened": {"scope_code": "scope_code_of(e.before ->> 'scope', {t}.home_code, {t}.publisher_id)"}}, arguments={
            "committee": (strawberry.ID | None, "只要此委员会所在区划之内的。Only those within this committee's division."),
            "filter": (DemandFilter | None, "筛选。Which of them.")})
    claim_changed = pushed(
        ClaimEvent, "您所代表的组织提出或收到的认领的变动。Changes of the claims that your organisations made or received.", events=("claim.",),
        object="Claim", subject="object_id", target="Claim", on=OF_PARTY, by=("organizations",))
    item_changed = pushed(
        ItemEvent, "一个条目及其认领与四单的变动。Changes of one item, of the claims on it and of their cards.", events=("item.", "claim.", "card."),
        subject="subject_id",
        target="ListItem", on="{t}.id = {id:id(Resource,Demand,Project)}", only_seen_events=True,
        arguments={"id": (strawberry.ID, "条目。The item.")})
    changes = pushed(Change, "您可见的全部变动，供其他系统同步。All changes that you may see, for other systems to follow.", events=("",),
                     subject="id", target="Event")
    inbox_changed = pushed(InboxEvent, "您的新通知。Your new notices.", events=tuple(RULES), subject="id", target="Notice", by=("member",),
                           key="event_id")
    wish_published = PUBLISHED
    whistle_changed = whistles.CHANGED
