"""Topics, from who raises one to its last resolution done."""
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import conferences, items, resolutions, topics
from domain import access, dates, texts
from domain import items as listed
from domain import resolutions as decided
from domain import topics as rules
from domain.committees import OwnerElsewhere
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from domain.resolutions import ResolutionKind, ResolutionState
from domain.topics import PROCESS, ResolutionsOpen, Topic, TopicsClosed, TopicSource, TopicStage, TopicStep
from resolvers import guests, owners
from resolvers.conferences import acting_for
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def raise_(write: Write, *, committee_id: UUID, title: str, category: str, body: str | None = None,
                 raised_for_id: UUID | None = None) -> Ids:
    """Raise a topic for a committee's next agenda.

    category        a name of `domain.items.Category`
    raised_for_id   the organisation for which it is raised; None: the only one that the viewer acts for, if it is one
    raises          NotFound, NotAllowed, BadInput
    writes          topic, event topic.raised
    """
    committee = await conferences.committee(write.connection, committee_id)
    if committee is None:
        raise NotFound("committee_id")
    code, acts_for = committee.division_code, write.viewer.acts_for
    rules.check_raise(write.viewer, committee_id, code)
    with Faults() as faults:
        said = {"title": faults.of(texts.line, "title", title, texts.TITLE),
                "body": faults.of(texts.optional, "body", body) or ""}
    if raised_for_id is not None:
        access.acting_organization(write.viewer, raised_for_id, field="raised_for_id", action=rules.RAISE)
    elif len(acts_for) == 1:
        raised_for_id = next(iter(acts_for))
    row: dict[str, Any] = {
        "id": uuid7(), "committee_id": committee_id, "organization_id": committee.organization_id, "home_code": code,
        "stage": TopicStage.COLLECTED, "source": TopicSource.RAISED, "category": category,
        **said, "raised_by": write.viewer.member_id, "raised_for_id": raised_for_id, "collected_at": write.now}
    await topics.insert(write.connection, row)
    write.record(PROCESS.begins[TopicStage.COLLECTED], object_type="Topic", object_id=row["id"], object_version=1,
                 organization_id=raised_for_id, home_code=code,
                 after={name: row[name] for name in ("stage", "source", "category", "committee_id")})
    return {"topic": row["id"]}


@use_case(TopicsClosed, step=PROCESS.steps[TopicStep.PROPOSE])
async def propose(write: Write, *, topic_id: UUID, conference_id: UUID) -> Ids:
    """Put a collected topic on the agenda of a conference of its committee.

    raises   NotFound, NotAllowed, WrongState (also of the conference), TopicsClosed, BadInput
    """
    topic = await _locked(write, TopicStep.PROPOSE, topic_id)
    conference = await conferences.locked(write.connection, conference_id)
    if conference is None or conference.committee_id != topic.committee_id:
        raise BadInput("conference_id", Bilingual("不是该议题所属委员会的会议。",
                                                  "It is no conference of the topic's committee."))
    rules.check_agenda(topic, conference)
    return await _step(write, TopicStep.PROPOSE, topic_id, topic, {"conference_id": conference_id},
                       told={"conference_id": conference_id})


