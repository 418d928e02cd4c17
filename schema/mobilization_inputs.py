"""What can be done with mobilisations, their shifts and who is sent there."""
from datetime import datetime

import strawberry
from strawberry import UNSET

from domain import mobilization_list as rules
from resolvers import assignments, mobilizations
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMobilization, AnAssignment, AShift
from schema.scalars import Decimal
from schema.writes import Shown, mutation


@strawberry.input(description="名单中岗位的一个班次。A shift of a post in the list.")
class ShiftInput:
    starts_at: datetime = strawberry.field(description="开始时间，须在将来。When it begins; it lies ahead.")
    ends_at: datetime = strawberry.field(description="结束时间，自开始最长 24 小时。When it ends, within 24 hours of its start.")
    needed: int = strawberry.field(description=f"所需人数，1 至 {rules.MOST_NEEDED}。How many it needs, 1 to {rules.MOST_NEEDED}.")
    member_ids: list[strawberry.ID] = identifier(
        "派去的成员，须已向本区划的社区报到，不多于所需。Who is sent: members who are registered with a community of the division, no more than it needs.", "Member")


@strawberry.input(description="名单中的一个岗位。A post of the list.")
class MobilizationPostInput:
    name: str = strawberry.field(description="岗位名称。What it is called.")
    address: str = strawberry.field(description="地点。Where it is.")
    shifts: list[ShiftInput] = strawberry.field(description="班次，至少一个。Its shifts, one at least.")
    division_id: strawberry.ID | None = identifier("所在的街道、社区或网格；不填则为发起方。The street, community or grid where it is; the caller if left out.",
                                                   "Organization", default=UNSET)


@strawberry.input(description="发起动员：整个名单一次写入，或全部不写。Call a mobilisation: the whole list, or nothing of it.")
class MobilizeInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("发起的街道或区县，您须能代表它。The street or district, for which you act.", "Organization")
    title: str = strawberry.field(description="标题。What it is.")
    reason: str = strawberry.field(description="缘由。Why it is called.")
    acknowledge_by: datetime = strawberry.field(description="确认期限，不晚于首个班次开始。Until when it is to be acknowledged, no later than the first shift begins.")
    posts: list[MobilizationPostInput] = strawberry.field(
        description="岗位；班次合计、人次合计亦有上限。Its posts; their shifts and those sent there have bounds, too, all together.")


@strawberry.input(description="取消动员；尚未到岗的都会收到通知。Cancel a mobilisation; whoever has not been there is told.")
class CancelMobilizationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    mobilization_id: strawberry.ID = identifier("动员。The mobilisation.", "Mobilization")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="派一名成员到有缺口的班次。Assign one member more to a shift that is short.")
class AssignMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    shift_id: strawberry.ID = identifier("班次。The shift.", "Shift")
    member_id: strawberry.ID = identifier("成员，须已向本区划的社区报到。The member, who is registered with a community of the division.", "Member")


@strawberry.input(description="确认到岗（在班次开始之前）。Acknowledge an assignment, before the shift begins.")
class AcknowledgeAssignmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    assignment_id: strawberry.ID = identifier("派遣。The assignment.", "Assignment")


@strawberry.input(description="一次确认某动员的全部派遣（未开始的班次）。Acknowledge at once all assignments of a mobilisation to shifts that are ahead.")
class AcknowledgeMobilizationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    mobilization_id: strawberry.ID = identifier("动员。The mobilisation.", "Mobilization")
    unit_id: strawberry.ID | None = identifier("您能代表的单位：确认其全部人员的；不填为您本人的。The unit, for which you act: those of all its people; your own if left "
                                               "out.", "Organization", default=UNSET)


@strawberry.input(description="确认整个班次：除所列外都到岗、计整个班次的时长。Say of a shift that everybody was there for all of it, but for some.")
class ConfirmShiftInput:
    idempotency_key: str = strawberry.field(description=KEY)
    shift_id: strawberry.ID = identifier("班次。The shift.", "Shift")
    absent_ids: list[strawberry.ID] | None = identifier("未到岗的派遣。The assignments of those who were not there.", "Assignment", default=UNSET)


