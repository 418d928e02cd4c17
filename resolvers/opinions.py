"""Opinions: an organisation asks a community about a unit or a member, its secretary answers; both are told when it is late."""
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import members, opinions, organizations
from db.deadlines import Whose
from db.organizations import Organization
from domain import access, dates, texts
from domain import opinions as rules
from domain.faults import Faults
from domain.opinions import PROCESS, Opinion, OpinionState, OpinionStep, Role
from domain.refusals import NotFound
from resolvers.deadlines import falls_overdue
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def ask(write: Write, *, community_id: UUID, subject: Mapping[str, UUID], purpose: str, question: str, due_on: date,
              asker_id: UUID | None = None) -> Ids:
    """Ask a community for its opinion of a unit or a member; what that took part in there in the last year is counted now.

    subject    one of: a unit_id, a member_id
    due_on     until when, that day included
    asker_id   None: the one organisation that the viewer acts for
    raises     NotFound, NotAllowed, BadInput
    writes     opinion, event opinion.asked
    """
    today = dates.day(write.now)
    with Faults() as faults:
        said = {"question": faults.of(texts.required, "question", question, texts.BODY)}
        faults.of(rules.check_due, due_on, today)
        asker = await _organization(write, "asker_id", access.acting_organization(
            write.viewer, asker_id, field="asker_id", action=rules.ASK))
        community = await _organization(write, "community_id", community_id)
        rules.check_community(community.kind)
    about, homes = await _subject(write, subject, asker.id, community_id)
    rules.check_ask(asker.kind, asker.division_code, homes)
    since = rules.since(write.now)
    figures = await opinions.figures(write.connection, **about, community_code=str(community.division_code), since=since,
                                     now=write.now)
    row: dict[str, Any] = {
        "id": uuid7(), "asker_id": asker.id, "community_id": community_id, **about, "purpose": purpose, **said,
        "due_on": due_on, "state": OpinionState.ASKED, "asked_at": write.now, "figures_from": since, **figures,
        "overdue_at": dates.next_day_starts(due_on)}
    await opinions.insert(write.connection, row)
    write.record(PROCESS.begins[OpinionState.ASKED], object_type="OpinionRequest", object_id=row["id"], object_version=1,
                 organization_id=asker.id, after={name: row[name] for name in ("state", "due_on")})
    return {"opinion": row["id"]}


async def _organization(write: Write, field: str, organization_id: UUID) -> Organization:
    """raises   NotFound"""
    found = await organizations.find(write.connection, organization_id)
    if found is None:
        raise NotFound(field)
    return found


async def _subject(write: Write, subject: Mapping[str, UUID], asker_id: UUID,
                   community_id: UUID) -> tuple[dict[str, UUID | None], set[str]]:
    """Whom it is about, by columns, and where that is at home.

    raises   NotFound, BadInput
    """
    (named_by, row_id), = subject.items()
    about: dict[str, UUID | None] = {"unit_id": None, "member_id": None, named_by: row_id}
    if named_by == "unit_id":
        unit = await _organization(write, "subject.unit_id", row_id)
        rules.check_unit(unit.kind, unit.id, asker_id)
        return about, {unit.home_code or ""}
    if await members.lock(write.connection, row_id) is None:
        raise NotFound("subject.member_id")
    served = await opinions.served(write.connection, row_id, dates.day(write.now))
    rules.check_sealed([each.organization_id for each in served], asker_id, community_id)
    return about, {each.home_code or "" for each in served}


@use_case(step=PROCESS.steps[OpinionStep.ANSWER])
async def answer(write: Write, *, opinion_id: UUID, position: str, answer: str) -> Ids:
    """Say what the community thinks; its secretary.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   opinion, event opinion.answered
    """
    opinion = await _held(write, OpinionStep.ANSWER, opinion_id)
    return await _step(write, OpinionStep.ANSWER, opinion_id, opinion, position=position, answered_at=write.now,
                       answer=texts.required("answer", answer, texts.BODY))


@use_case(step=PROCESS.steps[OpinionStep.WITHDRAW])
async def withdraw(write: Write, *, opinion_id: UUID, reason: str) -> Ids:
    """Ask no more what is not answered.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   opinion, event opinion.withdrawn
    """
    opinion = await _held(write, OpinionStep.WITHDRAW, opinion_id)
    return await _step(write, OpinionStep.WITHDRAW, opinion_id, opinion, withdrawn_at=write.now,
                       reason=texts.required("reason", reason))


async def _held(write: Write, step: OpinionStep, opinion_id: UUID) -> Opinion:
    """raises   NotFound, NotAllowed, WrongState"""
    opinion = await opinions.locked(write.connection, write.viewer, opinion_id, write.now)
    if opinion is None:
        raise NotFound("opinion_id")
    rules.check_step(write.viewer, step, opinion)
    return opinion


async def _step(write: Write, step: OpinionStep, opinion_id: UUID, opinion: Opinion, **columns: Any) -> Ids:
    declared = PROCESS.steps[step]
    version = await opinions.revise(write.connection, opinion_id, {"state": declared.target, **columns})
    write.record(declared.event, object_type="OpinionRequest", object_id=opinion_id, object_version=version,
                 organization_id=opinion.community_id if declared.by == Role.SECRETARY else opinion.asker_id,
                 before={"state": opinion.state}, after={"state": declared.target, **dict.fromkeys(
                     name for name in columns if name in ("position", "answer", "reason"))})
    return {"opinion": opinion_id}


FALL_OVERDUE = falls_overdue(PROCESS, rules.OVERDUE, Whose("t.asker_id", "NULL::text"))
