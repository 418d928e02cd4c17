"""Events of joint projects, their milestones, reports and money, and of communities' funds."""
from collections.abc import Mapping

from domain.event import Kind, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting, Holding
from domain.words import Words

KINDS: Mapping[str, Kind] = {
    "project.formed": of(Words("组成实施项目", "A joint project was formed."), "joint_project",
                         "state host_id lead_unit_id lead_seat_id committee_id ends_on"),
    "project.started": of(Words("实施项目开工", "A joint project has begun."), "joint_project", "state"),
    "project.completed": of(Words("实施项目完成", "A joint project was completed."), "joint_project", "state"),
    "project.stopped": of(Words("实施项目终止", "A joint project was stopped."), "joint_project", "state"),
    "project.overdue": of(Words("实施项目逾期", "A joint project is not over in time."), "joint_project", "state"),
    "project.rescheduled": of(Words("商定新的完成日", "Both sides agreed on another end of a joint project."), "joint_project",
                              "ends_on"),
    "project.noted": of(Words("记录进展", "Somebody wrote how a joint project goes."), "joint_project", "state"),
    "project.checkpoints_asked": of(Words("实施项目满一个月", "A month of a joint project is over."), "joint_project",
                                    "state"),
    "milestone.planned": of(Words("设立节点", "A milestone was planned."), "joint_project", "state due_on"),
    "milestone.reported": of(Words("报告节点完成", "Who leads said that a milestone is reached."), "joint_project", "state"),
    "milestone.returned": of(Words("退回节点", "A milestone was sent back."), "joint_project", "state"),
    "milestone.confirmed": of(Words("确认节点", "A milestone was confirmed."), "joint_project", "state"),
    "milestone.dropped": of(Words("取消节点", "A milestone was dropped."), "joint_project", "state"),
    "milestone.overdue": of(Words("节点逾期", "A milestone is not reached in time."), "joint_project", "state"),
    "checkpoint.asked": of(Words("报告到期", "A report of a joint project falls due."), "joint_project",
                           "state kind starts_on ends_on due_on"),
    "checkpoint.answered": of(Words("提交报告", "A report of a joint project was handed in."), "joint_project", "state"),
    "checkpoint.overdue": of(Words("报告逾期", "A report of a joint project is not there in time."), "joint_project", "state"),
    "project.budgeted": of(Words("编制预算", "A joint project's budget was planned."), "joint_project", "budget_yuan"),
    "funding.granted": of(Words("拨付资金", "Money was granted to a joint project."), "joint_project", "granted"),
    "funding.revoked": of(Words("收回拨付", "Money that was granted to a joint project was taken back."), "joint_project",
                          "granted reason"),
    "expense.recorded": of(Words("登记支出", "It was recorded what was spent."), "joint_project", "yuan spent_on"),
    "fund.set": of(Words("核定服务经费", "A community's fund of a year was set."), "community_fund",
                   "organization_id year yuan"),
}

_HOSTS = Acting("joint_project", "host_id")
_LEADS = (Acting("joint_project", "lead_unit_id"), Holding("joint_project", "lead_seat_id"))
_PARTS = (*_LEADS, Acting("project_part", "organization_id", by="project_id"))

RULES: Mapping[str, Rule] = {
    "project.formed": Rule(NoticeKind.PROJECT_FORMED, _PARTS),
    "project.started": Rule(NoticeKind.PROJECT_STARTED, (_HOSTS, *_PARTS)),
    "project.completed": Rule(NoticeKind.PROJECT_OVER, _PARTS), "project.stopped": Rule(NoticeKind.PROJECT_OVER, _PARTS),
    "project.rescheduled": Rule(NoticeKind.PROJECT_RESCHEDULED, (_HOSTS, *_PARTS)),
    "project.overdue": Rule(NoticeKind.PROJECT_OVERDUE, (_HOSTS, *_PARTS)),
    "milestone.planned": Rule(NoticeKind.MILESTONE_PLANNED, _LEADS),
    "milestone.reported": Rule(NoticeKind.MILESTONE_REPORTED, (_HOSTS,)),
    "milestone.returned": Rule(NoticeKind.MILESTONE_RETURNED, _LEADS),
    "milestone.confirmed": Rule(NoticeKind.MILESTONE_CONFIRMED, _LEADS),
    "milestone.dropped": Rule(NoticeKind.MILESTONE_DROPPED, _LEADS),
    "milestone.overdue": Rule(NoticeKind.MILESTONE_OVERDUE, (_HOSTS, *_LEADS)),
    "checkpoint.asked": Rule(NoticeKind.CHECKPOINT_ASKED, _LEADS),
    "checkpoint.answered": Rule(NoticeKind.CHECKPOINT_ANSWERED, (_HOSTS,)),
    "checkpoint.overdue": Rule(NoticeKind.CHECKPOINT_OVERDUE, (_HOSTS, *_LEADS)),
    "funding.granted": Rule(NoticeKind.FUNDS_GRANTED, _LEADS),
    "funding.revoked": Rule(NoticeKind.FUNDS_REVOKED, _LEADS),
    "fund.set": Rule(NoticeKind.FUND_SET, (Acting("community_fund", "organization_id"),)),
}
