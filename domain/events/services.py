"""Events of members' service: their registering with a community, its activities, and what is wanted of them."""
from collections.abc import Mapping

from domain.event import Kind, Readers, Rights, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting, Person
from domain.words import Words


def _of_dual_report(words: Words, fields: str = "", rights: Rights | None = Rights.MEMBER) -> Kind:
    return Kind(words, "dual_report", Readers.SUBJECT, frozenset(f"state member_id {fields}".split()), rights)


KINDS: Mapping[str, Kind] = {
    "dual_report.proposed": _of_dual_report(Words("提出报到", "A member registered with a community."), "unit_id community_id",
                                            None),
    "dual_report.confirmed": _of_dual_report(Words("确认报到", "A registration was confirmed.")),
    "dual_report.declined": _of_dual_report(Words("谢绝报到", "A registration was declined."), rights=None),
    "dual_report.moved": _of_dual_report(Words("迁移报到", "A member moved to another community.")),
    "service_duty.set": of(Words("定服务要求", "What a district wants of members in a year was set."), "service_duty",
                           "organization_id projects hours"),
    "activity.published": of(Words("发布活动", "An activity was published."), "activity",
                             "state organization_id title starts_at ends_at sign_up_until places"),
    "activity.cancelled": of(Words("取消活动", "An activity was cancelled."), "activity", "state"),
    "activity.ended": of(Words("活动结束", "An activity's time was over."), "activity", "state"),
    "sign_up.made": of(Words("报名活动", "A member signed up for an activity."), "sign_up", "state activity_id unit_id"),
    "sign_up.withdrawn": of(Words("撤回报名", "A sign-up was taken back."), "sign_up", "state"),
    "sign_up.cancelled": of(Words("报名因活动取消", "What a member was signed up for was cancelled."), "sign_up", "state"),
    "sign_up.confirmed": of(Words("确认时长", "A member's hours were confirmed."), "sign_up", "state hours"),
    "sign_up.missed": of(Words("记为未参加", "It was said that a member was not there."), "sign_up", "state hours"),
    "yearly_report.issued": of(Words("出具年度报告", "A yearly report was issued."), "yearly_report",
                               "state year contest_until registrations projects hours claims deliveries"),
    "yearly_report.contested": of(Words("年度报告异议", "A yearly report was contested."), "yearly_report", "state"),
    "yearly_report.corrected": of(Words("更正年度报告", "A yearly report was counted again."), "yearly_report",
                                  "state registrations projects hours claims deliveries"),
    "yearly_report.refused": of(Words("维持年度报告", "A yearly report that was contested stands."), "yearly_report", "state"),
    "yearly_report.closed": of(Words("年度报告定稿", "Nobody contested a yearly report in time."), "yearly_report", "state"),
    "team.formed": of(Words("组建服务队", "A team was formed."), "team", "state organization_id kind leader_id"),
    "team.handed_over": of(Words("移交队长", "A team has another leader."), "team", "leader_id"),
    "team.signed_up": of(Words("集体报名", "A team signed up for an activity."), "team"),
    "team.withdrawn": of(Words("撤回集体报名", "A team's sign-up was taken back."), "team"),
    "team.dissolved": of(Words("解散服务队", "A team was dissolved."), "team", "state"),
    "team_member.invited": of(Words("邀请入队", "A member was invited to a team."), "team", "state member_id"),
    "team_member.requested": of(Words("申请入队", "A member asks to join a team."), "team", "state member_id"),
    "team_member.joined": of(Words("随队组建入队", "A member leads a team from its beginning."), "team", "state member_id"),
    "team_member.accepted": of(Words("入队", "A member joined a team."), "team", "state"),
    "team_member.left": of(Words("退出服务队", "A member left a team, or does not join it."), "team", "state"),
    "mobilization.called": of(Words("发起动员", "A mobilisation was called."), "mobilization",
                              "state organization_id title starts_at ends_at acknowledge_by"),
    "mobilization.cancelled": of(Words("取消动员", "A mobilisation was cancelled."), "mobilization", "state"),
    "mobilization.unacknowledged": of(Words("动员确认到期", "A mobilisation's time to acknowledge was over."), "mobilization",
                                      "state"),
    "mobilization.acknowledged": of(Words("确认全部派遣", "Assignments of a mobilisation were acknowledged."), "mobilization"),
    "shift.confirmed": of(Words("确认整个班次", "It was said of a shift who was there."), "mobilization"),
    "mobilization.ended": of(Words("动员结束", "A mobilisation's last shift was over."), "mobilization", "state"),
    "assignment.made": of(Words("派人到岗", "A member was assigned to a shift."), "assignment",
                          "state shift_id unit_id replaces_id"),
    "assignment.acknowledged": of(Words("确认到岗", "An assignment was acknowledged."), "assignment", "state"),
    "assignment.declined": of(Words("不能到岗", "An assignment was declined."), "assignment", "state"),
    "assignment.served": of(Words("确认到岗时长", "A member's hours at a shift were confirmed."), "assignment", "state hours"),
    "assignment.missed": of(Words("记为未到岗", "It was said that a member was not at a shift."), "assignment", "state hours"),
    "assignment.replaced": of(Words("替换派遣", "A member at a shift was replaced by another."), "assignment", "state"),
    "assignment.released": of(Words("解除派遣", "A member was not needed at a shift any more."), "assignment", "state"),
    "dual_report.ended": _of_dual_report(Words("结束报到", "A registration was ended, or taken back.")),
}

