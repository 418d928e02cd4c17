"""Lists of commitments: adopted, checked and reported; and the commitments in them."""
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import commitments, committees, conferences
from db.commitments import Due
from db.driver.connection import Connection
from domain import commitments as rules
from domain import dates, sight, texts
from domain.commitments import (
    LIST,
    OVERDUE,
    PROCESS,
    AlreadyAdopted,
    Commitment,
    CommitmentList,
    CommitmentsOpen,
    CommitmentState,
    CommitmentStep,
    ListState,
    ListStep,
    Role,
)
from domain.committees import OwnerElsewhere
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound, WrongState
from resolvers import owners
from resolvers.conferences import acting_for
from resolvers.deadlines import Taken, by_clock, falls_overdue
from resolvers.writing.use_cases import Ids, Write, use_case

LISTED = ("state", "committee_id", "year", "kind", "seat_id", "due_on")
"""What is told of a list that is adopted."""
GIVEN = ("state", "list_id", "owner_id", "owner_seat_id", "due_on")
"""What is told of a commitment that is given."""


@use_case(AlreadyAdopted, OwnerElsewhere)
async def adopt(write: Write, *, committee_id: UUID, year: int, commitments: Sequence[Mapping[str, Any]],
                seat_id: UUID | None = None) -> Ids:
    """Adopt the list of a year of one of a committee's seats, or of the committee itself.

    commitments   text, owner (organization_id or seat_id) and due_on of each
    seat_id       whose it is; None: the committee's own
    raises        NotFound, NotAllowed, BadInput, AlreadyAdopted, OwnerElsewhere
    writes        commitment_list, commitment, events commitment_list.adopted and commitment.given
    """
    today = dates.day(write.now)
    with Faults() as faults:
        faults.of(rules.check_year, year, today)
        faults.of(rules.check_number, 0, len(commitments), "commitments")
        rows = [faults.of(_read, each, year, today, f"commitments[{number}].") for number, each in enumerate(commitments)]
    led, kind, place_id = await _new(write, committee_id, seat_id, year)
    rules.check_leads(write.viewer, write.viewer.member_id, led, rules.ADOPT)
    owned = [await owners.named(write, each["owner"], committee_id, led.home_code, f"commitments[{number}].owner")
             for number, each in enumerate(commitments)]
    ids = {"commitment_list": await _add_list(write, led, kind, place_id)}
    for row, owner in zip(rows, owned, strict=True):
        await _give(write, ids["commitment_list"], led, {**row, **owner})
    return ids


async def _new(write: Write, committee_id: UUID, seat_id: UUID | None, year: int) -> tuple[CommitmentList, str, UUID | None]:
    """A list to be, its kind, and the place of the seat whose it is.

    raises   NotFound, BadInput
    """
    committee = await conferences.committee(write.connection, committee_id)
    if committee is None:
        raise NotFound("committee_id")
    seat = await committees.locked_seat(write.connection, seat_id) if seat_id else None
    today = dates.day(write.now)
    if seat_id and (seat is None or seat.committee_id != committee_id
                    or not await committees.has_seat(write.connection, committee_id, seat_id, today)):
        raise BadInput("seat_id", Bilingual("不是该委员会现有的席位。", "It is no seat that the committee has today."))
    led = CommitmentList(
        state=ListState.ADOPTED, committee_id=committee_id, organization_id=committee.organization_id,
        home_code=committee.division_code, year=year, holder_id=seat.member_id if seat else None, seat_id=seat_id,
        above_id=await commitments.above(write.connection, committee.organization_id), report_due_on=rules.report_due_on(year))
    return led, rules.kind_of(seat.kind if seat else None), seat.place_id if seat else None


def _read(given: Mapping[str, Any], year: int, today: date, path: str = "") -> dict[str, Any]:
    """The columns of a commitment, but for its owner.

    path     under which its fields are in the input
    raises   BadInput
    """
    with Faults() as faults:
        text = faults.of(texts.required, f"{path}text", given["text"])
        faults.of(rules.check_due, f"{path}due_on", given["due_on"], year, today)
    return {"text": text, "due_on": given["due_on"]}


