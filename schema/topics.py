"""Topics of joint committees."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, topics
from domain.topics import TopicSource as TopicSource
from domain.topics import TopicStage as TopicStage
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import topics as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import (
    AClaim,
    ACommittee,
    AConference,
    AListItem,
    AMember,
    AnOrganization,
    AResolution,
    ATopic,
    Events,
    Resolutions,
    Shares,
    Topics,
)
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.resolutions import CONCERNED, OVER, ResolutionFilter, ResolutionOrder
from schema.words import Category, described
from schema.writes import Shown, mutation

described(TopicStage, "议题的阶段（六步工作法）。The stage of a topic: the six steps.", topics.PROCESS.words_of_states)
TopicAction = topics.TopicStep
described(TopicAction, "对议题的操作。What can be done with a topic.", topics.PROCESS.words_of_steps, name="TopicAction")
described(TopicSource, "议题的来源。Where a topic comes from.")


class TopicOrder(Worded):
    OLDEST = "OLDEST", Words("最早征集在前", "The first collected first.")
    NEWEST = "NEWEST", Words("最新征集在前", "The last collected first.")


described(TopicOrder, "议题的排序。Orders of topics.")
OF_COMMITTEE = "{t}.committee_id = {v:id(JointCommittee)}"
ENDED = (str(TopicStage.SUPERVISED), str(TopicStage.PUT_BACK))
PAGES = IndexLayout(states=tuple(map(str, TopicStage)), state="stage", division="withinDivision")
ORDERS = {"OLDEST": Order("{t}.collected_at", "timestamptz"), "NEWEST": Order("{t}.collected_at", "timestamptz", descending=True)}


@strawberry.input(description="筛选议题；各项同时成立。Which topics; all of it holds.")
class TopicFilter:
    stage: list[TopicStage] | None = where("阶段之一。In one of these stages.", "{t}.stage = ANY({v:text[]})")
    source: list[TopicSource] | None = where("来源之一。From one of these sources.", "{t}.source = ANY({v:text[]})")
    category: list[Category] | None = where("类别之一。Of one of these categories.", "{t}.category = ANY({v:text[]})")
    committee_id: strawberry.ID | None = where("该委员会的。Of this committee.", OF_COMMITTEE, index=IndexCondition(OF_COMMITTEE))
    within_division: str | None = where(f"委员会所在区划在此区划之内；{PADDED}。Its committee's division lies within this one; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    mine: bool | None = where("是否由您或为您的组织提出的。Whether you raised it, or it was raised for an organisation of yours.",
                              "(coalesce({t}.raised_for_id = ANY({organizations}), false) OR coalesce({t}.raised_by = {member}, false)) = {v:bool}")
    open: bool | None = where("是否尚未办完：未督办办结也未退回。Whether it is not over: neither supervised to its end nor put back.",
                              f"({{t}}.stage NOT IN {ENDED}) = {{v:bool}}",
                              states=[stage for stage in TopicStage if stage not in ENDED])
    collected_after: datetime | None = where("征集时间晚于。Collected after.", "{t}.collected_at > {v:timestamptz}")
    collected_from: datetime | None = where("征集时间不早于。Collected at this moment or later.", "{t}.collected_at >= {v:timestamptz}")
    collected_before: datetime | None = where("征集时间早于。Collected before this moment.", "{t}.collected_at < {v:timestamptz}")
    text: str | None = where("标题或说明含有此文字。The title or the body contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.body, {v:text}) > 0)")


@entity(PERMISSION)
class TopicPermission(Permission):
    action: TopicAction = given("操作。The action.")


RULED = {**{name: f"{{t}}.{name}" for name in ("stage", "committee_id", "organization_id", "home_code", "raised_for_id", "open_to",
                                               "collected_at")},
         "open_resolutions": f"(SELECT count(*)::int FROM resolution r WHERE r.topic_id = {{t}}.id AND r.state NOT IN {OVER})",
         "conference_state": "(SELECT c.state FROM joint_conference c WHERE c.id = {t}.conference_id)"}


def _viewer_can(viewer: Viewer, *row: Any) -> Sequence[access.Permission]:
    return topics.actions(viewer, topics.Topic(**dict(zip(RULED, row, strict=True))))


@entity("议题：提交联席会议讨论的事，按六步办理。A topic that a joint conference is to talk of, by the six steps.", table="topic", tag="to",
        visible=topics.SIGHT, indexes=PAGES, orders=ORDERS, groups={"STATE": "{t}.stage"}, keys={"id": "id"})
class Topic(Node):
    stage: TopicStage = column("阶段。Its stage.")
    title: str = column("标题。The title.")
    body: str = column("说明，可为空文字。What it is about; may be empty.")
    category: Category = column("类别。What it is about.")
    committee: ACommittee = one("提交给哪个委员会。Whose it is.", "{t}.id = {p}.committee_id")
    conference: AConference | None = one("列入哪次会议的议程；尚未则为空。The conference on whose agenda it is; null before.",
                                         "{t}.id = {p}.conference_id")
    source: TopicSource = column("来源。Where it comes from.")
    raised_by: AMember | None = one("提出人；自动列入的为空。Who raised it; null when nobody did.", "{t}.id = {p}.raised_by")
    raised_for: AnOrganization | None = one("代表哪个组织提出；没有则为空。For which organisation; null when none.",
                                            "{t}.id = {p}.raised_for_id")
    item: AListItem | None = one("来自哪个条目；没有或不可见则为空。The item that it comes from; null when none, or not seen.",
                                 "{t}.id = {p}.item_id")
    claim: AClaim | None = one("来自哪个认领；没有或不可见则为空。The claim that it comes from; null when none, or not seen.",
                               "{t}.id = {p}.claim_id")
    carried_from: AResolution | None = one("来自哪项未办结的决议；没有则为空。The resolution not done that it comes from; null when none.",
                                           "{t}.id = {p}.resolution_id")
    carried_over: int = column("转入下次议程的次数。How often it was carried to a next agenda.")
    opinions: str | None = column("协商意见；协商前为空。What those concerned think; null before they were asked.")
    reason: str | None = column("退回的原因；没有则为空。Why it was put back; null otherwise.")
    collected_at: datetime = column("征集时间。When it was collected.")
    published_at: datetime | None = column("决议公布时间；尚未则为空。When its resolutions were published; null before.")
    supervised_at: datetime | None = column("督办办结时间；尚未则为空。When all was done or dropped; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    resolutions = many(Resolutions, "它的决议，您可见的。Its resolutions, as far as you may see them.", on="{t}.topic_id = {k}",
                       key="{p}.id", filter=ResolutionFilter, order=ResolutionOrder)
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.", on="{t}.subject_type = 'topic' AND {t}.subject_id = {k}",
                   key="{p}.id", seen_with_parent=True)
    shares = many(Shares, "邀请了哪些来宾。Which guests it is shown to.", on="{t}.topic_id = {k}", key="{p}.id")
    attachments = files_of(topics.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(topics.ATTACHED)
    viewer_can: list[TopicPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.", _viewer_can, *RULED.values())


# -- what can be done

@strawberry.input(description="提出议题。Raise a topic.")
class RaiseTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    committee_id: strawberry.ID = identifier("委员会。The committee.", "JointCommittee")
    title: str = strawberry.field(description="标题。The title.")
    category: Category = strawberry.field(description="类别。What it is about.")
    body: str | None = strawberry.field(description="说明。What it is about.", default=UNSET)
    raised_for_id: strawberry.ID | None = identifier("代表哪个组织提出；只代表一个组织时可省。For which organisation; may be left out by who acts "
                                                     "for one.", "Organization", default=UNSET)


@strawberry.input(description="把议题列入议程。Put a topic on an agenda.")
class ProposeTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")
    conference_id: strawberry.ID = identifier("联席会议，未召开的。The conference, which is not held yet.", "JointConference")


@strawberry.input(description="退回议题。Put a topic back.")
class PutBackTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="记录协商意见。Record what those concerned think of a topic.")
class ConsultTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")
    opinions: str = strawberry.field(description="协商意见。What they think.")


@strawberry.input(one_of=True, description="决议的责任方，只填一项。Who does what was resolved: exactly one of these.")
class ResolutionOwnerInput:
    organization_id: strawberry.ID | None = identifier(CONCERNED, "Organization", default=UNSET)
    seat_id: strawberry.ID | None = identifier("责任席位，该委员会现有的。The seat that does it, of those the committee has today.", "Seat",
                                               default=UNSET)
    item_id: strawberry.ID | None = identifier("转为哪个已发布的需求或项目；其发布单位即责任方，与责任组织同。The published demand or project that it becomes; its "
                                               "publisher does it, who is one of those that an organizationId may name.", "Demand", "Project", default=UNSET)


@strawberry.input(description="记录会议对议题的决议。Record what a conference resolved of a topic.")
class ResolveTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")
    text: str = strawberry.field(description="决议内容。What was resolved.")
    due_on: date = strawberry.field(description="办结时限，今日或以后。The day by which it is to be done, today or later.")
    owner: ResolutionOwnerInput = strawberry.field(description="责任方。Who does it.")


@strawberry.input(description="公布议题的决议。Publish a topic's resolutions.")
class PublishTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")


@strawberry.input(description="议题督办办结。Say that all of a topic's resolutions are done or dropped.")
class SuperviseTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")


@strawberry.input(description="邀请其他委员会作议题的来宾。Show a topic to another committee, as a guest.")
class ShareTopicInput:
    idempotency_key: str = strawberry.field(description=KEY)
    topic_id: strawberry.ID = identifier("议题。The topic.", "Topic")
    committee_id: strawberry.ID = identifier("来宾委员会。The committee that is the guest.", "JointCommittee")
    ends_at: datetime = strawberry.field(description="到何时为止。Until when.")


TOPIC = Shown("topic", ATopic, "该议题。The topic.", "topic")
RAISE = mutation("提出议题（委员，或属于该区划的人员）。Raise a topic; by the committee's members and whoever belongs to its division.",
                 use_cases.raise_, RaiseTopicInput, TOPIC)
PROPOSE = mutation("把议题列入议程（书记）。Put a topic on an agenda; the secretary's.", use_cases.propose, ProposeTopicInput, TOPIC)
PUT_BACK = mutation("退回议题（书记）。Put a topic back; the secretary's.", use_cases.put_back, PutBackTopicInput, TOPIC)
CONSULT = mutation("记录协商意见（书记）。Record what those concerned think; the secretary's.", use_cases.consult, ConsultTopicInput, TOPIC)
RESOLVE = mutation("记录会议决议：任务、需求或项目，定责任与时限（书记）。Record a resolution with its owner and day: a task, a demand or a project; the "
                   "secretary's.", use_cases.resolve, ResolveTopicInput, TOPIC,
                   Shown("resolution", AResolution, "该决议。The resolution.", "resolution"))
PUBLISH = mutation("公布议题的决议（书记）。Publish a topic's resolutions; the secretary's.", use_cases.publish, PublishTopicInput, TOPIC)
SUPERVISE = mutation("督办办结：全部决议已确认或撤销（书记）。Say that all resolutions are confirmed or dropped; the secretary's.", use_cases.supervise,
                     SuperviseTopicInput, TOPIC)
SHARE = mutation("邀请其他委员会作议题的来宾，到期为止（书记）。Show a topic to another committee, as a guest until a date; the secretary's.",
                 use_cases.share, ShareTopicInput, TOPIC)
TOPICS = many(Topics, "您可见的议题。Topics that you may see.", filter=TopicFilter, order=TopicOrder)
