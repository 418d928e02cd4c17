"""Inputs of mutations on list items."""
from datetime import datetime

import strawberry
from strawberry import UNSET

from schema.inputs import identifier
from schema.scalars import Decimal
from schema.words import Category, ResourceKind, Scope, Urgency

KEY = ("幂等键，8 到 128 字符，由客户端生成；同键重试得同一答复，不会重复生效。"
       "Made by the client, 8 to 128 characters; a retry with the same key gets the same answer and has no second effect.")


@strawberry.input(description="地点。A place.")
class PlaceInput:
    address: str | None = strawberry.field(description="地址。The address.", default=UNSET)
    longitude: float | None = strawberry.field(description="经度，与纬度同填。Degrees east, WGS 84; with the latitude.", default=UNSET)
    latitude: float | None = strawberry.field(description="纬度，与经度同填。Degrees north, WGS 84; with the longitude.", default=UNSET)


@strawberry.input(description="联系人；个人信息，只给认领被接受的双方看。A contact; personal data, shown to the parties of an accepted claim.")
class ContactInput:
    name: str = strawberry.field(description="姓名。The name.")
    phone: str = strawberry.field(
        description="一个电话，写法不限，存为 010-12345678、13800001234、400-123-4567。One phone number, however it is written; kept as 010-12345678, "
                    "13800001234 or 400-123-4567.")


@strawberry.input(description="各阶段时限，1 到 1000 个工作日；null 为一直停留。Time limits of stages, 1 to 1,000 working days; null: it stays.")
class StageLimitsInput:
    paired: int | None = strawberry.field(description="结对单位阶段。Of the stage of who is paired with its publisher.", default=UNSET)
    community: int | None = strawberry.field(description="社区阶段。Of its community's stage.", default=UNSET)
    street: int | None = strawberry.field(description="街道阶段。Of its street's stage.", default=UNSET)


@strawberry.input(description="新条目的共同内容。What every new item has.")
class _PublishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    title: str = strawberry.field(description="标题。The title.")
    category: Category = strawberry.field(description="类别。What it is about.")
    publisher_id: strawberry.ID | None = identifier("发布单位；只代表一个组织时可省。Who publishes; may be left out by who acts for one.",
                                                    "Organization", default=UNSET)
    body: str = strawberry.field(description="内容。The text.", default="")
    quantity: int = strawberry.field(description="总量，至少 1。How much in all, at least 1.", default=1)
    unit: str = strawberry.field(description="计量单位。What is counted.", default="次")
    scope: Scope = strawberry.field(description="可见范围。Within which division everybody sees it.", default=Scope.COMMUNITY)
    division_code: str | None = strawberry.field(
        description="所在区划；默认为发布单位的区划或首个驻区社区；末尾补的零会去掉。Its home; by default the publisher's division or "
                    "its first station's; zeros that pad it are left out.",
        default=UNSET)
    starts_at: datetime | None = strawberry.field(description="开始时间。When it starts.", default=UNSET)
    deadline: datetime | None = strawberry.field(description="截止时间。Until when it can be claimed.", default=UNSET)
    place: PlaceInput | None = strawberry.field(description="地点。Where it is.", default=UNSET)
    contact: ContactInput | None = strawberry.field(description="联系人。Whom to reach.", default=UNSET)
    stage_limits: StageLimitsInput | None = strawberry.field(description="各阶段时限：无人认领则逐级扩大开放。Time limits by stage: unclaimed, it opens to more, stage by stage.", default=UNSET)
    draft: bool = strawberry.field(description="只存草稿，不发布。Keep it as a draft.", default=False)


@strawberry.input(description="发布资源。A new resource.")
class PublishResourceInput(_PublishInput):
    resource_kind: ResourceKind = strawberry.field(description="资源类型。What it is.")


@strawberry.input(description="发布需求。A new demand.")
class PublishDemandInput(_PublishInput):
    urgency: Urgency = strawberry.field(description="紧急程度。How urgent it is.", default=Urgency.ROUTINE)
    grid_code: str | None = strawberry.field(description="来源网格的代码，15 位。The code of the grid it came from.", default=UNSET)
    admission_id: strawberry.ID | None = identifier("部门交社区办理的，据以发布的准入；其他不填。The admission by which a department asks it of communities; left out for anything else.",
                                                    "Admission", default=UNSET)


