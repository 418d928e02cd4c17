"""Agreements: what a community or a street and a unit do for each other."""
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, agreements
from domain.agreements import AgreementSide, AgreementState, AgreementStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexLayout, Order
from resolvers import agreements as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.claims import ClaimFilter, ClaimOrder
from schema.days import TODAY
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AnAgreement, AnOrganization, Claims, Events
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Shown, mutation

IN_FORCE = f"({{t}}.state = 'SIGNED' AND {{t}}.starts_on <= {TODAY} AND {{t}}.ends_on >= {TODAY})"


described(AgreementState, "协议状态。Where an agreement is in its life.", agreements.PROCESS.words_of_states)
described(AgreementSide, "协议的一方。A side of an agreement.")
AgreementAction = AgreementStep
described(AgreementAction, "对协议的操作。What can be done with an agreement.", agreements.PROCESS.words_of_steps, name="AgreementAction")


class AgreementOrder(Worded):
    ENDS_ON = "ENDS_ON", Words("最先到期在前", "The one that ends first.")
    NEWEST = "NEWEST", Words("最新提出在前", "The newest proposal first.")


described(AgreementOrder, "协议的排序。Orders of agreements.")

PAGES = IndexLayout(states=tuple(map(str, AgreementState)), state="state", division="withinDivision")
ORDERS = {"ENDS_ON": Order("{t}.ends_on", "date"),
          "NEWEST": Order("{t}.proposed_at", "timestamptz", descending=True, in_index=False)}