async def _add_list(write: Write, led: CommitmentList, kind: str, place_id: UUID | None) -> UUID:
    today = dates.day(write.now)
    check_due, report_due = rules.check_due_on(led.year, today), led.report_due_on
    row: dict[str, Any] = {
        "id": uuid7(), "committee_id": led.committee_id, "organization_id": led.organization_id, "home_code": led.home_code,
        "above_id": led.above_id, "year": led.year, "kind": kind, "seat_id": led.seat_id, "place_id": place_id,
        "state": led.state, "adopted_at": write.now, "check_due_on": check_due, "report_due_on": report_due,
        "overdue_at": dates.next_day_starts(check_due or report_due)}
    await commitments.insert_list(write.connection, row)
    told = {**row, "due_on": check_due or report_due}
    await _record(write, LIST.begins[ListState.ADOPTED], "CommitmentList", row["id"], 1, led,
                  after={name: told[name] for name in LISTED})
    list_id: UUID = row["id"]
    return list_id


async def _give(write: Write, list_id: UUID, led: CommitmentList, columns: Mapping[str, Any]) -> UUID:
    row: dict[str, Any] = {
        "id": uuid7(), "list_id": list_id, "committee_id": led.committee_id, "organization_id": led.organization_id,
        "home_code": led.home_code, "year": led.year, "seat_id": led.seat_id, "state": CommitmentState.OPEN,
        "overdue_at": dates.next_day_starts(columns["due_on"]), "given_at": write.now, **columns}
    await commitments.insert(write.connection, row)
    await _record(write, PROCESS.begins[CommitmentState.OPEN], "Commitment", row["id"], 1, led,
                  after={name: row[name] for name in GIVEN})
    commitment_id: UUID = row["id"]
    return commitment_id


@use_case(WrongState, OwnerElsewhere)
async def add(write: Write, *, commitment_list_id: UUID, text: str, owner: Mapping[str, UUID], due_on: date) -> Ids:
    """Add a commitment to a list that is not reported yet.

    raises   NotFound, NotAllowed, WrongState of the list, OwnerElsewhere, BadInput
    writes   commitment, event commitment.given
    """
    led, today = await _locked_list(write, commitment_list_id), dates.day(write.now)
    rules.check_add(write.viewer, write.viewer.member_id, led)
    there = await commitments.number(write.connection, commitment_list_id, open_only=False)
    with Faults() as faults:
        faults.of(rules.check_number, there, 1, "commitment_list_id")
        row = faults.of(_read, {"text": text, "due_on": due_on}, led.year, today)
        owned = await owners.named(write, owner, led.committee_id, led.home_code, "owner")
    added = await _give(write, commitment_list_id, led, {**row, **owned})
    return {"commitment": added, "commitment_list": commitment_list_id}


@use_case(step=LIST.steps[ListStep.CHECK])
async def check(write: Write, *, commitment_list_id: UUID, findings: Sequence[Mapping[str, Any]],
                comment: str | None = None) -> Ids:
    """Check a list at mid-year; not its leader's.

    findings   commitment_id, finding and note of each commitment that was not dropped
    raises     NotFound, NotAllowed, WrongState, BadInput
    writes     commitment, commitment_list, events commitment.checked and commitment_list.checked
    """
    led = await _checked(write, ListStep.CHECK, commitment_list_id)
    with Faults() as faults:
        comment = faults.of(texts.optional, "comment", comment)
        found = [{**each, "note": faults.of(texts.optional, f"findings[{number}].note", each.get("note"))}
                 for number, each in enumerate(findings)]
        standing = await commitments.standing(write.connection, commitment_list_id)
        faults.of(rules.check_findings, standing, [each["commitment_id"] for each in findings])
    said = {each["commitment_id"]: each["finding"] for each in found}
    for each in await commitments.find(write.connection, found, write.now):
        await _record(write, "commitment.checked", "Commitment", each.id, each.version, led,
                      after={"state": each.state, "finding": said[each.id], "note": None})
    moment = rules.next_overdue_at(led.state, led.report_due_on, write.now)
    return await _list_step(write, ListStep.CHECK, commitment_list_id, led, {
        "checked_at": write.now, "comment": comment, **({"overdue_at": moment} if moment else {})})


@use_case(CommitmentsOpen, step=LIST.steps[ListStep.REPORT])
async def report_list(write: Write, *, commitment_list_id: UUID, report: str) -> Ids:
    """Report a list at the end of its year, all of its commitments being reported or dropped; its leader's.

    raises   NotFound, NotAllowed, WrongState, CommitmentsOpen, BadInput
    """
    led = await _checked(write, ListStep.REPORT, commitment_list_id)
    return await _list_step(write, ListStep.REPORT, commitment_list_id, led, {
        "reported_at": write.now, "report": texts.required("report", report, texts.BODY), "overdue_at": None})


