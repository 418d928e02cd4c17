"""The three lists: resources, demands and projects, together list items."""
from collections.abc import Callable
from datetime import datetime
from typing import Any

import strawberry

from domain import access, claims, items
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema import contacts
from schema.claims import ClaimFilter, ClaimOrder
from schema.declare import column, computed, entity, given, inline, many, one, where
from schema.groups import by_division, by_month
from schema.lazy import (
    ACommittee,
    AJointProject,
    AListItem,
    AMember,
    AnAdmission,
    AnOrganization,
    ASeat,
    ATopic,
    Claims,
    Events,
    Shares,
)
from schema.nodes import PADDED, PADDED_EN, PLACE_PRESENT, Node, Place
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.widening import LIMITED, NEXT_STAGE_AT, STAGE, StageLimits
from schema.words import Category, ClaimStatus, ItemAction, ItemState, ResourceKind, Scope, Urgency, described

STATUS = ("CASE WHEN {t}.claimed = 0 THEN 'OPEN' WHEN {t}.claimed < {t}.quantity THEN 'PARTLY_CLAIMED' "
          "ELSE 'FULLY_CLAIMED' END")
OPEN_CLAIMS = ("(SELECT count(*) FROM claim c WHERE c.item_id = {t}.id AND c.state IN ("
               + ", ".join(f"'{state}'" for state in claims.OPEN) + "))")


OF_PUBLISHER = "{t}.publisher_id = {v:id(Organization)}"
OF_GRID = "{t}.grid_id = (SELECT g.id FROM organization g WHERE g.division_code = {v:division})"
WITHIN_BOX = ("{t}.latitude BETWEEN {v:south} AND {v:north} AND CASE WHEN {v:west} <= {v:east} "
              "THEN {t}.longitude BETWEEN {v:west} AND {v:east} ELSE {t}.longitude >= {v:west} OR {t}.longitude <= {v:east} END")
AROUND_BOX = ("{t}.place <@ box(mercator(CASE WHEN {v:west} <= {v:east} THEN {v:west} ELSE -180 END, {v:south}), "
              "mercator(CASE WHEN {v:west} <= {v:east} THEN {v:east} ELSE 180 END, {v:north}))")


class ItemOrder(Worded):
    NEWEST = "NEWEST", Words("最新发布在前", "The newest first.")
    DEADLINE = "DEADLINE", Words("最先截止在前", "The earliest deadline first; none comes last.", "，无期限的在后")
    NEXT_STAGE = "NEXT_STAGE", Words("最先扩大开放在前", "What opens to its next stage first; what has no limit comes last.", "，无阶段时限的在后")
    MOST_LEFT = "MOST_LEFT", Words("剩余最多在前", "The most left to claim first.")
    NEAREST = "NEAREST", Words("最近在前", "The nearest to `near` first; without those that have no coordinates. A cursor is good only with "
                               "the same `near`.", "：离 near，没有坐标的不列；游标只用于同一个 near")


described(ItemOrder, "条目的排序。Orders of list items.")
PAGES = IndexLayout(states=tuple(map(str, items.ItemState)), state="state", division="withinDivision")
ORDERS = {
    "NEWEST": Order("{t}.listed_at", "timestamptz", descending=True),
    "DEADLINE": Order("coalesce({t}.deadline, 'infinity')", "timestamptz"),
    "NEXT_STAGE": Order("coalesce({t}.next_stage_at, 'infinity')", "timestamptz"),
    "MOST_LEFT": Order("{t}.quantity - {t}.claimed", "int4", descending=True, in_index=False),
    "NEAREST": Order("{t}.place <-> mercator({near.longitude:longitude}, {near.latitude:latitude})", "float8",
                     where="{t}.place IS NOT NULL", needs="near", beside=("longitude", "latitude"), index="place"),
}


@strawberry.input(description="地图上的一点（WGS 84，度）。A point on the map, WGS 84, degrees.")
class PointInput:
    longitude: float = strawberry.field(description="经度，-180 到 180。Degrees east.")
    latitude: float = strawberry.field(description="纬度，-85 到 85。Degrees north.")


