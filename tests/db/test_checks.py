"""Each CHECK of each table, with rows that it must refuse: one for each of its conditions. What a state needs, and which states
there are, is tested against the processes (`test_processes`)."""
import re
from typing import Any

import asyncpg
import orjson
import pytest

from db.driver.connection import Connection
from domain import processes

NO_BLANK = (
    "activity.reason", "admission.basis", "admission.reason", "admission.title", "admission.voucher", "assignment.reason",
    "attendance.name", "contact.name", "dual_report.reason", "joint_committee.name", "lead_consent.reason", "member.name",
    "micro_wish.note", "micro_wish.reason", "mobilization.cancel_reason", "opinion.answer", "opinion.question",
    "opinion.reason", "organization.name", "pairing.building", "pairing.promise", "sign_up.reason", "team.reason",
    "webhook.name", "whistle.address", "whistle.diagnosis", "whistle.evidence", "whistle.reason", "whistle.reference",
    "whistle.result", "whistle.unreported_reason", "whistle_party.reason", "whistle_party.report", "yearly_report.reason")
CHOSEN = (
    "admission.funded_per", "agreement.proposed_by", "attachment.type", "attendance.presence", "checkpoint.kind",
    "commitment.finding", "commitment.outcome", "commitment_list.kind", "delivery.state", "funding.source",
    "joint_committee.level", "mail_address.cadence", "mail_address.language", "mailing.purpose", "mailing.state",
    "notice.channel", "notice_channel.channel", "office.kind", "opinion.position", "opinion.purpose", "organization.kind",
    "pairing.kind", "pairing.proposed_by", "resolution.kind", "route.accept_unit", "route.handle_unit", "seat.kind",
    "station.proposed_by", "system.sight", "team.kind", "topic.source", "upload.type", "webhook.format", "whistle.accept_unit",
    "whistle.handle_unit", "whistle.kind", "whistle.level", "whistle_party.role", "whistle_party.state")
MORE_THAN_NONE = (
    "activity.places", "admission.approved_yuan", "admission.asked_yuan", "expense.yuan", "funding.planned",
    "item.community_days", "item.paired_days", "item.street_days", "route.accept_in", "route.handle_in", "shift.needed",
    "system.cost", "whistle.accept_in", "whistle.handle_in")
