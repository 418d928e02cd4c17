"""Notices: what a member is told of, in the member's own list."""
from datetime import datetime

import strawberry

from domain import processes
from domain.notices import RULES
from domain.sight import OfMember
from planner.catalogue import Order
from schema.declare import column, entity, one, one_of, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AClaim, AListItem, AnEvent
from schema.nodes import Node
from schema.words import NoticeKind, ObjectType, name_of

TOLD_OF = (*(each.type for each in processes.ALL if not RULES.keys().isdisjoint(each.events)),
           "Funding", "CommunityFund", "WhistleMessage")  # these have no process
"""The types of what notices are about."""
ORDERS = {"NEWEST": Order("{t}.at", "timestamptz", descending=True)}
GONE = "您已看不到、或不是此类对象时为空。Null when you may not see it any more, or it is about something else."


@strawberry.input(description="筛选通知；各项同时成立。Which notices; all of it holds.")
class NoticeFilter:
    unread: bool | None = where("是否未读。Whether they are unread.", "({t}.read_at IS NULL) = {v:bool}")
    kind: list[NoticeKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")


@entity("通知：因何告知您；只有本人可见。A notice: what you are told of, and why; seen by nobody else.",
        table="notice", tag="no", visible=OfMember(), keys={"id": "id"}, orders=ORDERS,
        groups={"KIND": "{t}.kind"})
class Notice(Node):
    kind: NoticeKind = column("种类：因何告知。Its kind: why you are told.")
    subject_type: str = column("所涉对象的类型。The type of what it is about.", "{t}.object_type", out=name_of(ObjectType).get, graphql_type=ObjectType)
    subject: Node | None = one_of("所涉对象；您已看不到时为空。What it is about; null when you may not see it any more.",
                                  type="{p}.object_type", id="{p}.object_id", types=TOLD_OF)
    item: AListItem | None = one(f"所涉条目，或所涉认领的条目；{GONE}", "{t}.id = (SELECT e.subject_id FROM event e WHERE e.id = {p}.event_id)")
    claim: AClaim | None = one(f"所涉认领；{GONE}", "{t}.id = {p}.object_id AND {p}.object_type = 'Claim'")
    event: AnEvent | None = one("由哪个事件而来；您已看不到时为空。The event that it comes from; null when you may not see it any more.",
                                "{t}.id = {p}.event_id")
    created_at: datetime = column("事件发生的时间。When it happened.", "{t}.at")
    read_at: datetime | None = column("标为已读的时间；未读为空。When it was marked as read; null while unread.")


@strawberry.input(description="把通知标为已读；ids 与 upTo 都不填则全部。Mark notices as read; all of them when neither is given.")
class ReadNoticesInput:
    idempotency_key: str = strawberry.field(description=KEY)
    ids: list[strawberry.ID] | None = identifier("这些通知。These notices.", "Notice", default=strawberry.UNSET)
    up_to: datetime | None = strawberry.field(description="到此时间为止的。Those up to this moment.", default=strawberry.UNSET)


@strawberry.input(description="要或不要某一种通知。Have notices of a kind, or none of it.")
class SetNoticePreferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    kind: NoticeKind = strawberry.field(description="种类。The kind.")
    muted: bool = strawberry.field(description="真：不再收到此种通知。True: none of it is written any more.")

