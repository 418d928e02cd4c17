"""Yearly reports: issued by a community from the log, contested by whom they are of, answered, final by the clock."""
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import dual_reports, organizations, yearly_reports
from db.deadlines import Whose
from domain import texts
from domain import yearly_reports as rules
from domain.faults import Faults
from domain.refusals import NotFound
from domain.yearly_reports import (
    CONTESTED_WITHIN,
    FIGURED,
    MOST_AT_ONCE,
    PROCESS,
    AlreadyIssued,
    YearlyReport,
    YearlyReportState,
    YearlyReportStep,
)
from resolvers.deadlines import passes
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyIssued)
async def issue(write: Write, *, dual_report_id: UUID, year: int) -> Ids:
    """Issue the report of a year that is over, of a member who is or was registered with the community.

    raises   NotFound, NotAllowed, BadInput, AlreadyIssued
    writes   yearly_report, event yearly_report.issued
    """
    rules.check_year(year, write.now)
    known = await dual_reports.locked(write.connection, write.viewer, dual_report_id, write.now)
    if known is None:
        raise NotFound("dual_report_id")
    rules.check_issue(write.viewer, known.community_id)
    rules.check_registered(known.confirmed_at)
    return await _issue_one(write, known.member_id, known.unit_id, known.community_id, known.home_code, year)


@use_case(AlreadyIssued)
async def issue_of_unit(write: Write, *, unit_id: UUID, community_id: UUID, year: int) -> Ids:
    """Issue a unit's own report of a year that is over, as a community where it is stationed.

    raises   NotFound, NotAllowed, BadInput, AlreadyIssued
    writes   yearly_report, event yearly_report.issued
    """
    unit = await organizations.find(write.connection, unit_id)
    community = await organizations.find(write.connection, community_id)
    if unit is None or community is None:
        raise NotFound("unit_id" if unit is None else "community_id")
    code = community.division_code or ""
    with Faults() as faults:
        faults.of(rules.check_year, year, write.now)
        faults.of(rules.check_unit, unit.kind, unit.stations, code)
        rules.check_issue(write.viewer, community_id)
    return await _issue_one(write, None, unit_id, community_id, code, year)


@use_case()
async def issue_all(write: Write, *, community_id: UUID, year: int) -> Ids:
    """Issue those of a year that is over of all members who are registered with a community, and of all units that are
    stationed there, which have none yet: MOST_AT_ONCE of them; asked again, the next.

    raises   NotFound, NotAllowed, BadInput
    writes   yearly_report, events yearly_report.issued
    """
    community = await organizations.find(write.connection, community_id)
    if community is None:
        raise NotFound("community_id")
    with Faults() as faults:
        faults.of(rules.check_year, year, write.now)
        faults.of(rules.check_community, community.kind)
        rules.check_issue(write.viewer, community_id)
    everybody, had = await yearly_reports.counted(write.connection, community_id, year)
    whose = await yearly_reports.waiting(write.connection, community_id, year, MOST_AT_ONCE)
    issued = await _issue(write, whose, community_id, community.division_code or "", year)
    left = everybody - had - len(whose)
    write.counts = {"issued": len(issued), "already_issued": had + len(whose) - len(issued), "left": left}
    return {"community": community_id}


async def _issue_one(write: Write, member_id: UUID | None, unit_id: UUID, community_id: UUID, code: str, year: int) -> Ids:
    issued = await _issue(write, [(member_id, unit_id)], community_id, code, year)
    if not issued:
        raise AlreadyIssued
    return {"yearly_report": issued[0]}