@use_case(step=PROCESS.steps[TopicStep.PUT_BACK])
async def put_back(write: Write, *, topic_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    topic = await _locked(write, TopicStep.PUT_BACK, topic_id)
    return await _step(write, TopicStep.PUT_BACK, topic_id, topic, {"reason": texts.required("reason", reason)})


@use_case(step=PROCESS.steps[TopicStep.CONSULT])
async def consult(write: Write, *, topic_id: UUID, opinions: str) -> Ids:
    """Record what those whom a topic concerns think of it.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    topic = await _locked(write, TopicStep.CONSULT, topic_id)
    columns = {"opinions": texts.required("opinions", opinions, texts.BODY)}
    return await _step(write, TopicStep.CONSULT, topic_id, topic, columns)


@use_case(OwnerElsewhere, step=PROCESS.steps[TopicStep.RESOLVE])
async def resolve(write: Write, *, topic_id: UUID, text: str, due_on: date, owner: Mapping[str, UUID]) -> Ids:
    """Record what a conference that was held resolved of a topic on its agenda.

    owner    who does it, one of: an organization_id that it concerns, a seat_id of the committee, the item_id of the demand or
             project that it became, whose publisher does it
    raises   NotFound, NotAllowed, WrongState (also of the conference), OwnerElsewhere, BadInput
    writes   resolution, topic, events resolution.made and topic.resolved
    """
    topic = await _locked(write, TopicStep.RESOLVE, topic_id)
    if topic.conference_id and (conference := await conferences.locked(write.connection, topic.conference_id)):
        rules.check_is_held(conference.state)
    with Faults() as faults:
        faults.of(decided.check_due, due_on, dates.day(write.now))
        text = faults.of(texts.required, "text", text, texts.BODY)
        owned = await _owned(write, owner, topic)
    row: dict[str, Any] = {
        "id": uuid7(), "topic_id": topic_id, "committee_id": topic.committee_id, "organization_id": topic.organization_id,
        "home_code": topic.home_code, "state": ResolutionState.OPEN, **owned,
        "text": text, "due_on": due_on, "overdue_at": dates.next_day_starts(due_on), "made_at": write.now}
    await resolutions.insert(write.connection, row)
    write.record(decided.PROCESS.begins[ResolutionState.OPEN], object_type="Resolution", object_id=row["id"], object_version=1,
                 organization_id=await acting_for(write, topic.organization_id, topic.home_code), home_code=topic.home_code,
                 after={name: row[name] for name in ("state", "kind", "topic_id", "due_on", "owner_id", "owner_seat_id")})
    return {**await _step(write, TopicStep.RESOLVE, topic_id, topic, {}), "resolution": row["id"]}


async def _owned(write: Write, owner: Mapping[str, UUID], topic: Topic) -> dict[str, Any]:
    """The columns that say what kind of resolution it is, and who owns it.

    raises   NotFound, BadInput, OwnerElsewhere
    """
    (named_by, row_id), = owner.items()
    if named_by == "item_id":
        item = await items.locked(write.connection, write.viewer, row_id, write.now)
        if item is None:
            raise NotFound("owner.item_id")
        if item.list == listed.List.RESOURCE or item.state != listed.ItemState.PUBLISHED:
            raise BadInput("owner.item_id", Bilingual("须为已发布的需求或项目。",
                                                      "It has to be a published demand or project."))
        await owners.check(write, item.publisher_id, topic.committee_id, topic.home_code, "owner.item_id")
        return {"kind": ResolutionKind(item.list), "owner_id": item.publisher_id, "owner_seat_id": None, "item_id": row_id}
    named = await owners.named(write, owner, topic.committee_id, topic.home_code, "owner")
    return {"kind": ResolutionKind.TASK, **named, "item_id": None}


@use_case(step=PROCESS.steps[TopicStep.PUBLISH])
async def publish(write: Write, *, topic_id: UUID) -> Ids:
    """Publish a topic's resolutions to the committee's division.

    raises   NotFound, NotAllowed, WrongState
    writes   topic, resolution.published_at
    """
    topic = await _locked(write, TopicStep.PUBLISH, topic_id)
    await resolutions.publish(write.connection, topic_id, write.now)
    return await _step(write, TopicStep.PUBLISH, topic_id, topic, {"published_at": write.now})


@use_case(ResolutionsOpen, step=PROCESS.steps[TopicStep.SUPERVISE])
async def supervise(write: Write, *, topic_id: UUID) -> Ids:
    """Say that all of a topic's resolutions are confirmed as done, or dropped.

    raises   NotFound, NotAllowed, WrongState, ResolutionsOpen
    """
    topic = await _locked(write, TopicStep.SUPERVISE, topic_id)
    return await _step(write, TopicStep.SUPERVISE, topic_id, topic, {"supervised_at": write.now})


@use_case(step=PROCESS.steps[TopicStep.SHARE])
async def share(write: Write, *, topic_id: UUID, committee_id: UUID, ends_at: datetime) -> Ids:
    """Show a topic to another joint committee, as a guest; sharing again sets another end.

    raises   NotFound (the topic or the committee), NotAllowed, WrongState, BadInput
    writes   share, event topic.shared
    """
    topic = await _locked(write, TopicStep.SHARE, topic_id)
    if committee_id == topic.committee_id:
        raise BadInput("committee_id", Bilingual("这是议题自己的委员会，请另选。",
                                                 "It is the topic's own committee: name another."))
    guest = await guests.settle_committee(write, "committee_id", committee_id, ends_at)
    await guests.put(write, "topic_id", topic_id, guest)
    write.record("topic.shared", object_type="Topic", object_id=topic_id, object_version=topic.version,
                 organization_id=await acting_for(write, topic.organization_id, topic.home_code), home_code=topic.home_code,
                 after=guest.told)
    return {"topic": topic_id}


async def _locked(write: Write, step: TopicStep, topic_id: UUID) -> Topic:
    """raises   NotFound, NotAllowed, WrongState, ResolutionsOpen"""
    topic = await topics.locked(write.connection, write.viewer, topic_id, write.now)
    if topic is None:
        raise NotFound("topic_id")
    rules.check_step(write.viewer, step, topic)
    return topic


async def _step(write: Write, step: TopicStep, topic_id: UUID, topic: Topic, columns: Mapping[str, Any],
                told: Mapping[str, Any] | None = None) -> Ids:
    """
    told   what the event says besides the stage
    """
    stage = {"stage": PROCESS.steps[step].target}
    version = await topics.revise(write.connection, topic_id, {**stage, **columns})
    write.record(PROCESS.steps[step].event, object_type="Topic", object_id=topic_id, object_version=version,
                 organization_id=await acting_for(write, topic.organization_id, topic.home_code), home_code=topic.home_code,
                 before={"stage": topic.stage}, after={**stage, **(told or {})})
    return {"topic": topic_id}