ID, AT, LATER = "00000000-0000-0000-0000-000000000001", "2026-05-01T00:00:00Z", "2026-05-01T02:00:00Z"
POINTS = [{"latitude": 40}, {"longitude": 116}]
TERM = [{"starts_on": "2026-05-02", "ends_on": "2026-05-01"}]
HOURS = [{"hours": 0, "starts_at": AT, "ends_at": LATER}, {"hours": 2.01, "starts_at": AT, "ends_at": LATER}]
HOUR_OF_DAY = [-1, 24]
PHONES = [{"phone": said} for said in ("1234", "1" * 21, "电话 1234567", "+", "12345\n")]
OTHERS: dict[str, list[dict[str, Any]]] = {
    "activity_keeps_its_places": [{"taken": -1, "places": 2}, {"taken": 3, "places": 2}],
    "activity_times": [{"sign_up_until": LATER, "starts_at": AT}, {"starts_at": AT, "ends_at": AT}],
    "admission_money": [{"approved_yuan": 1}, {"voucher": "函"}],
    "admission_term": TERM, "agreement_term": TERM, "office_check": TERM, "pairing_term": TERM, "seat_check": TERM,
    "assignment_hours": HOURS, "sign_up_hours": HOURS,
    "assignment_hours_of_who_was_there": [{"hours": 1, "state": "ABSENT"}],
    "sign_up_hours_of_who_was_there": [{"hours": 1, "state": "ABSENT"}],
    "attendance_of_a_seat_or_a_guest": [
        {"presence": "PRESENT"}, {"presence": "GUEST", "seat_id": ID, "name": "王"}, {"presence": "GUEST"},
        {"presence": "PRESENT", "seat_id": ID, "name": "王"}, {"presence": "SUBSTITUTED", "seat_id": ID}],
    "card_of_one": [{}, {"claim_id": ID, "item_id": ID, "joint_project_id": ID}, {"claim_id": ID},
                    {"joint_project_id": ID, "item_id": ID}],
    "claim_during_check": [{"during": "empty"}],
    "claim_rating_when_confirmed": [{"rating": 5, "state": "ACCEPTED"}, {"state": "CONFIRMED"}],
    "commitment_has_one_owner": [{}, {"owner_id": ID, "owner_seat_id": ID}],
    "commitment_is_checked_by_a_finding": [{"checked_at": AT}, {"finding": "BEHIND"}],
    "commitment_list_is_a_seats": [{"kind": "COMMITTEE", "seat_id": ID, "place_id": ID}, {"kind": "MEMBER"},
                                   {"kind": "MEMBER", "seat_id": ID}, {"kind": "COMMITTEE", "place_id": ID}],
    "community_fund_is_enough": [{"granted": 2, "yuan": 1}],
    "community_fund_year_check": [{"year": 1999}, {"year": 2100}],
    "contact_phone_check": PHONES, "wish_resident_phone_check": PHONES,
    "event_pos_with_form": [{"pos": 1}, {"form": 1}], "event_pos_with_hash": [{"pos": 1}, {"hash": "\\x01"}],
    "funding_is_enough": [{"granted": 2, "planned": 1, "spent": 0}, {"granted": 1, "planned": 1, "spent": 2}],
    "idempotency_key_key_check": [{"key": "x" * 7}, {"key": "x" * 129}],
    "item_check": POINTS, "organization_check": POINTS, "whistle_point": POINTS,
    "item_check1": [{"starts_at": LATER, "deadline": AT}],
    "item_claimed_within_quantity": [{"claimed": -1, "quantity": 1}, {"claimed": 2, "quantity": 1}],
    "item_fields_fit_list": [
        {"list": "DEMAND"}, {"list": "PROJECT", "urgency": "SOON"}, {"list": "RESOURCE"},
        {"list": "PROJECT", "resource_kind": "FUND"}, {"list": "PROJECT", "grid_id": ID},
        {"list": "DEMAND", "urgency": "SOON", "budget_yuan": 1}, {"list": "DEMAND", "urgency": "SOON", "lead_seat_id": ID}],
    "joint_committee_cadence": [{"cadence": "X"}],
    "joint_committee_lead_quota_check": [{"lead_quota": 0}, {"lead_quota": 1001}],
    **{f"mail_address_{name}_check": [{name: each} for each in HOUR_OF_DAY] for name in ("hour", "quiet_from", "quiet_until")},
    "mail_address_is_confirmed_by_code": [{}],
    "member_home_code_check": [{"home_code": said} for said in ("1", "1" * 16, "11a")],
    "micro_wish_of_a_community": [{"home_code": "110111007"}, {"home_code": "110111007001001"}],
    "mobilization_times": [{"acknowledge_by": LATER, "starts_at": AT}, {"starts_at": AT, "ends_at": AT}],
    "opinion_of_one": [{}, {"unit_id": ID, "member_id": ID}],
    "organization_codes_or_reason": [{"no_credit_code_reason": "无", "credit_code": "X"},
                                     {"no_credit_code_reason": "无", "division_code": "11"}],
    "organization_credit_code_check": [{"credit_code": said} for said in ("5" * 17, "5" * 19, "I" * 18, "o" * 18)],
    "organization_division_code_digits": [{"division_code": "11a"}, {"division_code": ""}],
    "organization_home_code_check": [{"home_code": said} for said in ("1", "1" * 16, "11a")],
    "organization_home_of_units": [{"home_code": "11", "division_code": "11"}],
    "organization_kind_fits_division_code": [
        {"kind": "UNIT", "division_code": "11"}, {"kind": "STREET"},
        *({"kind": kind, "division_code": "1" * (digits + 1)} for kind, digits in {
            "PROVINCE": 2, "CITY": 4, "DISTRICT": 6, "STREET": 9, "COMMUNITY": 12, "GRID": 15}.items())],
    "organization_latitude_check": [{"latitude": 85.1}, {"latitude": -85.1}],
    "organization_longitude_check": [{"longitude": 180.1}, {"longitude": -180.1}],
    "outgoing_one_check": [{"one": False}],
    "pairing_of_leader": [{"kind": "LEADER"}, {"kind": "UNIT", "leader_id": ID}],
    "project_part_share_check": [{"share": 0}, {"share": 101}],
    "resolution_has_one_owner": [{}, {"owner_id": ID, "owner_seat_id": ID}],
    "resolution_item_fits_kind": [{"kind": "TASK", "item_id": ID}, {"kind": "DEMAND"}],
    "route_of_a_district": [{"division_code": "1101"}, {"division_code": "110111007001001"}],
    "seat_of_a_place": [{"place_id": ID}, {"succeeds_id": ID}],
    "service_duty_hours_check": [{"hours": -1}], "service_duty_projects_check": [{"projects": -1}],
    "share_guest_ends": [{"guest_id": ID}],
    "share_of_one": [{}, {"item_id": ID, "topic_id": ID}, {"item_id": ID, "project_id": ID},
                     {"topic_id": ID, "project_id": ID}],
    "shift_keeps_its_numbers": [{"needed": needed, "assigned": assigned, "acknowledged": acknowledged, "served": served}
                                for needed, assigned, acknowledged, served in (
                                    (1, 2, 0, 0), (1, 1, -1, 0), (2, 1, 2, 0), (1, 1, 1, -1), (1, 1, 0, 1))],
    "shift_times": [{"starts_at": AT, "ends_at": AT}],
    "station_ends_when_ended": [{"state": "ENDED"}, {"state": "CONFIRMED", "ended_on": "2026-05-01"}],
    "station_proposed_by_a_side": [{"state": "PROPOSED"}, {"state": "DECLINED"}],
    "system_allow_check": [{"allow": []}], "system_key_hash_check": [{"hash": f"\\x{'00' * 31}"}],
    "upload_is_there_or_not": [{"received_at": AT}, {"type": "PDF"}, {"size": 1}, {"digest": "00"}],
    "webhook_home_is_its_systems": [{"home_code": "110111007001"}, {"system_id": ID}],
    "webhook_removed_has_moment": [{"state": "REMOVED"}],
    "whistle_diagnosis_is_whole": [{"diagnosis": "归住建"}, {"diagnosed_by": ID}, {"diagnosed_at": AT}],
    "whistle_linked": [{"state": "LINKED", **{name: value for name, value in (
        ("duplicate_of_id", ID), ("linked_at", AT), ("reason", "重复")) if name != missing}}
        for missing in ("duplicate_of_id", "linked_at", "reason")],
    "whistle_rating_is_whole": [{"rated_at": AT}, {"responded": True}, {"resolved": True}, {"satisfied": True}],
    "whistle_reference_is_a_systems": [{"reference": "12345-1"}],
}
REFUSED: dict[str, list[dict[str, Any]]] = {
    **{f"{each.replace('.', '_')}_check": [{each.partition(".")[2]: value}]
       for value, named in (("", NO_BLANK), ("X", CHOSEN), (0, MORE_THAN_NONE)) for each in named}, **OTHERS}