@strawberry.input(description="圆形范围。A circle on the ground.")
class CircleInput:
    longitude: float = strawberry.field(description="圆心经度。Degrees east of its centre.")
    latitude: float = strawberry.field(description="圆心纬度。Degrees north of its centre.")
    radius: float = strawberry.field(description="半径，米。Its radius in metres.")


@strawberry.input(description="矩形范围；南界不得高于北界，西界大于东界的跨越 180° 经线。A box on the map: south is not above north; with west beyond east "
                              "it crosses the meridian of 180°.")
class BoxInput:
    west: float = strawberry.field(description="西界经度。Its western longitude.")
    south: float = strawberry.field(description="南界纬度。Its southern latitude.")
    east: float = strawberry.field(description="东界经度。Its eastern longitude.")
    north: float = strawberry.field(description="北界纬度。Its northern latitude.")


@strawberry.input(description="筛选条目；各项同时成立。Which list items; all of it holds.")
class ItemFilter:
    state: list[ItemState] | None = where(
        "状态之一；默认只要已发布的，null 为全部。In one of these states; by default published ones, null for all.",
        "{t}.state = ANY({v:text[]})", default_factory=lambda: [ItemState.PUBLISHED])
    claim_status: list[ClaimStatus] | None = where("认领程度之一。Claimed to one of these extents.", f"{STATUS} = ANY({{v:text[]}})")
    category: list[Category] | None = where("类别之一。Of one of these categories.", "{t}.category = ANY({v:text[]})")
    publisher_id: strawberry.ID | None = where("发布单位。Published by this organisation.", OF_PUBLISHER, index=IndexCondition(OF_PUBLISHER))
    within_division: str | None = where(f"所在区划在此区划之内；{PADDED}。Its home lies within this division; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    remaining_at_least: int | None = where("至少还剩多少可认领。At least so much is left to claim.",
                                           "{t}.quantity - {t}.claimed >= {v:int4}")
    deadline_before: datetime | None = where("截止时间早于。Its deadline is before.", "{t}.deadline < {v:timestamptz}")
    published_after: datetime | None = where("发布时间晚于。It was published after.",
                                             "{t}.state <> 'DRAFT' AND {t}.listed_at > {v:timestamptz}")
    stage: list[Scope] | None = where("在这些领办阶段之一。In one of these stages.", f"{STAGE} = ANY({{v:text[]}})")
    next_stage_before: datetime | None = where("在此之前进入下一阶段。That open to the next stage before this.",
                                               f"{NEXT_STAGE_AT} < {{v:timestamptz}}")
    text: str | None = where(
        "标题或内容含有全部这些词，以空格分开；不分全角半角、简繁、大小写和间隔号。The title or body contains all of these words, separated by "
        "spaces; whatever the width of characters, simplified or traditional, the dots of names and the case of A to Z.",
        "{t}.words LIKE ALL ({v:patterns})",
        index=IndexCondition("placed_grams({t}.list, {t}.home_code, {t}.scope_code, {t}.words) @> {keys}", "words",
                key=lambda listed, code, gram: f"{listed[0]}{code[:6]}{gram}", exact=6))
    around: CircleInput | None = where(
        "地点在圆内。Its place lies in this circle.",
        "ground_distance({t}.longitude, {t}.latitude, {v.longitude:longitude}, {v.latitude:latitude}) <= {v.radius:metres}",
        index=IndexCondition("{t}.place <@ circle(mercator({v.longitude:longitude}, {v.latitude:latitude}), 1.01 * {v.radius:metres} "
                "/ cos(radians(least(85, abs({v.latitude:latitude}) + {v.radius:metres} / 110000))))", "place"))  # its far side's width
    box: BoxInput | None = where("地点在矩形内。Its place lies in this box.", WITHIN_BOX, index=IndexCondition(AROUND_BOX, "place"))


