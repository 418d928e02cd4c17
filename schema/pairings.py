"""Pairings: who looks after a community, a grid or a building."""
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, pairings
from domain.pairings import PairingKind, PairingSide, PairingState, PairingStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import pairings as use_cases
from schema.days import TODAY
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnOrganization, APairing, Events, Pairings
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Shown, mutation

IN_FORCE = f"({{t}}.state = 'PAIRED' AND {{t}}.starts_on <= {TODAY} AND {{t}}.ends_on >= {TODAY})"
OF_HOST, OF_PARTNER = "{t}.host_id = {v:id(Organization)}", "{t}.partner_id = {v:id(Organization)}"
OF_LEADER = "{t}.leader_id = {v:id(Member)}"

described(PairingKind, "结对的种类：谁来结对。The kind of a pairing: who is paired.")
described(PairingState, "结对的状态。Where a pairing is in its life.", pairings.PROCESS.words_of_states)
described(PairingSide, "结对的一方。A side of a pairing.")
PairingAction = PairingStep
described(PairingAction, "对结对的操作。What can be done with a pairing.", pairings.PROCESS.words_of_steps, name="PairingAction")


class PairingOrder(Worded):
    ENDS_ON = "ENDS_ON", Words("最先到期在前", "The one that ends first.")
    LATEST = "LATEST", Words("最后到期在前", "The one that ends last.")


described(PairingOrder, "结对的排序。Orders of pairings.")

PAGES = IndexLayout(states=tuple(map(str, PairingState)), state="state", division="withinDivision")
ORDERS = {"ENDS_ON": Order("{t}.ends_on", "date"), "LATEST": Order("{t}.ends_on", "date", descending=True)}


