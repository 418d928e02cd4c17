"""Leading projects: a seat's progress of the year, consents to one more, and what can be done."""
from datetime import datetime

import strawberry

from domain.sight import OPEN
from planner.catalogue import Order
from resolvers import leads as use_cases
from schema.days import TODAY
from schema.declare import column, entity, one
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import ACommittee, ALeadConsent, AListItem, AMember, ASeat
from schema.nodes import Node
from schema.writes import Shown, mutation

YEAR = f"extract(year FROM {TODAY})::int"
STARTS = "(date_trunc('year', {now} AT TIME ZONE interval '8 hours') AT TIME ZONE interval '8 hours')"
OF_PLACE = "ANY(ARRAY(SELECT s.id FROM seat s WHERE coalesce(s.place_id, s.id) = coalesce({t}.place_id, {t}.id)))"
LED = (f"((SELECT count(*) FROM item i WHERE i.list = 'PROJECT' AND i.lead_seat_id = {OF_PLACE} AND i.listed_at >= {STARTS} "
       "AND i.state IN ('DRAFT', 'PUBLISHED', 'COMPLETED')) + (SELECT count(*) FROM joint_project p "
       f"WHERE p.lead_seat_id = {OF_PLACE} AND p.formed_at >= {STARTS} AND p.state <> 'STOPPED' AND NOT EXISTS ("
       "SELECT FROM claim c JOIN item i ON i.id = c.item_id WHERE c.joint_project_id = p.id AND i.list = 'PROJECT' "
       f"AND i.lead_seat_id = {OF_PLACE})))::int")  # as `db.leads.count` has it
CONSENTED = ("(SELECT count(*)::int FROM lead_consent c WHERE c.place_id = coalesce({t}.place_id, {t}.id) "
             f"AND c.year = {YEAR})")
QUOTA = "(SELECT j.lead_quota FROM joint_committee j WHERE j.id = {t}.committee_id)"


@entity("席位今年的领办进度。How many projects a seat leads in the year that runs.")
class LeadProgress:
    year: int = column("年份，按北京时间。The calendar year, by China's clocks.", YEAR)
    led: int = column("已领办的项目，含草稿与移交前所领办的。Projects that it leads, drafts included, and those that its place led before a handover.", LED)
    quota: int | None = column("额度，含已同意多领办的；只有兼职委员有额度，其余为空。How many it may lead, with those that an officer consented to; of part-time members "
                               "alone, null for the others.", f"CASE WHEN {{t}}.kind = 'PART_TIME' THEN {QUOTA} + {CONSENTED} END")
    consented: int = column("额度中同意多领办的。How many of its quota an officer consented to.", CONSENTED)


@entity("同意席位当年多领办一个项目的记录；所有成员可见。That an officer consented to a seat's leading one more project in a year; seen by every member.", table="lead_consent", tag="lc",
        visible=OPEN, keys={"id": "id"}, orders={"NEWEST": Order("{t}.consented_at", "timestamptz", descending=True)})
class LeadConsent(Node):
    seat: ASeat = one("席位。The seat.", "{t}.id = {p}.seat_id")
    year: int = column("年份。The calendar year.")
    reason: str = column("理由。Why.")
    consented_by: AMember = one("由谁同意。Who consented.", "{t}.id = {p}.consented_by")
    consented_at: datetime = column("何时同意。When.")


@strawberry.input(description="由席位领办项目。Let a seat lead a project.")
class LeadProjectInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier("已发布、尚无席位领办的项目。A published project that no seat leads.", "Project")
    seat_id: strawberry.ID = identifier("领办的席位。The seat that leads it.", "Seat")


@strawberry.input(description="同意席位今年多领办一个项目。Consent to a seat's leading one more project this year.")
class ConsentToLeadInput:
    idempotency_key: str = strawberry.field(description=KEY)
    seat_id: strawberry.ID = identifier("兼职委员的席位。The part-time member's seat.", "Seat")
    reason: str = strawberry.field(description="理由。Why.")


@strawberry.input(description="定兼职委员每年领办项目的额度。Say how many projects a committee's part-time members lead in a year.")
class SetLeadQuotaInput:
    idempotency_key: str = strawberry.field(description=KEY)
    committee_id: strawberry.ID = identifier("委员会。The committee.", "JointCommittee")
    quota: int = strawberry.field(description="每席每年几个，1 至 1000。How many each, 1 to 1000.")


SEAT = Shown("seat", ASeat, "该席位。The seat.", "seat")
LEAD = mutation("由席位领办已发布的项目（席位本人、委员会一方，或其区划的工作人员）。Let a seat lead a published project; of who holds the seat, of its committee's "
                "side, and of officers over that.", use_cases.lead, LeadProjectInput,
                Shown("item", AListItem, "该项目。The project.", "item"), SEAT)
CONSENT = mutation("同意兼职委员今年多领办一个项目（委员会所在区划的工作人员）。Consent to a part-time member's leading one more project this year; by officers over the "
                   "committee's division.", use_cases.consent, ConsentToLeadInput,
                   Shown("consent", ALeadConsent, "该记录。The record.", "consent"), SEAT)
SET_QUOTA = mutation("定领办额度（书记）。Say how many projects part-time members lead in a year; the secretary's.", use_cases.set_quota,
                     SetLeadQuotaInput, Shown("committee", ACommittee, "该委员会。The committee.", "committee"))
