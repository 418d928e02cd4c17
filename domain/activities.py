"""Activities (活动): what a community or street publishes for its registered members to sign up for, and who does.

Their lives are PROCESS and SIGN_UP, drawn in docs/processes.md. An activity never has more sign-ups than places; of one member
no two that stand are at one time. Hours are what the publisher confirms.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access
from domain.faults import Faults
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import CLOCK, FOLLOWS, Deadline, Process, State, Step
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotYet, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class ActivityState(StrEnum):
    PUBLISHED = "PUBLISHED"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


class ActivityStep(StrEnum):
    CANCEL = "CANCEL"


class SignUpState(StrEnum):
    SIGNED_UP = "SIGNED_UP"
    ATTENDED = "ATTENDED"
    ABSENT = "ABSENT"
    WITHDRAWN = "WITHDRAWN"


class SignUpStep(StrEnum):
    WITHDRAW = "WITHDRAW"
    CONFIRM = "CONFIRM"
    MISS = "MISS"


class Role(StrEnum):
    """Whose step it is."""

    PUBLISHER = "PUBLISHER"
    MEMBER = "MEMBER"  # who signed up


@dataclass
class ActivityFull(Refusal, description="名额已满，或不够集体报名。All places are taken, or fewer are left than come as one."):
    ADVICE = ("另选活动，或待有人撤回后再报名；集体报名可减少人数。"
              "Choose another activity, or sign up when somebody withdraws; a team can come with fewer.")
    places: Annotated[int, "名额。How many places there are."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"{self.places} 个名额已满或不够。", f"Of {self.places} places none, or too few, are left.")


@dataclass
class NotRegistered(Refusal, description="未向活动所在社区或街道报到。The member is not registered where the activity is."):
    ADVICE = ("以 proposeDualReport 向居住的社区报到，待社区确认后再报名；已向他处报到的，报名那里的活动。"
              "Register with the community where you live by proposeDualReport, and sign up once it has confirmed; "
              "who is registered elsewhere signs up there.")
    TEXT = Bilingual("您未向活动所在社区（街道活动为其下社区）报到，或尚待社区确认。",
                     "You are not registered with the community of this activity, or one of its street, or not confirmed yet.")


@dataclass
class TimeConflict(Refusal,
                   description="该时间已有其他活动或任务。The member is signed up or assigned elsewhere at that time."):
    ADVICE = ("读取 signUps、assignments（mine: true）；先撤回、解除与之冲突的，或另选一人。"
              "Read signUps and assignments (mine: true): have the one in its way taken back or released, or send another.")
    TEXT = Bilingual("该时间已报名其他活动，或另有任务。", "The member is signed up or assigned elsewhere at that time.")


PUBLISH, SIGN_UP_DEED, CANCELLED_WITH = "PUBLISH_ACTIVITY", "SIGN_UP", "CANCEL"
HOSTS = frozenset({OrganizationKind.COMMUNITY, OrganizationKind.STREET})
MOST_PLACES = 1000
LONGEST = timedelta(hours=72)
STANDING = (SignUpState.SIGNED_UP, SignUpState.ATTENDED)  # of one member no two of these overlap
PROCESS = Process(
    table="activity", type="Activity", words=Words("活动", "An activity of a community or street."),
    begins={ActivityState.PUBLISHED: "activity.published"},
    states={
        ActivityState.PUBLISHED: State(Words("已发布", "Published; it is not over yet.")),
        ActivityState.ENDED: State(Words("已结束", "Its time is over; hours are confirmed.", "：可确认时长"), has=("over_at",)),
        ActivityState.CANCELLED: State(Words("已取消", "Cancelled."), has=("over_at", "reason")),
    },
    steps={
        ActivityStep.CANCEL: Step(Words("取消", "Cancel it, by cancelActivity."), Role.PUBLISHER,
                                  (ActivityState.PUBLISHED,), ActivityState.CANCELLED, "activity.cancelled"),
        "END": Step(Words("结束", "Its time is over."), CLOCK,
                    (ActivityState.PUBLISHED,), ActivityState.ENDED, "activity.ended"),
    },
    deadlines=(Deadline("ends_at", (ActivityState.PUBLISHED,), "END"),),
    deeds={PUBLISH: Words("发布活动", "Publish an activity, by publishActivity."),
           SIGN_UP_DEED: Words("报名", "Sign up for an activity, by signUp.")})
ACTIONS: Mapping[str, Words] = {ActivityStep.CANCEL: PROCESS.steps[ActivityStep.CANCEL].words,
                                SIGN_UP_DEED: PROCESS.deeds[SIGN_UP_DEED]}
"""What a viewer may be told that it can do with an activity."""
_ALL_BUT_WITHDRAWN = (SignUpState.SIGNED_UP, SignUpState.ATTENDED, SignUpState.ABSENT)
SIGN_UP = Process(
    table="sign_up", type="SignUp", words=Words("报名", "A member's sign-up for an activity."),
    begins={SignUpState.SIGNED_UP: "sign_up.made"},
    states={
        SignUpState.SIGNED_UP: State(Words("已报名", "Signed up.")),
        SignUpState.ATTENDED: State(Words("已参加", "Was there; the hours are confirmed.", "：时长已确认"),
                                    has=("confirmed_at", "hours")),
        SignUpState.ABSENT: State(Words("未参加", "Was not there."), has=("confirmed_at",)),
        SignUpState.WITHDRAWN: State(Words("已撤回", "Taken back; or the activity was cancelled.", "，或活动已取消"),
                                     has=("over_at",)),
    },
    steps={
        SignUpStep.WITHDRAW: Step(Words("撤回", "Take it back, by withdrawSignUp."), Role.MEMBER,
                                  (SignUpState.SIGNED_UP,), SignUpState.WITHDRAWN, "sign_up.withdrawn"),
        SignUpStep.CONFIRM: Step(Words("确认时长", "Confirm the hours, by confirmAttendance; once more to correct them."),
                                 Role.PUBLISHER, _ALL_BUT_WITHDRAWN, SignUpState.ATTENDED, "sign_up.confirmed"),
        SignUpStep.MISS: Step(Words("记为未参加", "Say that the member was not there, by missAttendance."), Role.PUBLISHER,
                              (SignUpState.SIGNED_UP, SignUpState.ATTENDED), SignUpState.ABSENT, "sign_up.missed"),
        CANCELLED_WITH: Step(Words("随活动取消", "Its activity is cancelled."), FOLLOWS,
                             (SignUpState.SIGNED_UP,), SignUpState.WITHDRAWN, "sign_up.cancelled"),
    })
UPWARD = {12: "home", 9: "street", 6: "district"}
SIGHT = Sight(own="organization_id", home="home_code", upward=UPWARD, downward="home_code")
"""An activity is seen by everybody who belongs to the division, as its registered members do, and by the officers above."""
SEEN = Sight(own="organization_id", home="home_code", upward=UPWARD, parties=("unit_id",), person="member_id")
"""Who takes part is seen by the publisher and the officers above, by the member's unit, and by the member."""
SUBJECT, SIGN_UPS = Subject("activity", SIGHT), Subject("sign_up", SEEN)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What the rules need to know of an activity."""

    state: str
    organization_id: UUID
    home_code: str
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    places: int
    taken: int
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it is over."""
        return PROCESS.state_at(self.state, {"ends_at": self.ends_at}, now)


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """What the rules need to know of a sign-up, beside its activity."""

    state: str
    activity_id: UUID
    member_id: UUID
    hours: Decimal | None = None
    version: int = 1


