"""Joint conferences: a committee's meetings, from the plan to the published minutes.

Its life is PROCESS, drawn in docs/processes.md. That there is one, when and where, everybody sees who belongs to the division
of the committee: they are to bring topics. What is inside (attendance, minutes before they are published) the committee sees.
"""
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain import access, dates, process, sight, working_days
from domain.attachments import Asking, AttachmentOf, FileDeed, Row
from domain.languages import Bilingual
from domain.process import CLOCK, Deadline, Process, State
from domain.refusals import BadInput, NotYet, WrongState
from domain.sight import SeenWith, Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class ConferenceState(StrEnum):
    PLANNED = "PLANNED"
    CALLED = "CALLED"
    HELD = "HELD"
    PUBLISHED = "PUBLISHED"
    CANCELLED = "CANCELLED"


class ConferenceStep(StrEnum):
    CALL = "CALL"
    HOLD = "HOLD"
    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


class Presence(Worded):
    PRESENT = "PRESENT", Words("到会", "Was there.")
    SUBSTITUTED = "SUBSTITUTED", Words("代会", "Somebody else was there instead.", "：由他人代为出席")
    ABSENT = "ABSENT", Words("缺席", "Was not there.")
    GUEST = "GUEST", Words("列席", "A guest, who has no seat.", "：不是委员")


class Role(StrEnum):
    """Whose step it is."""

    SECRETARY = "SECRETARY"  # who has the committee's secretary's seat, and officers over its division


PLAN, FILL = "PLAN_CONFERENCE", "FILL"
PROCESS = Process(
    table="joint_conference", type="JointConference", words=Words("联席会议", "A joint conference."),
    begins={ConferenceState.PLANNED: "conference.planned"},
    states={
        ConferenceState.PLANNED: State(Words("已计划", "Planned for a day; not called yet.", "，尚未通知")),
        ConferenceState.CALLED: State(Words("已通知", "Called: the members are invited.", "，已定时间地点"),
                                      has=("starts_at", "venue", "called_at")),
        ConferenceState.HELD: State(Words("已召开", "Held; its minutes are not published yet.", "，纪要未公布"),
                                    has=("starts_at", "venue", "called_at", "held_at", "minutes")),
        ConferenceState.PUBLISHED: State(Words("已公布", "Held, and its minutes are published.", "会议纪要"),
                                         has=("starts_at", "venue", "called_at", "held_at", "minutes", "published_at")),
        ConferenceState.CANCELLED: State(Words("已取消", "Cancelled."), has=("reason",)),
    },
    steps={
        ConferenceStep.CALL: process.Step(
            Words("通知", "Call it, by callConference; once more to move it.", "召开；再次通知即改期"), Role.SECRETARY,
            (ConferenceState.PLANNED, ConferenceState.CALLED), ConferenceState.CALLED, "conference.called"),
        ConferenceStep.HOLD: process.Step(
            Words("召开", "Record that it was held, by holdConference.", "：记录到会与纪要"), Role.SECRETARY,
            (ConferenceState.CALLED,), ConferenceState.HELD, "conference.held"),
        ConferenceStep.PUBLISH: process.Step(
            Words("公布", "Publish its minutes, by publishConference."), Role.SECRETARY,
            (ConferenceState.HELD,), ConferenceState.PUBLISHED, "conference.published"),
        ConferenceStep.CANCEL: process.Step(
            Words("取消", "Cancel it, by cancelConference."), Role.SECRETARY,
            (ConferenceState.PLANNED, ConferenceState.CALLED), ConferenceState.CANCELLED, "conference.cancelled"),
        FILL: process.Step(Words("汇总议程", "No more topics are collected; what is late comes on."), CLOCK,
                           (ConferenceState.PLANNED, ConferenceState.CALLED), None, "conference.filled"),
    },
    deadlines=(Deadline("fill_at", (ConferenceState.PLANNED, ConferenceState.CALLED), FILL),),
    deeds={PLAN: Words("计划联席会议", "Plan a joint conference, by planConference.")})
