"""What can be done with calls."""
import strawberry
from strawberry import UNSET

from resolvers import dispatches, whistles
from schema.inputs import identifier
from schema.item_inputs import KEY, PlaceInput
from schema.lazy import AWhistle
from schema.routes import TimeLimitInput
from schema.whistles import WhistleKind
from schema.words import Category
from schema.writes import Shown, mutation

WHISTLE = ("诉求。The call.", "Whistle")
REASON = "原因。Why."


@strawberry.input(description="居民；个人信息，不进入事件。A resident; personal data, which enter no event.")
class ResidentInput:
    name: str = strawberry.field(description="姓名。The name.")
    phone: str = strawberry.field(description="一个电话，写法不限。One phone number, however it is written.")


@strawberry.input(description="吹哨：提出诉求。Raise a call.")
class RaiseWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    kind: WhistleKind = strawberry.field(description="种类。Its kind.")
    category: Category = strawberry.field(description="类别。What it is about.")
    title: str = strawberry.field(description="标题。Its title.")
    body: str = strawberry.field(description="内容；勿写个人信息。The text; without personal data.", default="")
    place: PlaceInput | None = strawberry.field(description="地点。Where it is.", default=UNSET)
    resident: ResidentInput | None = strawberry.field(description="为哪位居民。For which resident.", default=UNSET)
    raiser_id: strawberry.ID | None = identifier(
        "吹哨的街道、社区或网格；只代表一个组织时可省。系统也可指明其所代表区划以下的。The street, community or grid; may be left out by who acts for one. A system may name one below its own division, too.", "Organization", default=UNSET)
    reference: str | None = strawberry.field(
        description="系统自己的编号，每个编号只有一件诉求；个人不填，勿含个人信息。A system's own number of it, one call each; people leave it out. Without personal data.",
        default=UNSET)


@strawberry.input(description="研判：定种类和类别；路由表有的即时派单。Triage a call; where the routing table says who handles it, it is dispatched at once.")
class TriageWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    kind: WhistleKind | None = strawberry.field(description="种类；不填则不变。Its kind; as it was when not given.", default=UNSET)
    category: Category | None = strawberry.field(description="类别；不填则不变。Its category; as it was when not given.", default=UNSET)


@strawberry.input(description="派单；不填的按路由表。Dispatch a call; what is not given is as the routing table has it.")
class DispatchWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    lead_id: strawberry.ID | None = identifier("主办：部门、驻区单位或街道。Who handles it: a department, a unit or a street.", "Organization", default=UNSET)
    assisting_ids: list[strawberry.ID] | None = identifier("协办。Who assists.", "Organization", default=UNSET)
    accept_in: TimeLimitInput | None = strawberry.field(description="签收时限，自此刻起。The time to accept, from now on.", default=UNSET)
    handle_in: TimeLimitInput | None = strawberry.field(description="办理时限，自此刻起。The time to handle, from now on.", default=UNSET)


@strawberry.input(description="签收。Accept a call.")
class AcceptWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)


@strawberry.input(description="退单。Return a call.")
class ReturnWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="会商裁定：两个部门退单后，上级裁定由谁办理；不得再退。Decide bindingly who handles what two departments returned.")
class DiagnoseWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    lead_id: strawberry.ID = identifier("主办，可为退单的部门。Who handles it; also one that returned it.", "Organization")
    reason: str = strawberry.field(description="裁定的理由。Why it is theirs.")
    assisting_ids: list[strawberry.ID] | None = identifier("协办。Who assists.", "Organization", default=UNSET)
    accept_in: TimeLimitInput | None = strawberry.field(description="签收时限；不填则如上次派单。The time to accept; as the last lead had when not given.", default=UNSET)
    handle_in: TimeLimitInput | None = strawberry.field(description="办理时限；不填则如上次派单。The time to handle; as the last lead had when not given.", default=UNSET)


@strawberry.input(description="协办报告：所做的事；办结之前可再报。What one that assists did; again, as long as the call is not handled.")
class ReportWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    report: str = strawberry.field(description="所做的事；勿写个人信息。What it did; without personal data.")
    organization_id: strawberry.ID | None = identifier(
        "哪个协办方；只代表其中一个时可省。Which of those that assist; may be left out by who acts for one.", "Organization", default=UNSET)


