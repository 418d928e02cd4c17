"""Topics: what a joint committee is to talk of, by the six steps (六步工作法), and where each comes from.

Its life is PROCESS, drawn in docs/processes.md. Collected or put back it is its committee's, and of who raised it; on an
agenda everybody sees it who belongs to the division of the committee.
"""
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, conferences, dates, process, shares
from domain.attachments import Asking, AttachmentOf, Row
from domain.languages import Bilingual
from domain.process import Process, State
from domain.refusals import NotAllowed, Refusal, WrongState
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


@dataclass
class TopicsClosed(Refusal, description="该会议的议题征集已截止。Topics are collected for that conference no more."):
    ADVICE = ("列入下一次会议的议程，或重新通知会议并延后截止时间。"
              "Put it on the next agenda, or call the conference anew with a later end of collecting.")
    until: Annotated[datetime, "征集截止时间。Up to when topics were collected."]

    @property
    def message(self) -> Bilingual:
        closed = f"{self.until.astimezone(dates.CHINA):%Y-%m-%d %H:%M}"
        return Bilingual(f"该会议的议题征集已于 {closed} 截止。",
                         f"Topics were collected for that conference up to {closed} (China).")


@dataclass
class ResolutionsOpen(Refusal, description="尚有决议未办结。Resolutions of it are neither confirmed nor dropped."):
    ADVICE = "先确认这些决议，或撤销不再办理的。Confirm these resolutions first, or drop those that are not needed any more."
    count: Annotated[int, "未办结的决议数。How many are open."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"尚有 {self.count} 项决议未办结。", f"{self.count} resolutions are neither confirmed nor dropped.")


class TopicStage(StrEnum):
    COLLECTED = "COLLECTED"
    PROPOSED = "PROPOSED"
    CONSULTED = "CONSULTED"
    RESOLVED = "RESOLVED"
    PUBLISHED = "PUBLISHED"
    SUPERVISED = "SUPERVISED"
    PUT_BACK = "PUT_BACK"


class TopicStep(StrEnum):
    PROPOSE = "PROPOSE"
    PUT_BACK = "PUT_BACK"
    CONSULT = "CONSULT"
    RESOLVE = "RESOLVE"
    PUBLISH = "PUBLISH"
    SUPERVISE = "SUPERVISE"
    SHARE = "SHARE"


class TopicSource(Worded):
    RAISED = "RAISED", Words("提出", "Somebody raised it.", "：由委员、社区、单位或网格")
    OVERDUE = "OVERDUE", Words("逾期未办", "A claim that is not delivered in time.", "：认领已过办结时限")
    RETURNED = "RETURNED", Words("退回整改", "A claim that was returned for rework.")
    UNCLAIMED = "UNCLAIMED", Words("久未认领", "A published item that nobody claims.", "：条目发布后无人认领")
    CARRIED_OVER = "CARRIED_OVER", Words("上次遗留", "A resolution that is not done in time.", "：决议到期未办结")


RAISE = "RAISE_TOPIC"
_S, _ROLE = TopicStage, conferences.Role.SECRETARY
PROCESS = Process(
    table="topic", type="Topic", state="stage", words=Words("议题", "A topic of a joint committee."),
    begins={_S.COLLECTED: "topic.raised", _S.PROPOSED: "topic.added"},
    states={
        _S.COLLECTED: State(Words("征集", "Collected; not on an agenda yet.", "：已提出，尚未列入议程")),
        _S.PROPOSED: State(Words("提议", "On the agenda of a conference.", "：已列入议程"), has=("conference_id",)),
        _S.CONSULTED: State(Words("协商", "Whom it concerns was asked.", "：已征求意见"), has=("conference_id", "opinions")),
        _S.RESOLVED: State(Words("决议", "Resolved by the conference."), has=("conference_id",)),
        _S.PUBLISHED: State(Words("公开", "Its resolutions are published.", "：决议已公布"),
                            has=("conference_id", "published_at")),
        _S.SUPERVISED: State(Words("督办", "Supervised until all of its resolutions were done or dropped.", "办结"),
                             has=("conference_id", "published_at", "supervised_at")),
        _S.PUT_BACK: State(Words("退回", "Put back by the secretary."), has=("reason",)),
    },
    steps={
        TopicStep.PROPOSE: process.Step(Words("列入议程", "Put it on an agenda, by proposeTopic."), _ROLE,
                                        (_S.COLLECTED,), _S.PROPOSED, "topic.proposed"),
        TopicStep.PUT_BACK: process.Step(Words("退回", "Put it back, by putBackTopic."), _ROLE,
                                         (_S.COLLECTED, _S.PROPOSED, _S.CONSULTED), _S.PUT_BACK, "topic.put_back"),
        TopicStep.CONSULT: process.Step(Words("协商", "Say what those concerned think, by consultTopic."), _ROLE,
                                        (_S.PROPOSED,), _S.CONSULTED, "topic.consulted"),
        TopicStep.RESOLVE: process.Step(
            Words("决议", "Record a resolution of it, by resolveTopic; there may be several.", "，可有多项"), _ROLE,
            (_S.PROPOSED, _S.CONSULTED, _S.RESOLVED), _S.RESOLVED, "topic.resolved"),
        TopicStep.PUBLISH: process.Step(Words("公布", "Publish its resolutions, by publishTopic."), _ROLE,
                                        (_S.RESOLVED,), _S.PUBLISHED, "topic.published"),
        TopicStep.SUPERVISE: process.Step(
            Words("督办办结", "Say that all of its resolutions are done or dropped, by superviseTopic."), _ROLE,
            (_S.PUBLISHED,), _S.SUPERVISED, "topic.supervised"),
        TopicStep.SHARE: process.Step(
            Words("邀请来宾", "Show it to another committee, as a guest, by shareTopic.", "：给其他委员会看"), _ROLE,
            (_S.COLLECTED, _S.PROPOSED, _S.CONSULTED, _S.RESOLVED, _S.PUBLISHED), None, "topic.shared"),
    },
    deeds={RAISE: Words("提出议题", "Raise a topic, by raiseTopic.")})