@strawberry.input(description="筛选资源。Which resources.")
class ResourceFilter(ItemFilter):
    resource_kind: list[ResourceKind] | None = where("资源类型之一。Of one of these kinds.", "{t}.resource_kind = ANY({v:text[]})")


@strawberry.input(description="筛选需求。Which demands.")
class DemandFilter(ItemFilter):
    urgency: list[Urgency] | None = where("紧急程度之一。Of one of these urgencies.", "{t}.urgency = ANY({v:text[]})")
    grid_code: str | None = where("来自此网格（15 位代码）。From the grid of this code.", OF_GRID, index=IndexCondition(OF_GRID))


@strawberry.input(description="筛选项目。Which projects.")
class ProjectFilter(ItemFilter):
    budget_at_least: int | None = where("预算至少多少元。With a budget of at least so many yuan.", "{t}.budget_yuan >= {v:int4}")


@entity(PERMISSION)
class ItemPermission(Permission):
    action: ItemAction = given("操作。The action.")


def _viewer_can(viewer: Viewer, now: datetime, open_claims: int, *row: Any) -> list[access.Permission]:
    return access.item_actions(viewer, items.Item(**dict(zip(RULED, row, strict=True)), open_claims=open_claims), now)


RULED = ("list", "state", "publisher_id", "home_code", "scope", "quantity", "claimed", "deadline", "resource_kind", "version",
         "next_stage_at")