@strawberry.input(description="办结。Say what was done.")
class HandleWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    result: str = strawberry.field(description="办理结果。What was done.")
    unreported_reason: str | None = strawberry.field(
        description="协办方尚未报告时，为何不再等。Why one does not wait for those that assist and have not reported.", default=UNSET)


@strawberry.input(description="核验。Say that it is done, and how one knows.")
class VerifyWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    evidence: str = strawberry.field(description="核验依据。How one knows.")


@strawberry.input(description="退回重办。Send it back.")
class ReworkWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="销号。Close a call.")
class CloseWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)


@strawberry.input(description="挂起：停止计时。Let a call's clock stand still.")
class SuspendWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="恢复计时，期限顺延。Let a call's clock run on; its limits are later by the time for which it stood.")
class ResumeWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)


@strawberry.input(description="撤回诉求。Take a call back.")
class WithdrawWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="回访评价：经吹哨方征询居民。What the resident says, asked through who raised the call.")
class RateWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    responded: bool = strawberry.field(description="是否联系了居民。Whether somebody got in touch with the resident.")
    resolved: bool = strawberry.field(description="是否解决。Whether it is solved.")
    satisfied: bool = strawberry.field(description="是否满意。Whether the resident is satisfied.")


@strawberry.input(description="删除诉求居民的个人信息。Erase the data of a call's resident.")
class EraseWhistleResidentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)


SHOWN = Shown("whistle", AWhistle, "该诉求。The call.", "whistle")
RAISE = mutation("吹哨：提出诉求（街道、社区、网格）。Raise a call; a street's, a community's or a grid's.", whistles.raise_, RaiseWhistleInput, SHOWN)
TRIAGE = mutation("研判（街道及上级的工作人员）。Triage it; officers' over the street.", dispatches.triage, TriageWhistleInput, SHOWN)
DISPATCH = mutation("派单（街道及上级的工作人员）。Dispatch it; officers' over the street.", dispatches.dispatch, DispatchWhistleInput, SHOWN)
ACCEPT = mutation("签收（主办方）。Accept it; the lead's.", whistles.accept, AcceptWhistleInput, SHOWN)
RETURN = mutation("退单（主办方）。Return it; the lead's.", whistles.return_, ReturnWhistleInput, SHOWN)
DIAGNOSE = mutation("会商裁定（区县及上级的工作人员）。Decide bindingly who handles it; officers' over the district.", dispatches.diagnose, DiagnoseWhistleInput, SHOWN)
REPORT = mutation("协办报告（协办方）。Say what one did that assists; of who assists.", whistles.report, ReportWhistleInput, SHOWN)
HANDLE = mutation("办结（主办方）。Say what was done; the lead's.", whistles.handle, HandleWhistleInput, SHOWN)
VERIFY = mutation("核验（吹哨方）。Say that it is done; the caller's.", whistles.verify, VerifyWhistleInput, SHOWN)
REWORK = mutation("退回重办（吹哨方）。Send it back; the caller's.", whistles.rework, ReworkWhistleInput, SHOWN)
CLOSE = mutation("销号（街道及上级的工作人员）。Close it; officers' over the street.", dispatches.close, CloseWhistleInput, SHOWN)
SUSPEND = mutation("挂起（街道及上级的工作人员）。Let its clock stand still; officers' over the street.", dispatches.suspend, SuspendWhistleInput, SHOWN)
RESUME = mutation("恢复（街道及上级的工作人员）。Let its clock run on; officers' over the street.", dispatches.resume, ResumeWhistleInput, SHOWN)
WITHDRAW = mutation("撤回（吹哨方）。Take it back; the caller's.", whistles.withdraw, WithdrawWhistleInput, SHOWN)
RATE = mutation("回访评价（吹哨方）。Say what the resident says of it; the caller's.", whistles.rate, RateWhistleInput, SHOWN)
ERASE = mutation("删除居民的个人信息，任何时候（吹哨方）。Erase the resident's data, at any time; the caller's.", whistles.erase,
                 EraseWhistleResidentInput, SHOWN)