ON_AGENDA = (_S.PROPOSED, _S.CONSULTED)
"""In which a conference has not dealt with it yet."""
UNCLAIMED_AFTER = timedelta(days=30)
"""After its publication an item that nobody claims is something to talk of."""
MOST_ADDED = 50
"""Topics that an agenda takes from what is late, at a time."""
SIGHT = Sight(own="organization_id", parties=("raised_for_id",), downward="open_to", home="home_code",
              upward=conferences.UPWARD, seated="committee_id", named=shares.naming("topic_id"))
SUBJECT = Subject("topic", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What the rules need to know of a topic.

    organization_id, home_code   of the committee's street or community
    raised_for_id                the organisation for which it was raised; None: for none, or nobody raised it
    open_to                      the division in which everybody sees it
    open_resolutions             of it, those that are neither confirmed nor dropped
    conference_state             of the conference on whose agenda it is; None: of none
    """

    stage: str
    committee_id: UUID
    organization_id: UUID
    home_code: str
    raised_for_id: UUID | None
    open_to: str | None
    collected_at: datetime
    conference_id: UUID | None = None
    open_resolutions: int = 0
    conference_state: str | None = None
    version: int = 1


def check_raise(viewer: Viewer, committee_id: UUID, division_code: str) -> None:
    """Topics are raised by the committee's members, by whoever belongs to its division, and by officers over it.

    raises   NotAllowed
    """
    belongs = any(code.startswith(division_code) for code in viewer.belongs_to)
    if not (belongs or committee_id in viewer.sits_on or viewer.is_officer_over(division_code)):
        raise NotAllowed(RAISE)


def check_step(viewer: Viewer, step: TopicStep, topic: Topic) -> None:
    """raises   NotAllowed, WrongState (also of the conference), ResolutionsOpen"""
    conferences.check_arranges(viewer, topic.committee_id, topic.home_code, PROCESS.action(step))
    PROCESS.check(step, topic.stage)
    if step == TopicStep.RESOLVE:
        check_is_held(topic.conference_state)
    if step == TopicStep.SUPERVISE and topic.open_resolutions:
        raise ResolutionsOpen(topic.open_resolutions)


def check_agenda(topic: Topic, conference: conferences.Conference) -> None:
    """Let a topic be put on the agenda of a conference of its committee.

    raises   WrongState of the conference, TopicsClosed
    """
    allowed = (conferences.ConferenceState.PLANNED, conferences.ConferenceState.CALLED)
    if conference.state not in allowed:
        raise WrongState(conference.state, [*allowed])
    if conference.topics_until is not None and topic.collected_at > conference.topics_until:
        raise TopicsClosed(conference.topics_until)


def check_is_held(state: str | None) -> None:
    """raises   WrongState of a conference: what was not held resolves nothing"""
    if state is not None and state != conferences.ConferenceState.HELD:
        raise WrongState(state, [conferences.ConferenceState.HELD])


def actions(viewer: Viewer, topic: Topic) -> list[access.Permission]:
    """What the viewer can do with a topic, in the order of TopicStep."""
    def check(action: str) -> None:
        check_step(viewer, TopicStep(action), topic)
    return access.permissions(TopicStep, check)


def check_file(asking: Asking, topic: Row, _: Row) -> UUID | None:
    """Who raised it, or acts for whom it was raised for, and who arranges the committee's work see to its files until it is
    resolved.

    raises   NotAllowed, WrongState
    """
    viewer, code, raised_for = asking.viewer, topic["home_code"], topic["raised_for_id"]
    is_raiser = raised_for in viewer.acts_for or topic["raised_by"] == asking.member_id
    if not is_raiser:
        conferences.check_arranges(viewer, topic["committee_id"], code, asking.deed.action)
    if topic["stage"] not in WITH_FILES:
        raise WrongState(topic["stage"], [*WITH_FILES])
    if is_raiser:
        return UUID(str(raised_for)) if raised_for in viewer.acts_for else None
    return None if viewer.is_officer_over(code) else topic["organization_id"]


WITH_FILES = (_S.COLLECTED, *ON_AGENDA)
ATTACHED = AttachmentOf("topic", "Topic", Words("议题", "a topic"), SIGHT, check_file,
                        needs=("stage", "committee_id", "organization_id", "home_code", "raised_for_id", "raised_by"),
                        versioned=True)