@strawberry.interface(description="清单条目：资源、需求或项目。A list item: a resource, a demand or a project.")
class ListItem(Node):
    state: ItemState = column("状态。Where it is in its life.")
    publisher: AnOrganization = one("发布单位。Who published it.", "{t}.id = {p}.publisher_id")
    home_code: str = column("所在区划代码。The code of the division it belongs to.")
    home: AnOrganization | None = one("所在区划；尚未导入则为空。That division; null when it is not registered here.",
                                      "{t}.division_code = {p}.home_code")
    scope: Scope = column("可见范围。Within which division everybody sees it.")
    stage: Scope | None = column("领办阶段，即现在的可见范围；没有任何阶段时限的为空。Its stage, which is its present scope; null where no stage has a "
                                 "time limit.", STAGE)
    next_stage_at: datetime | None = column("何时进入下一阶段；有认领、已停留或没有下一阶段为空。When it opens to the next stage; null while anything is "
                                            "claimed, where it is held, and in the last.", NEXT_STAGE_AT)
    stage_limits: StageLimits | None = inline("各阶段时限；都没有为空。The stages' time limits; null where there are none.", LIMITED)
    category: Category = column("类别。What it is about.")
    title: str = column("标题。The title.")
    body: str = column("内容，可为空文字。The text; may be empty.")
    quantity: int = column("总量，按 unit 计。How much in all, in `unit`.")
    unit: str = column("计量单位：场、次、人、个。What is counted.")
    claimed: int = column("已认领量，含待答复的。How much is claimed, proposals included.")
    remaining: int = column("剩余量。How much is left to claim.", "{t}.quantity - {t}.claimed")
    claim_status: ClaimStatus = column("认领程度。How much of it is claimed.", STATUS)
    published_at: datetime | None = column("发布时间；草稿为空。When it was published; null for a draft.",
                                           "CASE WHEN {t}.state <> 'DRAFT' THEN {t}.listed_at END")
    starts_at: datetime | None = column("开始时间；未定为空。When it starts; null when not set.")
    deadline: datetime | None = column("截止时间；无期限为空。Until when it can be claimed; null without end.")
    closed_at: datetime | None = column("完成、撤回或过期的时间；尚未则为空。When it was closed; null before.")
    place: Place | None = inline("地点；未填为空。Where it is; null when not given.", PLACE_PRESENT)
    version: int = column("版本，每次修改加一。Its version: one more at each change.")
    claims = many(Claims, "对它的认领。The claims on it.", on="{t}.item_id = {k}", key="{p}.id", filter=ClaimFilter,
                  order=ClaimOrder, seen_with_parent=True)
    history = many(Events, "全程留痕：它与其认领的全部事件，由早到晚；发布之前的只有发布单位可见，共享的见 shares。Its trail: every event of it "
                   "and of its claims, oldest first; what was before its publication its publisher sees, what was shared who sees `shares`.",
                   on="{t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    shares = many(Shares, "共享给了谁；只有发布方、共享对象与上级可见。With whom it is shared; seen by its publisher, "
                          "the recipients and the officers above.", on="{t}.item_id = {k}", key="{p}.id")
    viewer_can: list[ItemPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", OPEN_CLAIMS, *(f"{{t}}.{name}" for name in RULED))
    contact: contacts.Contact | None = contacts.of_item()


ADMITTED = "部门据以发布的准入；不是部门交社区办理的则为空。The admission by which a department asks it of communities; null when it does not."
GROUPS = {"STATE": "{t}.state", "CATEGORY": "{t}.category", "CLAIM_STATUS": STATUS, **by_division("{t}.home_code"),
          **by_month("{t}.listed_at")}


def _list(description: str, tag: str, where: str, **groups: str) -> Callable[[type[ListItem]], Any]:
    return entity(description, table="item", tag=tag, where=where, visible=items.SIGHT, indexes=PAGES, orders=ORDERS,
                  groups={**GROUPS, **groups}, keys={"id": "id"})


@_list("资源：单位能提供的。A resource: what an organisation offers.", "re", "{t}.list = 'RESOURCE'",
       KIND="{t}.resource_kind")
class Resource(ListItem):
    resource_kind: ResourceKind = column("资源类型。What it is.")


@_list("需求：社区或居民需要的。A demand: what a community or its residents need.", "de", "{t}.list = 'DEMAND'",
       URGENCY="{t}.urgency")
class Demand(ListItem):
    urgency: Urgency = column("紧急程度。How urgent it is.")
    grid: AnOrganization | None = one("来源网格；非网格上报为空。The grid it came from; null when none.",
                                      "{t}.id = {p}.grid_id")
    admission: AnAdmission | None = one(ADMITTED, "{t}.id = {p}.admission_id")


@_list("项目：由各方共同实施。A project: carried out together.", "pr", "{t}.list = 'PROJECT'")
class Project(ListItem):
    budget_yuan: Decimal | None = column("预算，元；未定为空。The budget in yuan; null when not set.")
    lead_seat: ASeat | None = one("领办的席位；未定为空。The seat that leads it; null when none.",
                                  "{t}.id = {p}.lead_seat_id")
    admission: AnAdmission | None = one(ADMITTED, "{t}.id = {p}.admission_id")


@entity("共享：把条目、议题或实施项目给范围之外的组织或委员会看。An item, a topic or a joint project shown to an organisation or a committee outside its scope.",
        table="share", tag="sh", keys={"id": "id"}, visible="SHARE")
class Share(Node):
    organization: AnOrganization = one("共享对象；委员会的为其街道或社区。With whom; of a committee its street or community.",
                                       "{t}.id = {p}.organization_id")
    committee: ACommittee | None = one("作为来宾的委员会；只给组织的为空。The committee that is a guest; null for an organisation alone.",
                                       "{t}.id = {p}.guest_id")
    item: AListItem | None = one("共享的条目；不是条目或不再可见则为空。The item that is shared; null when it is none, or not seen any more.",
                                 "{t}.id = {p}.item_id")
    topic: ATopic | None = one("共享的议题；不是议题或不再可见则为空。The topic that is shared; null when it is none, or not seen any more.",
                               "{t}.id = {p}.topic_id")
    joint_project: AJointProject | None = one(
        "共享的实施项目；不是项目或不再可见则为空。The joint project that is shared; null when it is none, or not seen any more.",
        "{t}.id = {p}.project_id")
    shared_by: AMember = one("谁共享的。Who shared it.", "{t}.id = {p}.shared_by")
    ends_at: datetime | None = column("到何时为止；无期限为空。Until when; null without end.")
    created_at: datetime = column("何时共享。Since when.")
