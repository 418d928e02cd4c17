"""Claims: one organisation takes up part or all of another's item."""
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from domain import access, claims, items
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, Order
from schema.cards import CardFilter, CardOrder
from schema.declare import column, computed, entity, given, inline, many, one, where
from schema.groups import by_month
from schema.lazy import ACard, AJointProject, AListItem, AMember, AnOrganization, Cards, Events
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.words import ClaimAction, ClaimState, described


class ClaimOrder(Worded):
    NEWEST = "NEWEST", Words("最新提出在前", "The newest proposal first.")
    ANSWER_BY = "ANSWER_BY", Words("最先到答复期限在前", "The earliest time limit first.")


described(ClaimOrder, "认领的排序。Orders of claims.")

ORDERS = {"NEWEST": Order("{t}.proposed_at", "timestamptz", descending=True),
          "ANSWER_BY": Order("{t}.answer_by", "timestamptz")}


@strawberry.input(description="筛选认领；各项同时成立。Which claims; all of it holds.")
class ClaimFilter:
    state: list[ClaimState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    claimant_id: strawberry.ID | None = where("认领单位。Of this claimant.", "{t}.claimant_id = {v:id(Organization)}")
    publisher_id: strawberry.ID | None = where(
        "条目的发布单位。On items of this publisher.",
        "EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id AND i.publisher_id = {v:id(Organization)})",
        index=IndexCondition("{t}.item_id = ANY(ARRAY(SELECT i.id FROM item i WHERE i.publisher_id = {v:id(Organization)}))"))
    item_id: strawberry.ID | None = where("条目。On this item.", "{t}.item_id = {v:id(Resource,Demand,Project)}")
    answer_before: datetime | None = where("答复期限早于。To be answered before.", "{t}.answer_by < {v:timestamptz}")


@entity("时段。A time slot.")
class Slot:
    starts_at: datetime = column("开始。When it begins.", "lower({t}.during)")
    ends_at: datetime = column("结束（不含）。When it ends, exclusive.", "upper({t}.during)")


@entity(PERMISSION)
class ClaimPermission(Permission):
    action: str = given("操作。The action.", graphql_type=ClaimAction)


CLAIM_COLUMNS = {**{name: f"{{t}}.{name}" for name in ("state", "claimant_id", "quantity", "answer_by", "version")},
                 "awaits_card": "EXISTS (SELECT FROM card k WHERE k.claim_id = {t}.id AND k.state = 'PROPOSED')",
                 "is_joined": "EXISTS (SELECT FROM joint_project j WHERE j.id = {t}.joint_project_id AND j.state <> 'STOPPED')",
                 "receiver_home": "(SELECT coalesce(g.division_code, g.home_code, i.home_code)::text FROM item i JOIN organization g ON g.id = "
                                  "CASE i.list WHEN 'RESOURCE' THEN {t}.claimant_id ELSE i.publisher_id END WHERE i.id = {t}.item_id)"}
ITEM_COLUMNS = {"list": "text", "state": "text", "publisher_id": "uuid", "home_code": "text", "scope": "text", "quantity": "int4",
                "claimed": "int4", "deadline": "timestamptz"}
"""With PostgreSQL's own types: of a row made by the way, the driver reads a domain's values only where it has met the domain."""


def _viewer_can(viewer: Viewer, now: datetime, item_row: Sequence[Any], *row: Any) -> list[access.Permission]:
    claim = claims.Claim(**dict(zip(CLAIM_COLUMNS, row, strict=True)))
    item = items.Item(**dict(zip(ITEM_COLUMNS, item_row, strict=True)))
    return access.claim_actions(viewer, claim, item, now)


@entity("认领：一方认领另一方条目的全部或一部分。A claim: one organisation takes up part or all of another's item.",
        table="claim", tag="cl", visible=claims.SEEN, keys={"id": "id"}, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.proposed_at")})
class Claim(Node):
    state: ClaimState = column("状态。Where it is in its life.")
    item: AListItem = one("所认领的条目。The item it is on.", "{t}.id = {p}.item_id", seen_with_parent=True)
    claimant: AnOrganization = one("认领单位。Who claims.", "{t}.id = {p}.claimant_id")
    proposed_by: AMember = one("提出人。Who proposed it.", "{t}.id = {p}.proposed_by")
    quantity: int = column("认领数量，按条目的 unit 计。How much, in the item's unit.")
    note: str | None = column("说明；未填为空。A note; null when not given.")
    slot: Slot | None = inline("时段，仅场地有。The time slot; null unless it is of a venue.", "{t}.during::text")
    answer_by: datetime = column("答复期限，过期自动失效。Until when the other side can answer before it lapses.")
    card: ACard | None = one("四单：双方商定、现行的一版；尚未商定则为空。The four-part card that both sides agreed and that holds; null before.",
                             "{t}.id = {p}.card_id", seen_with_parent=True)
    proposed_card: ACard | None = one("待答复的四单；没有则为空。The card that awaits an answer; null for none.",
                                      "{t}.claim_id = {p}.id AND {t}.state = 'PROPOSED'", seen_with_parent=True)
    cards = many(Cards, "四单的各版。Its cards, every version.", on="{t}.claim_id = {k}", key="{p}.id", filter=CardFilter,
                 order=CardOrder, seen_with_parent=True)
    report: str | None = column("交付说明；交付之前为空。What was delivered; null before.")
    reason: str | None = column("谢绝、撤回或退回的原因；没有则为空。Why it was declined, withdrawn or returned; null otherwise.")
    rating: int | None = column("评价，1 到 5；确认之前为空。The rating, 1 to 5; null before confirmation.")
    comment: str | None = column("评语；未填为空。The comment with the rating; null when none.")
    proposed_at: datetime = column("提出时间。When it was proposed.")
    answered_at: datetime | None = column("答复时间；尚未则为空。When it was answered; null before.")
    delivered_at: datetime | None = column("交付时间；尚未则为空。When it was delivered; null before.")
    confirmed_at: datetime | None = column("确认时间；尚未则为空。When it was confirmed; null before.")
    joint_project: AJointProject | None = one("所并入的实施项目；没有或不可见则为空。The joint project that it is part of; null when none, or not seen.",
                                              "{t}.id = {p}.joint_project_id")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此认领的事件，由早到晚。Its events, oldest first.", on="{t}.object_id = {k}", key="{p}.id")
    viewer_can: list[ClaimPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}",
        f"(SELECT ({', '.join(f'i.{name}::{type_}' for name, type_ in ITEM_COLUMNS.items())}) FROM item i WHERE i.id = {{t}}.item_id)",
        *CLAIM_COLUMNS.values())