def check_times(starts_at: datetime, ends_at: datetime, sign_up_until: datetime, now: datetime) -> None:
    """raises   BadInput"""
    with Faults() as faults:
        if starts_at <= now:
            faults.note(BadInput("starts_at", Bilingual("活动须在将来。", "It must lie ahead.")))
        if not timedelta() < ends_at - starts_at <= LONGEST:
            faults.note(BadInput("ends_at", Bilingual("须晚于开始，最长 72 小时。",
                                                      "It must end after it starts, within 72 hours.")))
        if not now < sign_up_until <= starts_at:
            faults.note(BadInput("sign_up_until", Bilingual("报名截止须在将来，不晚于活动开始。",
                                                            "Sign-ups end ahead, no later than it starts.")))


def check_places(places: int) -> None:
    """raises   BadInput"""
    if not 1 <= places <= MOST_PLACES:
        raise BadInput("places", Bilingual(f"须为 1 至 {MOST_PLACES}。", f"It must be 1 to {MOST_PLACES}."))


def check_hours(hours: Decimal, activity: Activity) -> None:
    """Let hours be confirmed: more than none, with two decimals at most, no more than the activity lasted.

    raises   BadInput
    """
    if not hours.is_finite() or hours * 3600 > Decimal((activity.ends_at - activity.starts_at).total_seconds()):
        raise BadInput("hours", Bilingual("不能超过活动的时长。", "No more than the activity lasted."))
    if hours <= 0 or hours != round(hours, 2):
        raise BadInput("hours", Bilingual("须大于 0，最多两位小数。", "More than 0, with at most two decimals."))


