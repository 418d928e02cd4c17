"""Mutations on claims, and their inputs."""
from datetime import datetime

import strawberry
from strawberry import UNSET

from resolvers import claims as use_cases
from schema.inputs import identifier
from schema.item_inputs import ITEM, KEY
from schema.lazy import AClaim, AListItem
from schema.writes import Shown, mutation

CLAIM = ("认领。The claim.", "Claim")


@strawberry.input(description="时段。A time slot.")
class SlotInput:
    starts_at: datetime = strawberry.field(description="开始。When it begins.")
    ends_at: datetime = strawberry.field(description="结束（不含）。When it ends, exclusive.")


@strawberry.input(description="认领条目的全部或一部分。Claim all or part of an item.")
class ClaimItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)
    quantity: int = strawberry.field(description="数量，至少 1，不超过剩余。How much, from 1 to what is left.", default=1)
    claimant_id: strawberry.ID | None = identifier("认领单位；只代表一个组织时可省。Who claims; may be left out by who acts for one.",
                                                   "Organization", default=UNSET)
    note: str | None = strawberry.field(description="说明。A note.", default=UNSET)
    slot: SlotInput | None = strawberry.field(description="时段，认领场地时必填。The time slot; a venue needs one.", default=UNSET)


@strawberry.input(description="接受认领，可附四单，待认领方同意。Accept a claim; a four-part card with it is proposed to the claimant.")
class AcceptClaimInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    task: str | None = strawberry.field(description="任务。The task.", default=UNSET)
    responsible: str | None = strawberry.field(description="责任人。Who is responsible.", default=UNSET)
    standard: str | None = strawberry.field(description="标准。The standard it is held to.", default=UNSET)
    due_at: datetime | None = strawberry.field(description="办结时限。When it is due.", default=UNSET)


@strawberry.input(description="谢绝认领。Decline a claim.")
class DeclineClaimInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="撤回自己的认领。Take one's own claim back.")
class WithdrawClaimInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="交付：提供方报告已完成。Deliver: the providing side reports that it is done.")
class DeliverClaimInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    report: str | None = strawberry.field(description="交付说明。What was delivered.", default=UNSET)


@strawberry.input(description="退回整改。Return what was delivered for rework.")
class ReturnClaimInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="确认并评价。Confirm what was delivered, and rate it.")
class ConfirmClaimInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_id: strawberry.ID = identifier(*CLAIM)
    rating: int = strawberry.field(description="评价，1 到 5。The rating, 1 to 5.")
    comment: str | None = strawberry.field(description="评语。A comment.", default=UNSET)


SHOWN = (Shown("claim", AClaim, "该认领。The claim.", "claim"), Shown("item", AListItem, "该条目。The item.", "item"))
CLAIM_ITEM = mutation(
    "认领条目的全部或一部分。Claim all or part of an item.", use_cases.propose, ClaimItemInput, *SHOWN)
ACCEPT = mutation(
    "接受认领（发布方）。Accept a claim; the publisher's.", use_cases.accept, AcceptClaimInput, *SHOWN)
DECLINE = mutation(
    "谢绝认领（发布方）。Decline a claim; the publisher's.", use_cases.decline,
    DeclineClaimInput, *SHOWN)
WITHDRAW = mutation(
    "撤回认领（认领方）。Take a claim back; the claimant's.", use_cases.withdraw,
    WithdrawClaimInput, *SHOWN)
DELIVER = mutation(
    "交付（提供方：需求与项目的认领方，资源的发布方）。Deliver; the providing side's: the claimant of a demand or "
    "project, the publisher of a resource.", use_cases.deliver, DeliverClaimInput, *SHOWN)
RETURN = mutation(
    "退回整改（接受服务的一方）。Return for rework; the receiving side's.", use_cases.return_,
    ReturnClaimInput, *SHOWN)
CONFIRM = mutation(
    "确认并评价（接受服务的一方）。Confirm and rate; the receiving side's.", use_cases.confirm,
    ConfirmClaimInput, *SHOWN)
