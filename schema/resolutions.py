"""Resolutions of joint conferences."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, resolutions
from domain.resolutions import ResolutionKind as ResolutionKind
from domain.resolutions import ResolutionState as ResolutionState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import resolutions as use_cases
from schema.days import HELD_BY_VIEWER, TODAY, holder
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import ACommittee, AListItem, AnOrganization, AResolution, ASeat, ATopic, Events, Resolutions
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.words import Category, described
from schema.writes import Shown, mutation

described(ResolutionState, "决议的状态。Where a resolution is in its life.", resolutions.PROCESS.words_of_states)
ResolutionAction = resolutions.ResolutionStep
described(ResolutionAction, "对决议的操作。What can be done with a resolution.", resolutions.PROCESS.words_of_steps, name="ResolutionAction")
described(ResolutionKind, "决议的种类。What a resolution becomes.")


class ResolutionOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The earliest due date first.")
    LATEST = "LATEST", Words("最后到期在前", "The latest due date first.")


described(ResolutionOrder, "决议的排序。Orders of resolutions.")
CONCERNED = ("责任组织：委员会区划内或其上级的区划、驻区单位、本区县的部门，或在委员会有席位、与区划内结对的。The organisation that does it: a division in or "
             "above the committee's, a unit stationed there, a department of its district, or one that has a seat on it or is paired there.")
OVER = (*map(str, resolutions.OVER),)
OVERDUE = f"({{t}}.state = 'OPEN' AND {{t}}.due_on < {TODAY})"
OF_COMMITTEE, OF_OWNER = "{t}.committee_id = {v:id(JointCommittee)}", "{t}.owner_id = {v:id(Organization)}"
HOLDER = holder("{t}.owner_seat_id")
MINE = f"(coalesce({{t}}.owner_id = ANY({{organizations}}), false) OR coalesce({{t}}.owner_seat_id = {HELD_BY_VIEWER}, false))"
PAGES = IndexLayout(states=tuple(map(str, ResolutionState)), state="state", division="withinDivision")
ORDERS = {"DUE": Order("{t}.due_on", "date"), "LATEST": Order("{t}.due_on", "date", descending=True)}


@strawberry.input(description="筛选决议；各项同时成立。Which resolutions; all of it holds.")
class ResolutionFilter:
    state: list[ResolutionState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    kind: list[ResolutionKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    committee_id: strawberry.ID | None = where("该委员会的。Of this committee.", OF_COMMITTEE, index=IndexCondition(OF_COMMITTEE))
    owner_id: strawberry.ID | None = where("责任组织。Owned by this organisation.", OF_OWNER, index=IndexCondition(OF_OWNER))
    within_division: str | None = where(f"委员会所在区划在此区划之内；{PADDED}。Its committee's division lies within this one; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    mine: bool | None = where("是否由您的组织或您的席位办理。Whether an organisation or a seat of yours owns it.", f"{MINE} = {{v:bool}}")
    overdue: bool | None = where("是否逾期未办。Whether it is not done and its day is over.", f"{OVERDUE} = {{v:bool}}", states=[ResolutionState.OPEN])
    due_from: date | None = where("时限不早于。Due on this day or later.", "{t}.due_on >= {v:date}")
    due_to: date | None = where("时限不晚于。Due on this day or earlier.", "{t}.due_on <= {v:date}")
    open: bool | None = where("是否尚未办结，也未撤销。Whether it is neither confirmed as done nor dropped.",
                              f"({{t}}.state NOT IN {OVER}) = {{v:bool}}",
                              states=[state for state in ResolutionState if state not in OVER])
    category: list[Category] | None = where("议题的类别之一。Whose topic is of one of these categories.",
                                            "(SELECT p.category FROM topic p WHERE p.id = {t}.topic_id) = ANY({v:text[]})")
    made_from: datetime | None = where("作出时间不早于。Recorded at this moment or later.", "{t}.made_at >= {v:timestamptz}")
    made_before: datetime | None = where("作出时间早于。Recorded before this moment.", "{t}.made_at < {v:timestamptz}")
    confirmed_from: datetime | None = where("确认办结时间不早于。Confirmed at this moment or later.", "{t}.confirmed_at >= {v:timestamptz}")
    confirmed_before: datetime | None = where("确认办结时间早于。Confirmed before this moment.", "{t}.confirmed_at < {v:timestamptz}")
    text: str | None = where("内容或办理情况含有此文字。Its text or its report contains this.",
                             "(strpos({t}.text, {v:text}) > 0 OR coalesce(strpos({t}.report, {v:text}), 0) > 0)")


@entity(PERMISSION)
class ResolutionPermission(Permission):
    action: ResolutionAction = given("操作。The action.")


RULED = {**{name: f"{{t}}.{name}" for name in ("state", "committee_id", "organization_id", "home_code", "owner_id", "open_to")},
         "owner_member_id": HOLDER}


def _viewer_can(viewer: Viewer, member_id: UUID, *row: Any) -> Sequence[access.Permission]:
    return resolutions.actions(viewer, member_id, resolutions.Resolution(**dict(zip(RULED, row, strict=True))))


@entity("决议：会议对议题的决定，有责任方与时限，督办到底。What a conference resolved of a topic, with an owner and a day, supervised until it is done.",
        table="resolution", tag="rs", visible=resolutions.SIGHT, indexes=PAGES, orders=ORDERS, groups={"STATE": "{t}.state"}, keys={"id": "id"})
class Resolution(Node):
    state: ResolutionState = column("状态。Where it is in its life.")
    kind: ResolutionKind = column("种类。What it becomes.")
    text: str = column("内容。What was resolved.")
    topic: ATopic | None = one("所属议题；不可见则为空。The topic; null when you may not see it.", "{t}.id = {p}.topic_id")
    committee: ACommittee = one("委员会。The committee.", "{t}.id = {p}.committee_id")
    owner: AnOrganization | None = one("责任组织；由席位办理则为空。The organisation that does it; null when a seat does.",
                                       "{t}.id = {p}.owner_id")
    owner_seat: ASeat | None = one("责任席位；由组织办理则为空。The seat that does it; null when an organisation does.",
                                   "{t}.id = {p}.owner_seat_id")
    item: AListItem | None = one("转成的需求或项目；任务则为空。The demand or project that it became; null of a task, or when not seen.",
                                 "{t}.id = {p}.item_id")
    due_on: date = column("办结时限。The day by which it is to be done.")
    overdue: bool = column("是否逾期未办。Whether it is not done and its day is over.", OVERDUE)
    carried_over: int = column("转入下次议程的次数。How often it was carried to a next agenda.")
    made_at: datetime = column("决议时间。When it was recorded.")
    published_at: datetime | None = column("公布时间；尚未则为空。When it was published; null before.")
    completed_at: datetime | None = column("办理完成时间；尚未则为空。When its owner said that it is done; null before.")
    report: str | None = column("办理情况；未填为空。What was done; null when not given.")
    confirmed_at: datetime | None = column("确认办结时间；尚未则为空。When it was confirmed; null before.")
    reason: str | None = column("退回重办或撤销的原因；没有则为空。Why it was sent back, or dropped; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'resolution' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[ResolutionPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", *RULED.values())


# -- what can be done

@strawberry.input(description="决议办理完成。Say that a resolution is done.")
class CompleteResolutionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    resolution_id: strawberry.ID = identifier("决议。The resolution.", "Resolution")
    report: str | None = strawberry.field(description="办理情况。What was done.", default=UNSET)


@strawberry.input(description="退回重办。Send a resolution back.")
class ReturnResolutionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    resolution_id: strawberry.ID = identifier("决议。The resolution.", "Resolution")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="确认决议办结。Confirm that a resolution is done.")
class ConfirmResolutionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    resolution_id: strawberry.ID = identifier("决议。The resolution.", "Resolution")


@strawberry.input(description="撤销决议。Drop a resolution.")
class DropResolutionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    resolution_id: strawberry.ID = identifier("决议。The resolution.", "Resolution")
    reason: str = strawberry.field(description="原因。Why.")


RESOLUTION = Shown("resolution", AResolution, "该决议。The resolution.", "resolution")
COMPLETE = mutation("办理完成（责任方）。Say that it is done; the owner's.", use_cases.complete, CompleteResolutionInput, RESOLUTION)
RETURN = mutation("退回重办（书记）。Send it back; the secretary's.", use_cases.return_, ReturnResolutionInput, RESOLUTION)
CONFIRM = mutation("确认办结（书记）。Confirm that it is done; the secretary's.", use_cases.confirm, ConfirmResolutionInput, RESOLUTION)
DROP = mutation("撤销：不再办理（书记）。Drop it: nothing is to be done of it any more; the secretary's.", use_cases.drop, DropResolutionInput,
                RESOLUTION)
RESOLUTIONS = many(Resolutions, "您可见的决议。Resolutions that you may see.", filter=ResolutionFilter, order=ResolutionOrder)