@strawberry.input(description="筛选协议；各项同时成立。Which agreements; all of it holds.")
class AgreementFilter:
    state: list[AgreementState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    in_force: bool | None = where("今日是否有效：已签订且在期限内。Whether it holds today: signed, and within its term.",
                                  f"{IN_FORCE} = {{v:bool}}", states=[AgreementState.SIGNED])
    organization_id: strawberry.ID | None = where(
        "此组织为一方的。Of which this organisation is a side.",
        "({t}.host_id = {v:id(Organization)} OR {t}.unit_id = {v:id(Organization)})")
    mine: bool | None = where("您所代表的组织为一方的，或否。Whether an organisation that you act for is a side.",
                              "({t}.host_id = ANY({organizations}) OR {t}.unit_id = ANY({organizations})) = {v:bool}", by=["organizations"])
    ends_before: date | None = where("此日之前到期。That end before this day.", "{t}.ends_on < {v:date}")
    ends_from: date | None = where("此日或以后到期。That end on this day or later.", "{t}.ends_on >= {v:date}")
    text: str | None = where("标题、正文或双方提供的内容含有此文字。The title, the text or what either side offers contains this text.",
                             "strpos(concat_ws(' ', {t}.title, {t}.body, {t}.host_offers, {t}.unit_offers), {v:text}) > 0")
    title: str | None = where("标题含有此文字。The title contains this text.", "strpos({t}.title, {v:text}) > 0")
    within_division: str | None = where(
        f"社区或街道在此区划之内；{PADDED}。Whose host lies within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class AgreementPermission(Permission):
    action: AgreementAction = given("操作。The action.")


RULED = ("state", "proposed_by", "host_id", "unit_id", "home_code", "starts_on", "ends_on", "ends_at", "passes_on_at")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return agreements.actions(viewer, agreements.Agreement(**dict(zip(RULED, row, strict=True))), now)


CLAIMS = ("EXISTS (SELECT FROM agreement g JOIN item i ON i.id = {t}.item_id WHERE g.id = {k} "
          "AND ((g.host_id = i.publisher_id AND g.unit_id = {t}.claimant_id) OR (g.unit_id = i.publisher_id AND g.host_id = {t}.claimant_id)) "
          "AND {t}.proposed_at >= g.signed_at AND {t}.proposed_at < coalesce(g.over_at, 'infinity'))")


@entity("共建协议：社区或街道与单位在一段期限内互相做什么；只有双方及上级工作人员可见。An agreement: what a community or street and a unit do "
        "for each other during a term; seen by both and by the officers above.",
        table="agreement", tag="ag", visible=agreements.SIGHT, indexes=PAGES, keys={"id": "id"}, orders=ORDERS,
        groups={"STATE": "{t}.state"})
class Agreement(Node):
    title: str = column("标题。Its title.")
    body: str = column("正文，可为空文。Its text; may be empty.")
    state: AgreementState = column("状态。Where it is in its life.")
    in_force: bool = column("今日是否有效：已签订且在期限内；有效时，单位人员可见对社区或街道开放的条目。Whether it holds today: then the unit's people see what "
                            "is open to the host's division.", IN_FORCE)
    host: AnOrganization = one("社区或街道。The community or street.", "{t}.id = {p}.host_id")
    unit: AnOrganization = one("单位。The unit.", "{t}.id = {p}.unit_id")
    host_offers: str | None = column("社区或街道提供什么；未填为空。What the host offers; null when not given.")
    unit_offers: str | None = column("单位提供什么；未填为空。What the unit offers; null when not given.")
    starts_on: date = column("首日。Its first day.")
    ends_on: date = column("末日。Its last day.")
    proposed_by: AgreementSide = column("由哪一方提出。Which side proposed it.")
    proposed_at: datetime = column("提出时间。When it was proposed.")
    signed_at: datetime | None = column("签订时间；尚未则为空。When it was signed; null before.")
    over_at: datetime | None = column("谢绝、终止或期满的时间；尚未则为空。When it was declined or terminated, or its term was over; null before.")
    reason: str | None = column("谢绝或终止的原因；没有则为空。Why it was declined or terminated; null otherwise.")
    next_reminder_at: datetime | None = column("下次提醒双方到期的时间；没有则为空。When both sides are reminded next of its end; null for never.",
                                               "{t}.remind_at")
    renews: AnAgreement | None = one("所接续的协议；没有则为空。The one that it goes on from; null for none.", "{t}.id = {p}.renews_id")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    claims = many(Claims, "有效期间双方之间提出、您可见的认领。The claims between the two that were proposed while it held, as far as you may see them.",
                  on=CLAIMS, key="{p}.id", filter=ClaimFilter, order=ClaimOrder)
    attachments = files_of(agreements.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(agreements.ATTACHED)
    history = many(Events, "此协议的事件，由早到晚。Its events, oldest first.", on="{t}.object_id = {k}", key="{p}.id")
    viewer_can: list[AgreementPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", *(f"{{t}}.{name}" for name in RULED))


AGREEMENT = ("协议。The agreement.", "Agreement")
TITLE, BODY = "标题。The title.", "正文。The text."
HOST_OFFERS, UNIT_OFFERS = "社区或街道提供什么。What the host offers.", "单位提供什么。What the unit offers."


@strawberry.input(description="提出共建协议，待另一方签订。Propose an agreement, for the other side to sign.")
class ProposeAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    host_id: strawberry.ID = identifier("社区或街道。The community or street.", "Organization")
    unit_id: strawberry.ID = identifier("单位。The unit.", "Organization")
    title: str = strawberry.field(description=TITLE)
    ends_on: date = strawberry.field(description="末日，自首日起最长十年。The last day; ten years from the first at most.")
    starts_on: date | None = strawberry.field(description="首日，默认今日。The first day; today by default.", default=UNSET)
    body: str = strawberry.field(description=BODY, default="")
    host_offers: str | None = strawberry.field(description=HOST_OFFERS, default=UNSET)
    unit_offers: str | None = strawberry.field(description=UNIT_OFFERS, default=UNSET)


@strawberry.input(description="签订另一方提出的协议。Sign what the other side proposed.")
class SignAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    agreement_id: strawberry.ID = identifier(*AGREEMENT)


@strawberry.input(description="谢绝协议，或撤回自己提出的。Decline an agreement, or take one's own proposal back.")
class DeclineAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    agreement_id: strawberry.ID = identifier(*AGREEMENT)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="提出接续的协议，自原协议末日次日起。Propose the agreement that goes on, from the day after its last.")
class RenewAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    agreement_id: strawberry.ID = identifier(*AGREEMENT)
    title: str = strawberry.field(description=TITLE)
    ends_on: date = strawberry.field(description="末日。The last day.")
    body: str = strawberry.field(description=BODY, default="")
    host_offers: str | None = strawberry.field(description=HOST_OFFERS, default=UNSET)
    unit_offers: str | None = strawberry.field(description=UNIT_OFFERS, default=UNSET)


@strawberry.input(description="提前终止协议。End an agreement before its term is over.")
class TerminateAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    agreement_id: strawberry.ID = identifier(*AGREEMENT)
    reason: str = strawberry.field(description="原因。Why.")


SHOWN = Shown("agreement", AnAgreement, "该协议。The agreement.", "agreement")
PROPOSE = mutation(
    "提出共建协议（任一方）。Propose an agreement; of either side.", use_cases.propose,
    ProposeAgreementInput, SHOWN)
SIGN = mutation(
    "签订协议（未提出的一方）。Sign an agreement; of the side that did not propose it.", use_cases.sign,
    SignAgreementInput, SHOWN)
DECLINE = mutation(
    "谢绝协议，或撤回所提出的（任一方）。Decline an agreement, or take the proposal back; of either side.",
    use_cases.decline, DeclineAgreementInput, SHOWN)
RENEW = mutation(
    "提出接续的协议（任一方）。Propose the agreement that goes on from one; of either side.", use_cases.renew,
    RenewAgreementInput, SHOWN)
TERMINATE = mutation(
    "提前终止协议（任一方）。End an agreement before its term is over; of either side.", use_cases.terminate,
    TerminateAgreementInput, SHOWN)
