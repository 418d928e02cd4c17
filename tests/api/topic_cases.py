"""The mutations on topics and resolutions, for the tests that go through every mutation."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from resolvers import jobs, scheduler
from tests import conferences, topics
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World


async def _of_school(client: Client) -> UUID:
    return await client.desk.add(topics.add_topic, client.city)


ATTACHED = {"Topic": (_of_school, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""
CASES = [
    Case("raiseTopic", "topic { stage source title raisedFor { id } committee { id } }", "unit",
         {"committeeId": "@committee", "title": "充电桩选址", "category": "PARKING"},
         {"topic": {"stage": "COLLECTED", "source": "RAISED", "title": "充电桩选址", "raisedFor": "@school",
                    "committee": "@committee"}},
         "hospital", {}, "NotAllowed"),
    Case("proposeTopic", "topic { stage conference { id } }", "community",
         {"topicId": "@collected", "conferenceId": "@planned"},
         {"topic": {"stage": "PROPOSED", "conference": "@planned"}}, "community", {"topicId": "@tardy"}, "TopicsClosed"),
    Case("putBackTopic", "topic { stage reason }", "community", {"topicId": "@onAgenda", "reason": "不属本委员会"},
         {"topic": {"stage": "PUT_BACK", "reason": "不属本委员会"}}, "unit", {"topicId": "@collected"}, "NotAllowed"),
    Case("consultTopic", "topic { stage opinions }", "community", {"topicId": "@onAgenda", "opinions": "居民赞成。"},
         {"topic": {"stage": "CONSULTED", "opinions": "居民赞成。"}}, "community", {}, "WrongState"),
    Case("resolveTopic", "topic { stage } resolution { state kind text dueOn owner { id } }", "community",
         {"topicId": "@onAgenda", "text": "银行出资", "dueOn": "2098-06-01", "owner": {"organizationId": "@bank"}},
         {"topic": {"stage": "RESOLVED"},
          "resolution": {"state": "OPEN", "kind": "TASK", "text": "银行出资", "dueOn": "2098-06-01", "owner": "@bank"}},
         "community", {"topicId": "@tooSoon"}, "WrongState"),
    Case("publishTopic", "topic { stage resolutions { nodes { text publishedAt } } }", "community", {"topicId": "@resolved"},
         {"topic": {"stage": "PUBLISHED", "resolutions": {"nodes": []}}}, "community", {}, "WrongState"),
    Case("superviseTopic", "topic { stage }", "community", {"topicId": "@carriedOut"}, {"topic": {"stage": "SUPERVISED"}},
         "community", {"topicId": "@underway"}, "ResolutionsOpen"),
    Case("shareTopic", "topic { shares { nodes { committee { id } endsAt } } }", "community",
         {"topicId": "@onAgenda", "committeeId": "@streetCommittee", "endsAt": "2099-01-01T00:00:00Z"},
         {"topic": {"shares": {"nodes": [{"committee": "@streetCommittee", "endsAt": "2099-01-01T00:00:00.000000Z"}]}}},
         "unit", {}, "NotAllowed"),
    Case("completeResolution", "resolution { state report }", "bank", {"resolutionId": "@task", "report": "已安装"},
         {"resolution": {"state": "COMPLETED", "report": "已安装"}}, "community", {}, "NotAllowed"),
    Case("returnResolution", "resolution { state reason }", "community", {"resolutionId": "@done", "reason": "未通电"},
         {"resolution": {"state": "OPEN", "reason": "未通电"}}, "bank", {}, "NotAllowed"),
    Case("confirmResolution", "resolution { state }", "community", {"resolutionId": "@done"},
         {"resolution": {"state": "CONFIRMED"}}, "community", {"resolutionId": "@task"}, "WrongState"),
    Case("dropResolution", "resolution { state reason }", "community", {"resolutionId": "@task", "reason": "不再办理"},
         {"resolution": {"state": "DROPPED", "reason": "不再办理"}}, "bank", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "proposeTopic": {"conferenceId": "@called"}, "consultTopic": {"opinions": "另一内容"}, "resolveTopic": {"text": "另一内容"},
    "publishTopic": {"topicId": "@carriedOut"}, "shareTopic": {"topicId": "@collected"},
    "superviseTopic": {"topicId": "@resolved"},
    "confirmResolution": {"resolutionId": "@task"}, "dropResolution": {"reason": "另有安排"}}
TOLD = {"raiseTopic": "topic.raised", "proposeTopic": "topic.proposed", "putBackTopic": "topic.put_back",
        "consultTopic": "topic.consulted", "resolveTopic": "resolution.made topic.resolved", "publishTopic": "topic.published",
        "superviseTopic": "topic.supervised", "shareTopic": "topic.shared",
        "completeResolution": "resolution.completed",
        "returnResolution": "resolution.returned", "confirmResolution": "resolution.confirmed",
        "dropResolution": "resolution.dropped",
        "agenda": "conference.planned topic.carried topic.added resolution.carried",
        "committee": "conference.filled resolution.overdue"}
"""The kinds of events that each of them leaves."""


async def of_agenda(client: Client, _: Any) -> None:
    """What was left is carried, and what is late comes on."""
    city, add = client.city, client.desk.add
    over = await add(conferences.add_conference, city, state="PUBLISHED")
    await add(topics.add_topic, city, stage="PROPOSED", conference_id=over)
    published = await add(topics.add_topic, city, stage="PUBLISHED", conference_id=over)
    await add(topics.add_resolution, city, published, due_on=topics.AT.date())
    committee = global_id("JointCommittee", city.committee)
    await client.write("community", "planConference", committeeId=committee, plannedFor="2098-03-02")


async def of_time(client: Client, _: Any) -> None:
    city, add = client.city, client.desk.add
    await client.pool.execute("DELETE FROM topic WHERE stage = 'PROPOSED'")
    await add(conferences.add_conference, city, fill_at=topics.AT)
    published = await add(topics.add_topic, city, stage="PUBLISHED")
    await add(topics.add_resolution, city, published, overdue_at=topics.AT)
    assert await scheduler.once(client.pool, lambda: datetime.now(UTC), jobs.ALL) == 2


OTHERS = {"agenda": of_agenda, "committee": of_time}
"""What else leaves events."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    async def topic(**columns: Any) -> tuple[str, UUID]:
        return "Topic", await client.desk.add(topics.add_topic, client.city, **columns)

    async def resolution(of: UUID, **columns: Any) -> tuple[str, UUID]:
        return "Resolution", await client.desk.add(topics.add_resolution, client.city, of, **columns)

    coming = await client.desk.add(conferences.add_conference, client.city, state="CALLED")
    found = {"streetCommittee": ("JointCommittee", client.city.street_committee),
             "collected": await topic(), "tardy": await topic(collected_at=topics.AT.replace(year=2099)),
             "onAgenda": await topic(stage="PROPOSED"), "tooSoon": await topic(stage="PROPOSED", conference_id=coming),
             "resolved": await topic(stage="RESOLVED"), "carriedOut": await topic(stage="PUBLISHED"),
             "underway": await topic(stage="PUBLISHED")}
    return {**found, "task": await resolution(found["underway"][1]),
            "done": await resolution(found["underway"][1], state="COMPLETED")}


