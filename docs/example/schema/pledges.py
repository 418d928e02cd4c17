"""Pledges: what one organisation promises another."""
from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, pledges
from domain.pledges import PledgeState, PledgeStep
from domain.viewer import Viewer
from planner.catalogue import IndexLayout, Order
from resolvers import pledges as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnEvent, AnOrganization, Events
from schema.nodes import Connection, Node
from schema.permissions import PERMISSION, Permission
from schema.pushed import CURSOR, PREVIOUS, of_event, pushed
from schema.scalars import Cursor
from schema.words import described
from schema.writes import Shown, mutation

described(PledgeState, "承诺的状态。Where a pledge is in its life.", pledges.PROCESS.words_of_states)
described(PledgeStep, "对承诺的操作。What can be done with a pledge.", pledges.PROCESS.words_of_steps, name="PledgeAction")

PAGES = IndexLayout(states=tuple(map(str, PledgeState)), state="state")
ORDERS = {"NEWEST": Order("{t}.made_at", "timestamptz", descending=True)}
RULED = {"state": "{t}.state", "maker_id": "{t}.maker_id", "due_at": "{t}.due_at"}


@strawberry.input(description="筛选承诺；各项同时成立。Which pledges; all of it holds.")
class PledgeFilter:
    state: list[PledgeState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")


@entity(PERMISSION)
class PledgePermission(Permission):
    action: PledgeStep = given("操作。The action.")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return pledges.actions(viewer, pledges.Pledge(**dict(zip(RULED, row, strict=True))), now)


@entity("承诺：一个组织答应另一个组织在期限前做到的事；双方可见。A pledge: what one organisation promises another by a moment; both see it.",
        table="pledge", tag="pl", visible=pledges.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state"}, keys={"id": "id"})
class Pledge(Node):
    state: PledgeState = column("状态。Where it is in its life.")
    maker: AnOrganization = one("承诺的组织。Who promises.", "{t}.id = {p}.maker_id")
    receiver: AnOrganization = one("对谁承诺。To whom.", "{t}.id = {p}.receiver_id")
    made_by: AMember = one("提出人。Which member made it.", "{t}.id = {p}.made_by")
    task: str = column("内容。What is promised.")
    due_at: datetime = column("期限：届时未兑现即逾期。Until when it can be kept before it lapses.")
    made_at: datetime = column("承诺时间。When it was made.")
    kept_at: datetime | None = column("兑现时间；尚未则为空。When it was kept; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此承诺的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'pledge' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    attachments = files_of(pledges.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(pledges.ATTACHED)
    viewer_can: list[PledgePermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.", _viewer_can, "{now}", *RULED.values())


@strawberry.input(description="作出承诺。Make a pledge.")
class MakePledgeInput:
    idempotency_key: str = strawberry.field(description=KEY)
    receiver_id: strawberry.ID = identifier("对谁承诺。To whom.", "Organization")
    task: str = strawberry.field(description="内容。What is promised.")
    due_at: datetime = strawberry.field(description="期限，须在将来。Until when; it lies ahead.")
    maker_id: strawberry.ID | None = identifier("承诺的组织；只代表一个组织时可省。Who promises; may be left out by who acts for one.",
                                                "Organization", default=UNSET)


@strawberry.input(description="说明承诺已兑现。Say that a pledge is kept.")
class KeepPledgeInput:
    idempotency_key: str = strawberry.field(description=KEY)
    pledge_id: strawberry.ID = identifier("承诺。The pledge.", "Pledge")


PLEDGE = Shown("pledge", Pledge, "该承诺。The pledge.", "pledge")
MAKE = mutation("向另一个组织作出承诺。Promise another organisation something by a moment.", use_cases.make, MakePledgeInput, PLEDGE)
KEEP = mutation("说明承诺已兑现（承诺方）。Say that a pledge is kept; the maker's.", use_cases.keep, KeepPledgeInput, PLEDGE)
PLEDGES = many(Connection[Pledge], "您可见的承诺。Pledges that you may see.", filter=PledgeFilter)


@entity("一次承诺变动。A change of a pledge.")
class PledgeEvent:
    cursor: Cursor = given(CURSOR)
    previous: Cursor = given(PREVIOUS)
    pledge: Pledge | None = one(of_event("该承诺"), "{t}.id = {given.subject:uuid}")
    event: AnEvent | None = one(of_event("该事件"), "{t}.id = {given.event:uuid}")


CHANGED = pushed(PledgeEvent, "您可见的承诺的变动。Changes of the pledges that you may see.", events=("pledge.",), subject="subject_id",
                 target="Pledge")