# -- who may

def check_publish(viewer: Viewer, organization_id: UUID, kind: str) -> None:
    """raises   NotAllowed; BadInput of an organisation that is no community and no street"""
    if organization_id not in viewer.acts_for:
        raise NotAllowed(PUBLISH)
    if kind not in HOSTS:
        raise BadInput("organization_id", Bilingual("须为社区或街道。", "It must be a community or a street."))


def check_cancel(viewer: Viewer, activity: Activity, now: datetime) -> None:
    """raises   NotAllowed, WrongState"""
    if activity.organization_id not in viewer.acts_for:
        raise NotAllowed(PROCESS.action(ActivityStep.CANCEL))
    PROCESS.check(ActivityStep.CANCEL, activity.state_at(now))


def check_sign_up(activity: Activity, registered: str | None, now: datetime) -> None:
    """Let a member sign up.

    registered   the code of the community where it is registered; None: nowhere
    raises       NotRegistered, WrongState, DeadlinePassed, ActivityFull
    """
    if registered is None or not registered.startswith(activity.home_code):
        raise NotRegistered
    check_places_left(activity, now)


def check_places_left(activity: Activity, now: datetime, coming: int = 1) -> None:
    """Let so many sign up as one.

    raises   WrongState, DeadlinePassed, ActivityFull
    """
    check_still_open(activity, now)
    if activity.taken + coming > activity.places:
        raise ActivityFull(activity.places)


def check_still_open(activity: Activity, now: datetime) -> None:
    """Let sign-ups still change.

    raises   WrongState, DeadlinePassed
    """
    PROCESS.check(ActivityStep.CANCEL, activity.state_at(now))  # whose source is the state in which it takes sign-ups
    if activity.sign_up_until <= now:
        raise DeadlinePassed(activity.sign_up_until)


def check_sign_up_step(viewer: Viewer, step: SignUpStep, sign_up: SignUp, activity: Activity, now: datetime) -> None:
    """A sign-up is taken back until sign-ups end; hours are confirmed once the activity has begun.

    raises   NotAllowed, WrongState, DeadlinePassed, NotYet
    """
    may = (sign_up.member_id == viewer.member_id if SIGN_UP.steps[step].by == Role.MEMBER
           else activity.organization_id in viewer.acts_for)
    if not may:
        raise NotAllowed(SIGN_UP.action(step))
    SIGN_UP.check(step, sign_up.state)
    if step == SignUpStep.WITHDRAW:
        if activity.sign_up_until <= now:
            raise DeadlinePassed(activity.sign_up_until)
    elif now < activity.starts_at:
        raise NotYet(activity.starts_at)


def actions(viewer: Viewer, activity: Activity, registered: str | None, now: datetime) -> list[access.Permission]:
    """What the viewer can do with an activity, in the order of ACTIONS."""
    def check(action: str) -> None:
        if action == ActivityStep.CANCEL:
            check_cancel(viewer, activity, now)
        else:
            check_sign_up(activity, registered, now)
    return access.permissions(ACTIONS, check)


def sign_up_actions(viewer: Viewer, sign_up: SignUp, activity: Activity, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a sign-up, in the order of SignUpStep."""
    def check(action: str) -> None:
        check_sign_up_step(viewer, SignUpStep(action), sign_up, activity, now)
    return access.permissions(SignUpStep, check)
