"""Admissions: a department asks, the level that decides approves with the money or refuses; the clock ends it with its term."""
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import admissions, organizations
from db.deadlines import Whose
from db.organizations import Organization
from domain import access, dates, funds, items, terms, texts
from domain import admissions as rules
from domain.admissions import PROCESS, Admission, AdmissionState, AdmissionStep, Role
from domain.faults import Faults
from domain.items import ItemState
from domain.refusals import NotFound
from resolvers.deadlines import passes
from resolvers.offices import acting_over
from resolvers.publishing import type_name
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def propose(write: Write, *, division_id: UUID, title: str, basis: str, category: str, yuan: Decimal,
                  funded_per: str, ends_on: date, starts_on: date | None = None, department_id: UUID | None = None) -> Ids:
    """Ask that the communities of a division take a task of a department over.

    basis          the document that says so
    yuan           the money that goes with it
    starts_on      None: today
    department_id  None: the one organisation that the viewer acts for
    raises         NotFound, NotAllowed, BadInput
    writes         admission, event admission.proposed
    """
    today = dates.day(write.now)
    starts_on = starts_on or today
    with Faults() as faults:
        said = {"title": faults.of(texts.line, "title", title, texts.TITLE), "basis": faults.of(texts.required, "basis", basis)}
        faults.of(funds.check_yuan, "yuan", yuan)
        faults.of(terms.check_agreed, starts_on, ends_on, today, rules.LONGEST)
        department = await _department(write, department_id)
        division, decider_id = await _division(write, division_id)
    row: dict[str, Any] = {
        "id": uuid7(), "department_id": department.id, "division_id": division_id, "decider_id": decider_id,
        "home_code": division.division_code, "category": category, "asked_yuan": yuan, "funded_per": funded_per, **said,
        "starts_on": starts_on, "ends_on": ends_on, "ends_at": dates.next_day_starts(ends_on),
        "state": AdmissionState.PROPOSED, "proposed_at": write.now}
    await admissions.insert(write.connection, row)
    write.record(PROCESS.begins[AdmissionState.PROPOSED], object_type="Admission", object_id=row["id"], object_version=1,
                 organization_id=department.id, home_code=division.division_code,
                 after={name: row[name] for name in ("department_id", "division_id", "category", "asked_yuan", "state",
                                                     "starts_on", "ends_on")})
    return {"admission": row["id"]}


async def _department(write: Write, asked: UUID | None) -> Organization:
    """raises   NotAllowed, NotFound, BadInput"""
    department_id = access.acting_organization(write.viewer, asked, field="department_id", action=rules.PROPOSE)
    department = await organizations.find(write.connection, department_id)
    if department is None:
        raise NotFound("department_id")
    rules.check_department(department.kind)
    return department


async def _division(write: Write, division_id: UUID) -> tuple[Organization, UUID]:
    """The division that is asked for, and the one that decides.

    raises   NotFound, BadInput
    """
    division = await organizations.find(write.connection, division_id)
    if division is None:
        raise NotFound("division_id")
    rules.check_division(division.kind)
    code = rules.decided_by(str(division.division_code))
    decider = await organizations.with_codes(write.connection, [code], "DISTRICT" if len(code) < rules.STREET else "STREET")
    if not decider:
        raise rules.without_decider(code)
    return division, decider[code]


@use_case(step=PROCESS.steps[AdmissionStep.APPROVE])
async def approve(write: Write, *, admission_id: UUID, yuan: Decimal, voucher: str) -> Ids:
    """Approve what a department asked for, with the money that goes with it.

    yuan     what is allotted, counted as it was asked
    voucher  the document by which
    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   admission, event admission.approved
    """
    admission = await _held(write, AdmissionStep.APPROVE, admission_id)
    with Faults() as faults:
        faults.of(funds.check_yuan, "yuan", yuan)
        said = {"voucher": faults.of(texts.line, "voucher", voucher, texts.TITLE)}
    return await _step(write, AdmissionStep.APPROVE, admission_id, admission, decided_at=write.now, approved_yuan=yuan, **said)


@use_case(step=PROCESS.steps[AdmissionStep.REFUSE])
async def refuse(write: Write, *, admission_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    return await _over(write, AdmissionStep.REFUSE, admission_id, reason)


@use_case(step=PROCESS.steps[AdmissionStep.WITHDRAW])
async def withdraw(write: Write, *, admission_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    return await _over(write, AdmissionStep.WITHDRAW, admission_id, reason)


@use_case(step=PROCESS.steps[AdmissionStep.REVOKE])
async def revoke(write: Write, *, admission_id: UUID, reason: str) -> Ids:
    """Let an admission hold no longer: what is open under it is claimed no more, what is claimed goes on.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   admission, item, events admission.revoked, item.expired
    """
    ids = await _over(write, AdmissionStep.REVOKE, admission_id, reason)
    for item in await admissions.close(write.connection, admission_id, write.now):
        write.record(items.PROCESS.steps["EXPIRE"].event, object_type=type_name(item.list), object_id=item.id,
                     object_version=item.version, organization_id=item.publisher_id, home_code=item.home_code,
                     before={"state": ItemState.PUBLISHED}, after={"state": ItemState.EXPIRED, "deadline": item.deadline})
    return ids


async def _over(write: Write, step: AdmissionStep, admission_id: UUID, reason: str) -> Ids:
    admission = await _held(write, step, admission_id)
    return await _step(write, step, admission_id, admission, over_at=write.now, reason=texts.required("reason", reason))


async def _held(write: Write, step: AdmissionStep, admission_id: UUID) -> Admission:
    """raises   NotFound, NotAllowed, WrongState"""
    admission = await admissions.locked(write.connection, write.viewer, admission_id, write.now)
    if admission is None:
        raise NotFound("admission_id")
    rules.check_step(write.viewer, step, admission, write.now)
    return admission


async def _step(write: Write, step: AdmissionStep, admission_id: UUID, admission: Admission, **columns: Any) -> Ids:
    target = PROCESS.steps[step].target
    version = await admissions.revise(write.connection, admission_id, {"state": target, **columns})
    by_department = PROCESS.steps[step].by == Role.DEPARTMENT
    write.record(PROCESS.steps[step].event, object_type="Admission", object_id=admission_id, object_version=version,
                 organization_id=admission.department_id if by_department else await acting_over(write, admission.home_code),
                 home_code=admission.home_code, before={"state": admission.state},
                 after={"state": target, **{name: value for name, value in columns.items() if name == "approved_yuan"},
                        **{name: None for name in columns if name in ("reason", "voucher")}})
    return {"admission": admission_id}


END = passes(PROCESS, "END", "over_at = $1", Whose("t.department_id"))