@strawberry.input(description="发布项目。A new project.")
class PublishProjectInput(_PublishInput):
    budget_yuan: Decimal | None = strawberry.field(description="预算，元。The budget in yuan.", default=UNSET)
    lead_seat_id: strawberry.ID | None = identifier("领办的席位。The seat that leads it.", "Seat", default=UNSET)
    admission_id: strawberry.ID | None = identifier("部门交社区办理的，据以发布的准入；其他不填。The admission by which a department asks it of communities; left out for anything else.",
                                                    "Admission", default=UNSET)


ITEM = ("条目。The item.", "Resource", "Demand", "Project")


@strawberry.input(description="发布一份草稿。Publish a draft.")
class PublishDraftInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)


@strawberry.input(description="修改条目；不填的不变。Revise an item; what is not given stays.")
class ReviseItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)
    expected_version: int | None = strawberry.field(
        description="您所见的版本；已变则谢绝。The version you saw; refused when it has changed.", default=UNSET)
    title: str | None = strawberry.field(description="标题。The title.", default=UNSET)
    body: str | None = strawberry.field(description="内容。The text.", default=UNSET)
    category: Category | None = strawberry.field(description="类别。What it is about.", default=UNSET)
    quantity: int | None = strawberry.field(description="总量，不少于已认领量。How much in all, not less than is claimed.", default=UNSET)
    unit: str | None = strawberry.field(description="计量单位。What is counted.", default=UNSET)
    scope: Scope | None = strawberry.field(description="可见范围。Within which division everybody sees it.", default=UNSET)
    starts_at: datetime | None = strawberry.field(description="开始时间；null 清除。When it starts; null clears it.", default=UNSET)
    deadline: datetime | None = strawberry.field(description="截止时间；null 清除。The deadline; null clears it.", default=UNSET)
    place: PlaceInput | None = strawberry.field(description="地点；null 清除。Where it is; null clears it.", default=UNSET)
    contact: ContactInput | None = strawberry.field(description="联系人；null 清除。Whom to reach; null clears it.", default=UNSET)
    urgency: Urgency | None = strawberry.field(description="紧急程度，仅需求。How urgent, of a demand.", default=UNSET)
    budget_yuan: Decimal | None = strawberry.field(description="预算，元，仅项目。The budget in yuan, of a project.", default=UNSET)
    stage_limits: StageLimitsInput | None = strawberry.field(
        description="阶段时限：只改所填阶段，本阶段的重新起算；null 全部清除。Time limits by stage: those that are given; its present stage's begins anew; "
                    "null clears all.", default=UNSET)


@strawberry.input(description="撤回条目。Withdraw an item.")
class WithdrawItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)
    reason: str = strawberry.field(description="原因；草稿的不保存。Why; of a draft it is not kept.")


@strawberry.input(description="完成条目（销号）。Close an item out.")
class CompleteItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)
    summary: str | None = strawberry.field(description="小结。A summary.", default=UNSET)


@strawberry.input(one_of=True, description="共享给谁，只填一项。With whom something is shared: exactly one of these.")
class RecipientInput:
    organization_id: strawberry.ID | None = identifier(
        "组织；其委员会若是来宾，就此不再是。An organisation; if its committee is a guest, it is one no more.", "Organization", default=UNSET)
    committee_id: strawberry.ID | None = identifier("作为来宾的委员会，须定期限。A committee, as a guest until a date.", "JointCommittee", default=UNSET)


@strawberry.input(description="共享条目给范围之外的组织，或作为来宾的委员会。Show an item to an organisation outside its scope, or to a committee as a guest.")
class ShareItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)
    recipient: RecipientInput = strawberry.field(description="共享对象。With whom.")
    ends_at: datetime | None = strawberry.field(
        description="到何时为止；组织可不填，为无期限。Until when; of an organisation without end when not given.", default=UNSET)