UPWARD = {12: "home_code", 9: "street", 6: "district"}
SIGHT = Sight(own="organization_id", downward="home_code", home="home_code", upward=UPWARD)
INSIDE = Sight(own="organization_id", home="home_code", upward=UPWARD, seated="committee_id")
"""Who sees attendance, and minutes that are not published."""
SEEN_INSIDE = SeenWith("conference_id", "joint_conference", INSIDE)
SUBJECT = Subject("joint_conference", SIGHT)
TOPICS_CLOSE = 3
"""Working days before the day of a conference, up to whose end topics are collected where nobody says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Conference:
    """What the rules need to know of a conference.

    organization_id   the committee's street or community
    home_code         its code
    """

    state: str
    committee_id: UUID
    organization_id: UUID
    home_code: str
    starts_at: datetime | None = None
    topics_until: datetime | None = None
    planned_for: date | None = None
    version: int = 1


def usual_title(committee_name: str, day: date) -> str:
    """What a conference is called where nobody chose a title."""
    return f"{committee_name}联席会议（{day.year}年{day.month}月）"


def topics_close(day: date, asked: datetime | None, now: datetime) -> datetime:
    """Up to when topics are collected for a conference on a day.

    asked    None: as usual, and never before now
    raises   BadInput
    """
    if asked is None:
        return max(dates.next_day_starts(working_days.before(day, TOPICS_CLOSE)), now)
    if asked > dates.next_day_starts(day):
        raise BadInput("topics_until", Bilingual("议题征集不能晚于会议当日。",
                                                 "Topics are collected up to the day of the conference, no later."))
    if asked < now:
        raise BadInput("topics_until", Bilingual("议题征集截止时间须在将来。",
                                                 "Topics must be collected up to a time to come."))
    return asked


def check_day(day: date, today: date) -> None:
    """raises   BadInput of a day that is over"""
    if day < today:
        raise BadInput("planned_for", Bilingual("会议日期不能早于今日。",
                                                "A conference cannot be planned for a day that is over."))


def check_start(starts_at: datetime, now: datetime) -> None:
    """raises   BadInput"""
    if starts_at <= now:
        raise BadInput("starts_at", Bilingual("开会时间须在将来。", "A conference must be called for a time to come."))


def check_held(conference: Conference, now: datetime) -> None:
    """raises   NotYet of one that has not begun"""
    if conference.starts_at is not None and now < conference.starts_at:
        raise NotYet(conference.starts_at)


def attendance(seats: Collection[UUID], told: Collection[Mapping[str, Any]], guests: Collection[str]) -> list[dict[str, Any]]:
    """A row for each seat, absent where nothing is told of it, and for each guest.

    seats    of the committee on the day
    told     seat_id, presence, and the substitute's name of one that is substituted
    raises   BadInput
    """
    known = {each["seat_id"]: each for each in told}
    if len(known) < len(told) or not known.keys() <= set(seats):
        raise BadInput("attendance", Bilingual("每个席位给一条，且须为该委员会当日的席位。",
                                               "Give one for each seat, of seats that it must have on that day."))
    found = []
    for seat in seats:
        presence, name = known.get(seat, {}).get("presence", Presence.ABSENT), known.get(seat, {}).get("substitute")
        if presence == Presence.GUEST or (name is not None) != (presence == Presence.SUBSTITUTED):
            raise BadInput("attendance", Bilingual(
                "代会须填代会人，其他不填；列席者填在 guests。",
                "Name a substitute where one came, and nowhere else; name guests in `guests`."))
        found.append({"seat_id": seat, "presence": presence, "name": name})
    return [*found, *({"seat_id": None, "presence": Presence.GUEST, "name": guest} for guest in guests)]


# -- who may

def check_arranges(viewer: Viewer, committee_id: UUID, division_code: str, action: str) -> None:
    """What a joint committee does is arranged by who has its secretary's seat, and by officers over its division.

    raises   NotAllowed
    """
    if not viewer.is_secretary_of(committee_id):
        access.check_officer_over(viewer, [division_code], action)


def check_step(viewer: Viewer, step: ConferenceStep, conference: Conference) -> None:
    """raises   NotAllowed, WrongState"""
    check_arranges(viewer, conference.committee_id, conference.home_code, PROCESS.action(step))
    PROCESS.check(step, conference.state)


def sees_minutes(viewer: Viewer, conference: Conference) -> bool:
    """Once they are published all who see the conference, its committee's people before. Nothing of it depends on a moment."""
    return conference.state == ConferenceState.PUBLISHED or sight.sees(INSIDE, viewer, conference, {}, datetime.max)


def actions(viewer: Viewer, conference: Conference) -> list[access.Permission]:
    """What the viewer can do with a conference, in the order of ConferenceStep."""
    def check(action: str) -> None:
        check_step(viewer, ConferenceStep(action), conference)
    return access.permissions(ConferenceStep, check)


def check_file(asking: Asking, conference: Row, _: Row) -> UUID | None:
    """Files belong to the minutes: who arranges the committee's work attaches them, and removes them before they are published.

    raises   NotAllowed, WrongState
    """
    viewer, code = asking.viewer, conference["home_code"]
    check_arranges(viewer, conference["committee_id"], code, asking.deed.action)
    allowed = (ConferenceState.HELD, ConferenceState.PUBLISHED) if asking.deed == FileDeed.ATTACH else (ConferenceState.HELD,)
    if conference["state"] not in allowed:
        raise WrongState(conference["state"], [*allowed])
    return None if viewer.is_officer_over(code) else conference["organization_id"]


ATTACHED = AttachmentOf("joint_conference", "JointConference", Words("会议纪要", "a conference's minutes"), SIGHT, check_file,
                        needs=("state", "committee_id", "organization_id", "home_code"),
                        inside=INSIDE, opened=(ConferenceState.PUBLISHED,), versioned=True)