@strawberry.input(description="说明不能到岗（在班次开始之前）。Decline an assignment, before the shift begins.")
class DeclineAssignmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    assignment_id: strawberry.ID = identifier("派遣。The assignment.", "Assignment")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="替换：派另一名成员。Replace who is assigned by another member.")
class ReplaceAssignmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    assignment_id: strawberry.ID = identifier("被替换的派遣。The assignment that is replaced.", "Assignment")
    member_id: strawberry.ID = identifier("接替的成员，须已向本区划的社区报到。Who is sent instead: a member who is registered with a community of the division.", "Member")


@strawberry.input(description="解除派遣（不再需要）。Release somebody who is not needed.")
class ReleaseAssignmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    assignment_id: strawberry.ID = identifier("派遣。The assignment.", "Assignment")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="确认到岗与时长；可再次确认以更正。Say that the member was there, and the hours; again to correct them.")
class ServeAssignmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    assignment_id: strawberry.ID = identifier("派遣。The assignment.", "Assignment")
    hours: Decimal | None = strawberry.field(description="时长，小时，最多两位小数，不超过班次；不填则为整个班次。How many hours, with at most two decimals, no more than the shift "
                                                         "lasts; the whole shift if left out.", default=UNSET)


@strawberry.input(description="记为未到岗。Say that the member was not there.")
class MissAssignmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    assignment_id: strawberry.ID = identifier("派遣。The assignment.", "Assignment")


MOBILIZATION = Shown("mobilization", AMobilization, "该动员。The mobilisation.", "mobilization")
ASSIGNMENT = Shown("assignment", AnAssignment, "该派遣。The assignment.", "assignment")
FORMER = Shown("former_assignment", AnAssignment, "被替换的派遣。The assignment that was replaced.", "former_assignment")
SHIFT = Shown("shift", AShift, "班次。The shift.", "shift")
MOBILIZE = mutation("发起动员（街道或区县）。Call a mobilisation; a street's or a district's.", mobilizations.mobilize, MobilizeInput, MOBILIZATION)
CANCEL = mutation("取消动员（发起方）。Cancel a mobilisation; the caller's.", mobilizations.cancel, CancelMobilizationInput, MOBILIZATION)
ASSIGN = mutation("派人到班次（发起方）。Assign a member to a shift; the caller's.", assignments.assign, AssignMemberInput, ASSIGNMENT, SHIFT)
ACKNOWLEDGE = mutation("确认到岗（本人或所在单位）。Acknowledge an assignment; the member's, or the unit's.", assignments.acknowledge,
                       AcknowledgeAssignmentInput, ASSIGNMENT, SHIFT)
ACKNOWLEDGE_ALL = mutation("一次确认某动员的全部派遣（本人的，或所代表单位的）。Acknowledge all assignments of a mobilisation: one's own, or those of the unit's people, "
                           "by who acts for it.", assignments.acknowledge_all, AcknowledgeMobilizationInput, MOBILIZATION)
CONFIRM = mutation("确认整个班次（发起方）。Say of a shift who was there; the caller's.", assignments.confirm_shift, ConfirmShiftInput, SHIFT)
DECLINE = mutation("说明不能到岗（本人或所在单位）。Decline an assignment; the member's, or the unit's.", assignments.decline,
                   DeclineAssignmentInput, ASSIGNMENT, SHIFT)
REPLACE = mutation("替换（发起方）；原派遣保留。Replace who is assigned; the caller's; the assignment before stays.", assignments.replace,
                   ReplaceAssignmentInput, ASSIGNMENT, FORMER, SHIFT)
RELEASE = mutation("解除派遣（发起方）。Release somebody; the caller's.", assignments.release, ReleaseAssignmentInput, ASSIGNMENT, SHIFT)
SERVE = mutation("确认到岗与时长（发起方）。Say that the member was there; the caller's.", assignments.serve, ServeAssignmentInput, ASSIGNMENT,
                 SHIFT)
MISS = mutation("记为未到岗（发起方）。Say that the member was not there; the caller's.", assignments.miss, MissAssignmentInput, ASSIGNMENT,
                SHIFT)
