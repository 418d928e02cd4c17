"""What the parties of a call write to each other, and notes that its caller does not see."""
from datetime import datetime

import strawberry
from strawberry import UNSET

from domain import whistle_messages
from domain.words import Worded, Words
from planner.catalogue import Order
from resolvers import whistle_messages as use_cases
from schema.declare import column, entity, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnOrganization, AWhistle, AWhistleMessage
from schema.nodes import Node
from schema.words import described
from schema.writes import Shown, mutation


class WhistleMessageOrder(Worded):
    OLDEST = "OLDEST", Words("最早的在前", "The oldest first.")
    NEWEST = "NEWEST", Words("最新的在前", "The newest first.")


described(WhistleMessageOrder, "诉求留言的排序。Orders of a call's messages.")
ORDERS = {"OLDEST": Order("{t}.written_at", "timestamptz"), "NEWEST": Order("{t}.written_at", "timestamptz", descending=True)}


@strawberry.input(description="筛选诉求的留言；各项同时成立。Which messages of a call; all of it holds.")
class WhistleMessageFilter:
    internal: bool | None = where("是否内部备注。Whether it is internal.", "{t}.internal = {v:bool}")
    organization_id: strawberry.ID | None = where("由此组织所写。Written for this organisation.", "{t}.organization_id = {v:id(Organization)}")
    mine: bool | None = where("是否由您的组织所写。Whether it was written for an organisation of yours.",
                              "({t}.organization_id = ANY({organizations})) = {v:bool}")
    written_from: datetime | None = where("写于此时或之后。Written at this moment or later.", "{t}.written_at >= {v:timestamptz}")
    written_before: datetime | None = where("写于此时之前。Written before this moment.", "{t}.written_at < {v:timestamptz}")
    text: str | None = where("含有此文字。Contains this.", "strpos({t}.body, {v:text}) > 0")


@entity("诉求的留言，写后不改；内部备注只有办理部门和派单方及以上可见，吹哨方看不到。A message of a call, which stays as it was written; an internal one is seen by the departments that "
        "handle the call and the officers over who dispatches it, not by who raised it.", table="whistle_message", tag="wm",
        visible=whistle_messages.SEEN, orders=ORDERS, keys={"id": "id"})
class WhistleMessage(Node):
    whistle: AWhistle = one("诉求。The call.", "{t}.id = {p}.whistle_id", seen_with_parent=True)
    body: str = column("内容。What it says.")
    internal: bool = column("是否内部备注：吹哨方看不到。Whether it is internal: who raised the call does not see it.")
    organization: AnOrganization = one("由哪个组织所写。For which party it was written.", "{t}.id = {p}.organization_id")
    written_by: AMember = one("谁写的。Who wrote it.", "{t}.id = {p}.written_by")
    written_at: datetime = column("何时写的。When it was written.")


@strawberry.input(description="在诉求下留言；写后不改。Write to the other parties of a call; it stays as it is.")
class WriteWhistleMessageInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier("诉求。The call.", "Whistle")
    body: str = strawberry.field(description="内容；勿写个人信息。What it says; without personal data.")
    internal: bool = strawberry.field(description="是否内部备注：吹哨方看不到。Whether who raised the call does not see it.", default=False)
    organization_id: strawberry.ID | None = identifier(
        "以哪一方的名义；不填则为您所代表的第一方：吹哨方、部门、派单方。For which party; when not given the first that you act for: the caller, a department, who dispatches it.",
        "Organization", default=UNSET)


WRITE = mutation("在诉求下留言，或写内部备注（吹哨方、办理部门、派单的街道及上级）。Write to the parties of a call, or a note that its caller does not see; the caller's, the departments' and "
                 "officers' over the street.", use_cases.write_, WriteWhistleMessageInput,
                 Shown("whistle_message", AWhistleMessage, "该留言。The message.", "whistle_message"),
                 Shown("whistle", AWhistle, "该诉求。The call.", "whistle"))