@use_case(step=PROCESS.steps[CommitmentStep.REPORT])
async def report(write: Write, *, commitment_id: UUID, outcome: str, report: str) -> Ids:
    """Report what came of a commitment; its owner's.

    outcome  a name of `domain.commitments.Outcome`
    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await _step(write, CommitmentStep.REPORT, commitment_id, {
        "reported_at": write.now, "outcome": outcome, "report": texts.required("report", report, texts.BODY)})


@use_case(step=PROCESS.steps[CommitmentStep.DROP])
async def drop(write: Write, *, commitment_id: UUID, reason: str) -> Ids:
    """Say that a commitment is not wanted any more.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await _step(write, CommitmentStep.DROP, commitment_id, {"reason": texts.required("reason", reason)})


async def _locked_list(write: Write, list_id: UUID) -> CommitmentList:
    """raises   NotFound"""
    led = await commitments.locked_list(write.connection, list_id, dates.day(write.now))
    if led is None or not sight.sees(rules.LIST_SIGHT, write.viewer, led, {}, write.now):
        raise NotFound("commitment_list_id")
    return led


async def _checked(write: Write, step: ListStep, list_id: UUID) -> CommitmentList:
    """raises   NotFound, NotAllowed, WrongState, CommitmentsOpen"""
    led = await _locked_list(write, list_id)
    if step == ListStep.REPORT:
        led = replace(led, open=await commitments.number(write.connection, list_id, open_only=True))
    rules.check_list_step(write.viewer, write.viewer.member_id, step, led)
    return led


async def _list_step(write: Write, step: ListStep, list_id: UUID, led: CommitmentList, columns: Mapping[str, Any]) -> Ids:
    taken = LIST.steps[step]
    version = await commitments.revise_list(write.connection, list_id, {"state": taken.target, **columns})
    await _record(write, taken.event, "CommitmentList", list_id, version, led, before={"state": led.state},
                  after={"state": taken.target, "due_on": led.report_due_on,
                         **{name: None for name in columns if name in ("comment", "report")}})
    return {"commitment_list": list_id}


async def _step(write: Write, step: CommitmentStep, commitment_id: UUID, columns: Mapping[str, Any]) -> Ids:
    found = await commitments.locked(write.connection, commitment_id, dates.day(write.now))
    if found is None or not sight.sees(rules.SIGHT, write.viewer, found, {}, write.now):
        raise NotFound("commitment_id")
    rules.check_step(write.viewer, write.viewer.member_id, step, found)
    taken = PROCESS.steps[step]
    version = await commitments.revise(write.connection, commitment_id, {"state": taken.target, **columns})
    acting = found.owner_id if taken.by == Role.OWNER else None
    await _record(write, taken.event, "Commitment", commitment_id, version, found, acting, before={"state": found.state},
                  after={"state": taken.target, **{name: columns[name] if name == "outcome" else None for name in columns
                                                   if name in ("outcome", "report", "reason")}})
    return {"commitment": commitment_id}


async def _record(write: Write, kind: str, type_: str, object_id: UUID, version: int, led: CommitmentList | Commitment,
                  acting: UUID | None = None, *, after: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> None:
    """
    acting   the organisation for which it was done; None: the one for which the viewer arranges the committee's work
    """
    write.record(kind, object_type=type_, object_id=object_id, object_version=version, home_code=led.home_code,
                 organization_id=acting or await acting_for(write, led.organization_id, led.home_code),
                 before=before, after=after)


async def _lists_fall_overdue(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    found = await commitments.due(connection, now, limit)
    moments = {each.id: rules.next_overdue_at(each.state, each.report_due_on, now) for each in found}
    if moments:
        await commitments.move(connection, moments)
    return [_taken(each) for each in found]


def _taken(each: Due) -> Taken:
    return Taken(id=each.id, state=each.state, due_at=each.overdue_at, version=each.version,
                 organization_id=each.organization_id, home_code=each.home_code)


LISTS_FALL_OVERDUE = by_clock(LIST, OVERDUE, _lists_fall_overdue)
FALL_OVERDUE = falls_overdue(PROCESS, OVERDUE)