_REPORTED = (Person("dual_report", "member_id"), Acting("dual_report", "unit_id"))
_REPORT_ANSWERED = Rule(NoticeKind.DUAL_REPORT_ANSWERED, _REPORTED)
_REPORT_OVER = Rule(NoticeKind.DUAL_REPORT_OVER, (*_REPORTED, Acting("dual_report", "community_id")))
_ATTENDED = Rule(NoticeKind.ATTENDANCE_CONFIRMED, (Person("sign_up", "member_id"),))
_LEADS = Person("team", "leader_id", "subject_id")
_SENT = (Person("assignment", "member_id"), Acting("assignment", "unit_id"))
_CALLED = (Person("assignment", "member_id", by="mobilization_id"), Acting("assignment", "unit_id", by="mobilization_id"))
_SENT_NO_MORE = Rule(NoticeKind.ASSIGNMENT_OVER, _SENT)
_AT_SHIFT = Rule(NoticeKind.ASSIGNMENT_CONFIRMED, (Person("assignment", "member_id"),))
_OF_YEAR = (Person("yearly_report", "member_id"), Acting("yearly_report", "unit_id"))
_YEAR_OVER = Rule(NoticeKind.YEARLY_REPORT_FINAL, _OF_YEAR)

RULES: Mapping[str, Rule] = {
    "dual_report.proposed": Rule(NoticeKind.DUAL_REPORT_PROPOSED, (Acting("dual_report", "community_id"),)),
    "dual_report.confirmed": _REPORT_ANSWERED, "dual_report.declined": _REPORT_ANSWERED,
    "dual_report.moved": _REPORT_OVER, "dual_report.ended": _REPORT_OVER,
    "sign_up.confirmed": _ATTENDED, "sign_up.missed": _ATTENDED,
    "sign_up.made": Rule(NoticeKind.SIGNED_UP_WITH_TEAM, (Person("sign_up", "member_id"),)),
    "sign_up.withdrawn": Rule(NoticeKind.WITHDRAWN_WITH_TEAM, (Person("sign_up", "member_id"),)),
    "yearly_report.issued": Rule(NoticeKind.YEARLY_REPORT_ISSUED, _OF_YEAR),
    "yearly_report.contested": Rule(NoticeKind.YEARLY_REPORT_CONTESTED, (Acting("yearly_report", "community_id"),)),
    "yearly_report.corrected": _YEAR_OVER, "yearly_report.refused": _YEAR_OVER, "yearly_report.closed": _YEAR_OVER,
    "team.formed": Rule(NoticeKind.TEAM_LED, (_LEADS,)), "team.handed_over": Rule(NoticeKind.TEAM_LED, (_LEADS,)),
    "team_member.invited": Rule(NoticeKind.TEAM_INVITED, (Person("team_member", "member_id"),)),
    "team_member.requested": Rule(NoticeKind.TEAM_REQUESTED, (_LEADS,)),
    "team_member.accepted": Rule(NoticeKind.TEAM_JOINED, (Person("team_member", "member_id"), _LEADS)),
    "team_member.left": Rule(NoticeKind.TEAM_LEFT, (Person("team_member", "member_id"), _LEADS)),
    "mobilization.called": Rule(NoticeKind.MOBILIZED, _CALLED),
    "mobilization.cancelled": Rule(NoticeKind.MOBILIZATION_CANCELLED, _CALLED),
    "mobilization.unacknowledged": Rule(NoticeKind.MOBILIZATION_UNACKNOWLEDGED, (Acting("mobilization", "organization_id"),)),
    "shift.confirmed": Rule(NoticeKind.ASSIGNMENT_CONFIRMED, (
        Person("assignment", "member_id", by="shift_id", at="confirmed_at"),)),
    "assignment.made": Rule(NoticeKind.ASSIGNMENT_MADE, _SENT),
    "assignment.declined": Rule(NoticeKind.ASSIGNMENT_DECLINED, (Acting("assignment", "organization_id"),)),
    "assignment.replaced": _SENT_NO_MORE, "assignment.released": _SENT_NO_MORE,
    "assignment.served": _AT_SHIFT, "assignment.missed": _AT_SHIFT,
    "sign_up.cancelled": Rule(NoticeKind.ACTIVITY_CANCELLED, (Person("sign_up", "member_id"),)),
}