# -- who may

async def _raised(world: World) -> Input:
    committee = global_id("JointCommittee", world.client.city.committee)
    return {"committeeId": committee, "title": "充电桩选址", "category": "PARKING"}


def _of_topic(stage: str, **more: Any) -> Make:
    async def make(world: World) -> Input:
        topic = await world.client.desk.add(topics.add_topic, world.client.city, stage=stage)
        return {"topicId": global_id("Topic", topic), **more}
    return make


async def _proposed(world: World) -> Input:
    conference = await world.client.desk.add(conferences.add_conference, world.client.city)
    return {**await _of_topic("COLLECTED")(world), "conferenceId": global_id("JointConference", conference)}


async def _shared(world: World) -> Input:
    committee = global_id("JointCommittee", world.client.city.street_committee)
    return {**await _of_topic("COLLECTED")(world), "committeeId": committee, "endsAt": "2099-01-01T00:00:00Z"}


async def _resolved(world: World) -> Input:
    return {**await _of_topic("PROPOSED")(world), "text": "学校出场地", "dueOn": "2098-06-01",
            "owner": {"organizationId": world.id("school")}}


def _of_resolution(state: str, **more: Any) -> Make:
    """Of the school."""
    async def make(world: World) -> Input:
        city, add = world.client.city, world.client.desk.add
        topic = await add(topics.add_topic, city, stage="PUBLISHED")
        resolution = await add(topics.add_resolution, city, topic, state=state, owner_id=city.school, published_at=topics.AT)
        return {"resolutionId": global_id("Resolution", resolution), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`raiseTopic`": _raised, "`proposeTopic`": _proposed, "`putBackTopic`": _of_topic("COLLECTED", reason="不属本委员会"),
    "`consultTopic`": _of_topic("PROPOSED", opinions="居民赞成。"), "`resolveTopic`": _resolved,
    "`publishTopic`": _of_topic("RESOLVED"), "`shareTopic`": _shared, "`superviseTopic`": _of_topic("PUBLISHED"),
    "`completeResolution`": _of_resolution("OPEN"), "`returnResolution`": _of_resolution("COMPLETED", reason="未通电"),
    "`confirmResolution`": _of_resolution("COMPLETED"), "`dropResolution`": _of_resolution("OPEN", reason="不再办理")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
