"""Dual reporting: a member registers with a community, which confirms; the member moves; any side ends it."""
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import dual_reports, organizations
from domain import dual_reports as rules
from domain import texts
from domain.dual_reports import PROCESS, AlreadyReported, DualReport, DualReportState, DualReportStep
from domain.refusals import NotFound
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyReported)
async def propose(write: Write, *, community_id: UUID, unit_id: UUID) -> Ids:
    """Register oneself, as in the service of a unit, with the community where one lives, for it to confirm.

    raises   NotFound, NotAllowed, BadInput, AlreadyReported
    writes   dual_report, event dual_report.proposed
    """
    return {"dual_report": await _propose(write, community_id, unit_id)}


async def _propose(write: Write, community_id: UUID, unit_id: UUID, succeeds_id: UUID | None = None) -> UUID:
    """raises   NotFound, NotAllowed, BadInput, AlreadyReported"""
    unit = await organizations.find(write.connection, unit_id)
    community = await organizations.find(write.connection, community_id)
    if unit is None or community is None:
        raise NotFound("unit_id" if unit is None else "community_id")
    rules.check_ends(unit.kind, community.kind)
    rules.check_propose(write.viewer, unit_id)
    row: dict[str, Any] = {
        "id": uuid7(), "member_id": write.viewer.member_id, "unit_id": unit_id, "community_id": community_id,
        "home_code": str(community.division_code), "state": DualReportState.PROPOSED, "proposed_at": write.now,
        "succeeds_id": succeeds_id}
    await dual_reports.insert(write.connection, row)
    _record(write, PROCESS.begins[DualReportState.PROPOSED], row["id"], DualReport(**{
        name: row[name] for name in ("state", "member_id", "unit_id", "community_id", "home_code")}),
            after={name: row[name] for name in ("state", "member_id", "unit_id", "community_id")})
    return UUID(str(row["id"]))


@use_case(step=PROCESS.steps[DualReportStep.CONFIRM])
async def confirm(write: Write, *, dual_report_id: UUID) -> Ids:
    """Confirm that the member lives in the community, to which it belongs from then on.

    raises   NotFound, NotAllowed, WrongState
    writes   dual_report, event dual_report.confirmed
    """
    report = await _held(write, DualReportStep.CONFIRM, dual_report_id)
    return await _step(write, DualReportStep.CONFIRM, dual_report_id, report, confirmed_at=write.now)


@use_case(step=PROCESS.steps[DualReportStep.DECLINE])
async def decline(write: Write, *, dual_report_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    return await _over(write, DualReportStep.DECLINE, dual_report_id, reason)


@use_case(step=PROCESS.steps[DualReportStep.END])
async def end(write: Write, *, dual_report_id: UUID, reason: str) -> Ids:
    """End a registration, or take back what waits.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await _over(write, DualReportStep.END, dual_report_id, reason)


@use_case(AlreadyReported, step=PROCESS.steps[DualReportStep.MOVE])
async def move(write: Write, *, dual_report_id: UUID, community_id: UUID, unit_id: UUID | None = None) -> Ids:
    """Register with another community: what stood is over at once, the new one waits to be confirmed.

    unit_id  None: as before
    raises   NotFound, NotAllowed, WrongState, BadInput, AlreadyReported
    writes   dual_report, events dual_report.moved and dual_report.proposed
    """
    report = await _held(write, DualReportStep.MOVE, dual_report_id)
    await _step(write, DualReportStep.MOVE, dual_report_id, report, over_at=write.now)
    return {"dual_report": await _propose(write, community_id, unit_id or report.unit_id, dual_report_id),
            "former_report": dual_report_id}


async def _over(write: Write, step: DualReportStep, report_id: UUID, reason: str) -> Ids:
    report = await _held(write, step, report_id)
    return await _step(write, step, report_id, report, over_at=write.now, reason=texts.required("reason", reason))


async def _held(write: Write, step: DualReportStep, report_id: UUID) -> DualReport:
    """A registration that the viewer may take a step with.

    raises   NotFound, NotAllowed, WrongState
    """
    report = await dual_reports.locked(write.connection, write.viewer, report_id, write.now)
    if report is None:
        raise NotFound("dual_report_id")
    rules.check_step(write.viewer, step, report)
    return report


async def _step(write: Write, step: DualReportStep, report_id: UUID, report: DualReport, **columns: Any) -> Ids:
    target = PROCESS.steps[step].target
    version = await dual_reports.revise(write.connection, report_id, {"state": target, **columns})
    _record(write, PROCESS.steps[step].event, report_id, report, version, before={"state": report.state},
            after={"state": target, "member_id": report.member_id, **{name: None for name in columns if name == "reason"}})
    return {"dual_report": report_id}


def _record(write: Write, kind: str, report_id: UUID, report: DualReport, version: int = 1, **told: Any) -> None:
    write.record(kind, object_type="DualReport", object_id=report_id, object_version=version,
                 organization_id=rules.acting_for(write.viewer, report), home_code=report.home_code, **told)