async def _issue(write: Write, whose: Sequence[tuple[UUID | None, UUID]], community_id: UUID, code: str,
                 year: int) -> list[UUID]:
    """Issue the reports of these, but for those that have one.

    whose     of each the member, and its unit; of a unit's own None, and the unit
    returns   the ids of those that were issued
    """
    of_year = rules.year_of(year)
    members, units = [[each for each in whose if (each[0] is None) is own] for own in (False, True)]
    figures = [*await yearly_reports.of_members(write.connection, [member for member, _ in members if member], *of_year),
               *await yearly_reports.of_units(write.connection, [unit for _, unit in units], *of_year)]
    reports = [{"id": uuid7(), "member_id": member, "unit_id": unit, **of_one}
               for (member, unit), of_one in zip([*members, *units], figures, strict=True)]
    of_all: dict[str, Any] = {
        "community_id": community_id, "year": year, **await yearly_reports.duty(write.connection, code),
        "state": YearlyReportState.ISSUED, "issued_at": write.now, "contest_until": write.now + CONTESTED_WITHIN}
    added = await yearly_reports.insert(write.connection, reports, of_all)
    issued = [each for each in reports if each["id"] in added]
    for each in issued:
        _record(write, PROCESS.begins[YearlyReportState.ISSUED], each["id"], community_id, 1,
                after={name: {**of_all, **each}[name] for name in ("state", "year", "contest_until", *FIGURED)})
    return [each["id"] for each in issued]


@use_case(step=PROCESS.steps[YearlyReportStep.CONTEST])
async def contest(write: Write, *, yearly_report_id: UUID, reason: str) -> Ids:
    """Say that a report is not right, in time: the member; of a unit's own, who acts for that.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   yearly_report, event yearly_report.contested
    """
    report = await _held(write, YearlyReportStep.CONTEST, yearly_report_id)
    changes = {"contested_at": write.now, "reason": texts.required("reason", reason)}
    return await _step(write, YearlyReportStep.CONTEST, yearly_report_id, report, changes, {"reason": None})


@use_case(step=PROCESS.steps[YearlyReportStep.CORRECT])
async def correct(write: Write, *, yearly_report_id: UUID, answer: str) -> Ids:
    """Count again from the log, in which the community has put right what was wrong; then it is final.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   yearly_report, event yearly_report.corrected
    """
    report = await _held(write, YearlyReportStep.CORRECT, yearly_report_id)
    of_year = rules.year_of(report.year)
    figures = (await yearly_reports.of_members(write.connection, [report.member_id], *of_year) if report.member_id
               else await yearly_reports.of_units(write.connection, [report.unit_id], *of_year))
    return await _answer(write, YearlyReportStep.CORRECT, yearly_report_id, report, answer, figures[0])


@use_case(step=PROCESS.steps[YearlyReportStep.REFUSE])
async def refuse(write: Write, *, yearly_report_id: UUID, answer: str) -> Ids:
    """Let a report stand as it is; then it is final.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   yearly_report, event yearly_report.refused
    """
    report = await _held(write, YearlyReportStep.REFUSE, yearly_report_id)
    return await _answer(write, YearlyReportStep.REFUSE, yearly_report_id, report, answer, {})


async def _answer(write: Write, step: YearlyReportStep, report_id: UUID, report: YearlyReport, answer: str,
                  figures: dict[str, Any]) -> Ids:
    said = {"answer": texts.required("answer", answer, texts.BODY), "answered_at": write.now, "final_at": write.now}
    return await _step(write, step, report_id, report, {**said, **figures}, {"answer": None, **figures})


async def _held(write: Write, step: YearlyReportStep, report_id: UUID) -> YearlyReport:
    """raises   NotFound, NotAllowed, WrongState"""
    report = await yearly_reports.locked(write.connection, write.viewer, report_id, write.now)
    if report is None:
        raise NotFound("yearly_report_id")
    rules.check_step(write.viewer, step, report, write.now)
    return report


async def _step(write: Write, step: YearlyReportStep, report_id: UUID, report: YearlyReport, changes: dict[str, Any],
                told: dict[str, Any]) -> Ids:
    target = PROCESS.steps[step].target
    version = await yearly_reports.revise(write.connection, report_id, {"state": target, **changes})
    acting = report.unit_id if step == YearlyReportStep.CONTEST else report.community_id
    _record(write, PROCESS.steps[step].event, report_id, acting if acting in write.viewer.acts_for else None, version,
            before={"state": report.state}, after={"state": target, **told})
    return {"yearly_report": report_id}


def _record(write: Write, kind: str, report_id: UUID, organization_id: UUID | None, version: int, **told: Any) -> None:
    write.record(kind, object_type="YearlyReport", object_id=report_id, object_version=version,
                 organization_id=organization_id, **told)


CLOSE = passes(PROCESS, rules.CLOSE, "final_at = $1", Whose("t.community_id", "NULL::text"))