DOMAINS = {
    "amount": ["0"], "category": ["X"], "claim_state": ["X"], "filled": [""], "home_code": ["1", "110", "1" * 16, "11a"],
    "item_state": ["X"], "latitude": ["85.1", "-85.1"], "list": ["X"], "longitude": ["180.1", "-180.1"], "resource_kind": ["X"],
    "scope": ["X"], "stars": ["0", "6"], "urgency": ["X"], "yuan": ["-0.01"]}

_CHECKS = """
    SELECT conname AS name, conrelid::regclass::text AS table, pg_get_expr(conbin, conrelid) AS text FROM pg_constraint
    WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace"""


async def _checks(connection: Connection) -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["table"], row["text"]) for row in await connection.fetch(_CHECKS)}


async def test_all_are_here(connected: Connection) -> None:
    of_states = {f"{each.table}_{each.state}_check" for each in processes.ALL}
    found = {name for name in await _checks(connected) if not re.search("_has_what_its_(state|stage)_needs$", name)}
    assert found - of_states == REFUSED.keys()


@pytest.mark.parametrize(("name", "row"), [(name, row) for name, rows in REFUSED.items() for row in rows],
                         ids=lambda each: each if isinstance(each, str) else "")
async def test_what_a_check_refuses(connected: Connection, name: str, row: dict[str, Any]) -> None:
    table, check = (await _checks(connected))[name]
    assert await connected.fetchval(f"SELECT {check} FROM jsonb_populate_record(NULL::{table}, $1::text::jsonb) AS {table}",
                                    orjson.dumps(row).decode()) is False


async def test_all_domains_are_here(connected: Connection) -> None:
    found = await connected.fetch("SELECT typname FROM pg_type WHERE typtype = 'd' AND typnamespace = 'public'::regnamespace")
    assert {row["typname"] for row in found} == DOMAINS.keys()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in DOMAINS.items() for value in values])
async def test_what_a_domain_refuses(connected: Connection, name: str, value: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await connected.fetchval(f"SELECT $1::text::{name}", value)