@strawberry.input(description="筛选结对；各项同时成立。Which pairings; all of it holds.")
class PairingFilter:
    state: list[PairingState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    kind: list[PairingKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    in_force: bool | None = where("今日是否有效：结对中且在期限内。Whether it holds today: paired, and within its term.",
                                  f"{IN_FORCE} = {{v:bool}}", states=[PairingState.PAIRED])
    host_id: strawberry.ID | None = where("与此社区或网格的。With this community or grid.", OF_HOST, index=IndexCondition(OF_HOST))
    partner_id: strawberry.ID | None = where("由此单位、部门或领导所在组织结对的。Of this unit, department or leader's organisation.",
                                             OF_PARTNER, index=IndexCondition(OF_PARTNER))
    leader_id: strawberry.ID | None = where("此领导的联系点。Of this leader.", OF_LEADER, index=IndexCondition(OF_LEADER))
    mine: bool | None = where("您所代表的组织为一方的，或否。Whether an organisation that you act for is a side.",
                              "({t}.host_id = ANY({organizations}) OR {t}.partner_id = ANY({organizations})) = {v:bool}", by=["organizations"])
    text: str | None = where("承诺或楼栋含有此文字。Its promise or its building contains this text.",
                             "(strpos({t}.promise, {v:text}) > 0 OR coalesce(strpos({t}.building, {v:text}), 0) > 0)")
    ends_before: date | None = where("此日之前到期。That end before this day.", "{t}.ends_on < {v:date}")
    within_division: str | None = where(
        f"社区或网格在此区划之内；{PADDED}。Whose host lies within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class PairingPermission(Permission):
    action: PairingAction = given("操作。The action.")


RULED = ("state", "proposed_by", "host_id", "partner_id", "home_code", "ends_at")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return pairings.actions(viewer, pairings.Pairing(**dict(zip(RULED, row, strict=True))), now)


@entity("结对共建、联系点、包联：单位、领导或部门在一段期限内联系一个社区、网格或楼栋，及所作承诺；双方、所在区划的人员及上级工作人员可见。A pairing: a unit, a leader or a department looks after a "
        "community, a grid or a building for a term, with what they promised.",
        table="pairing", tag="pa", visible=pairings.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", "KIND": "{t}.kind"}, keys={"id": "id"})
class Pairing(Node):
    kind: PairingKind = column("种类：谁来结对。Who is paired.")
    state: PairingState = column("状态。Where it is in its life.")
    in_force: bool = column("今日是否有效：结对中且在期限内。Whether it holds today: paired, and within its term.", IN_FORCE)
    host: AnOrganization = one("社区或网格。The community or grid.", "{t}.id = {p}.host_id")
    building: str | None = column("其中的楼栋；整个社区或网格则为空。Which building of it; null for all of it.")
    partner: AnOrganization = one("单位、部门，或领导所在的组织。The unit, the department, or the leader's organisation.", "{t}.id = {p}.partner_id")
    leader: AMember | None = one("联系的领导；单位或部门结对则为空。The leader; null where a unit or a department is paired.", "{t}.id = {p}.leader_id")
    promise: str = column("承诺做什么。What was promised.")
    starts_on: date = column("首日。Its first day.")
    ends_on: date = column("末日。Its last day.")
    proposed_by: PairingSide | None = column("由哪一方提出；一人代表双方则为空。Which side proposed it; null when one person spoke for both.")
    proposed_at: datetime = column("提出时间。When it was proposed.")
    paired_at: datetime | None = column("结对时间；尚未则为空。When both wanted it; null before.")
    over_at: datetime | None = column("谢绝、解除或期满的时间；尚未则为空。When it was declined or dissolved, or its term was over; null before.")
    reason: str | None = column("谢绝或解除的原因；没有则为空。Why it was declined or dissolved; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此结对的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'pairing' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[PairingPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

@strawberry.input(description="提出结对，待另一方确认。Propose a pairing, for the other side to confirm.")
class ProposePairingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    host_id: strawberry.ID = identifier("社区或网格。The community or grid.", "Organization")
    partner_id: strawberry.ID = identifier("单位、部门，或领导所在的组织。The unit, the department, or the leader's organisation.", "Organization")
    promise: str = strawberry.field(description="承诺做什么。What is promised.")
    ends_on: date = strawberry.field(description="末日，自首日起最长五年。The last day; five years from the first at most.")
    starts_on: date | None = strawberry.field(description="首日，默认今日。The first day; today by default.", default=UNSET)
    leader_id: strawberry.ID | None = identifier("联系的领导，须在该组织任职；单位或部门结对则不填。The leader, who holds an office there; left out "
                                                 "for a unit or a department.", "Member", default=UNSET)
    building: str | None = strawberry.field(description="其中的楼栋；整个社区或网格则不填。Which building of it; left out for all of it.", default=UNSET)


@strawberry.input(description="确认另一方提出的结对。Confirm what the other side proposed.")
class ConfirmPairingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    pairing_id: strawberry.ID = identifier("结对。The pairing.", "Pairing")


@strawberry.input(description="谢绝结对，或撤回自己提出的。Decline a pairing, or take one's own proposal back.")
class DeclinePairingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    pairing_id: strawberry.ID = identifier("结对。The pairing.", "Pairing")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="提前解除结对。End a pairing before its term is over.")
class DissolvePairingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    pairing_id: strawberry.ID = identifier("结对。The pairing.", "Pairing")
    reason: str = strawberry.field(description="原因。Why.")


PAIRING = Shown("pairing", APairing, "该结对。The pairing.", "pairing")
PROPOSE = mutation("提出结对（任一方）；您可代表双方时立即成立。Propose a pairing; of either side. It is made at once where you may speak for both.",
                   use_cases.propose, ProposePairingInput, PAIRING)
CONFIRM = mutation("确认结对（未提出的一方）。Confirm a pairing; of the side that did not propose it.", use_cases.confirm, ConfirmPairingInput, PAIRING)
DECLINE = mutation("谢绝结对，或撤回所提出的（任一方）。Decline a pairing, or take the proposal back; of either side.", use_cases.decline,
                   DeclinePairingInput, PAIRING)
DISSOLVE = mutation("提前解除结对（任一方）。End a pairing before its term is over; of either side.", use_cases.dissolve, DissolvePairingInput, PAIRING)
PAIRINGS = many(Pairings, "您可见的结对。The pairings that you may see.", filter=PairingFilter, order=PairingOrder)
