"""Events of what joint committees do: their conferences, topics and resolutions; and what they show to one another."""
from collections.abc import Mapping

from domain.event import Kind, Readers, Rights, of, of_division
from domain.notice import NoticeKind, Rule
from domain.recipients import Above, Acting, Holding, Invited, Sitting
from domain.words import Words

KINDS: Mapping[str, Kind] = {
    "committee.cadence_set": of_division(Words("定会议频次", "A committee's cadence was set."), "joint_committee", "cadence"),
    "committee.cadence_missed": of_division(Words("缺会", "A committee held no conference in a period."), "joint_committee",
                                            "missed_since"),
    "conference.planned": of(Words("计划联席会议", "A joint conference was planned."), "joint_conference",
                             "state committee_id title planned_for topics_until"),
    "conference.called": of(Words("通知联席会议", "A joint conference was called."), "joint_conference",
                            "state planned_for topics_until starts_at"),
    "conference.held": of(Words("召开联席会议", "A joint conference was held."), "joint_conference", "state"),
    "conference.published": of(Words("公布会议纪要", "A conference's minutes were published."), "joint_conference", "state"),
    "conference.cancelled": of(Words("取消联席会议", "A joint conference was cancelled."), "joint_conference", "state"),
    "conference.filled": of(Words("汇总议程", "Topics are collected no more."), "joint_conference", "state"),
    "topic.raised": of(Words("提出议题", "A topic was raised."), "topic", "stage source category committee_id"),
    "topic.added": of(Words("自动列入议程", "Something late came on an agenda."), "topic",
                      "stage source category committee_id conference_id item_id claim_id resolution_id carried_over"),
    "topic.carried": of(Words("转入下次议程", "A topic was carried to the next agenda."), "topic",
                        "stage conference_id carried_over"),
    "topic.proposed": of(Words("列入议程", "A topic was put on an agenda."), "topic", "stage conference_id"),
    "topic.put_back": of(Words("退回议题", "A topic was put back."), "topic", "stage"),
    "topic.consulted": of(Words("协商议题", "Those whom a topic concerns were asked."), "topic", "stage"),
    "topic.resolved": of(Words("决议议题", "A topic was resolved."), "topic", "stage"),
    "topic.published": of(Words("公布决议", "A topic's resolutions were published."), "topic", "stage"),
    "topic.supervised": of(Words("督办办结", "All of a topic's resolutions are done or dropped."), "topic", "stage"),
    "topic.shared": Kind(Words("议题邀请来宾", "A topic was shown to another committee."), "topic", Readers.SUBJECT,
                         frozenset({"organization_id", "guest_id", "ends_at"}), Rights.RECIPIENT),
    "project.shared": Kind(Words("实施项目邀请来宾", "A joint project was shown to another committee."), "joint_project",
                           Readers.SUBJECT, frozenset({"organization_id", "guest_id", "ends_at"}), Rights.RECIPIENT),
    "topic.unshared": Kind(Words("议题来宾邀请结束", "A topic is shown to another committee no more."), "topic",
                           Readers.SUBJECT, frozenset({"organization_id", "guest_id", "ends_at"}), Rights.RECIPIENT),
    "project.unshared": Kind(Words("实施项目来宾邀请结束", "A joint project is shown to another committee no more."),
                             "joint_project", Readers.SUBJECT, frozenset({"organization_id", "guest_id", "ends_at"}),
                             Rights.RECIPIENT),
    "resolution.made": of(Words("作出决议", "A resolution was made."), "resolution",
                          "state kind topic_id due_on owner_id owner_seat_id"),
    "resolution.completed": of(Words("办理完成", "A resolution's owner said that it is done."), "resolution", "state"),
    "resolution.returned": of(Words("退回重办", "A resolution was sent back."), "resolution", "state"),
    "resolution.confirmed": of(Words("确认办结", "A resolution was confirmed as done."), "resolution", "state"),
    "resolution.dropped": of(Words("撤销决议", "A resolution was dropped."), "resolution", "state"),
    "resolution.overdue": of(Words("决议逾期", "A resolution is not done in time."), "resolution", "state"),
    "resolution.carried": of(Words("决议转入下次议程", "A resolution was carried to the next agenda."), "resolution"),
}

_MEMBERS = Sitting("joint_conference")
_RAISER = Acting("topic", "raised_for_id")
_OWNERS = (Acting("resolution", "owner_id"), Holding("resolution", "owner_seat_id"))
_SECRETARIES = (Acting("resolution", "organization_id"), Sitting("resolution", kind="SECRETARY"))

RULES: Mapping[str, Rule] = {
    "topic.shared": Rule(NoticeKind.SHARED, (Invited(),)),
    "project.shared": Rule(NoticeKind.SHARED, (Invited(),)),
    "topic.unshared": Rule(NoticeKind.SHARE_ENDED, (Invited(),)),
    "project.unshared": Rule(NoticeKind.SHARE_ENDED, (Invited(),)),
    "committee.cadence_missed": Rule(NoticeKind.CADENCE_MISSED, (Above(), Acting("joint_committee", "organization_id"))),
    "topic.proposed": Rule(NoticeKind.TOPIC_PROPOSED, (_RAISER,)),
    "topic.put_back": Rule(NoticeKind.TOPIC_PUT_BACK, (_RAISER,)),
    "topic.published": Rule(NoticeKind.TOPIC_PUBLISHED, (_RAISER, Sitting("topic"))),
    "resolution.made": Rule(NoticeKind.RESOLUTION_MADE, _OWNERS),
    "resolution.completed": Rule(NoticeKind.RESOLUTION_COMPLETED, _SECRETARIES),
    "resolution.returned": Rule(NoticeKind.RESOLUTION_RETURNED, _OWNERS),
    "resolution.confirmed": Rule(NoticeKind.RESOLUTION_CONFIRMED, _OWNERS),
    "resolution.dropped": Rule(NoticeKind.RESOLUTION_DROPPED, _OWNERS),
    "resolution.overdue": Rule(NoticeKind.RESOLUTION_OVERDUE, (*_OWNERS, *_SECRETARIES)),
    "conference.called": Rule(NoticeKind.CONFERENCE_CALLED, (_MEMBERS,)),
    "conference.cancelled": Rule(NoticeKind.CONFERENCE_CANCELLED, (_MEMBERS,)),
    "conference.published": Rule(NoticeKind.CONFERENCE_PUBLISHED, (_MEMBERS,)),
}
