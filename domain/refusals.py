"""Every way to say no, and the four errors that are no refusal.

A `Refusal` is a business no: raised by a rule, it rolls the transaction back and answers as the GraphQL type of the
same name. Its fields are the type's fields; `message` is for people, in Chinese and English.
"""
from dataclasses import dataclass
from datetime import datetime

from domain import dates


class Refusal(Exception):
    """A business no. Subclasses are dataclasses: their fields are what the caller needs to do better."""

    @property
    def message(self) -> str:
        raise AssertionError("each refusal says why")


class NotFound(Exception):
    """There is no such thing, or the viewer may not see it: the two are the same to the caller."""


class Unauthenticated(Exception):
    """The operation needs a signed-in member."""


class NotAMember(Unauthenticated):
    """Who asks is signed in, and to sign in again would not help: no active member has the token's subject."""


@dataclass
class BadInput(Exception):
    """A value that no rule needs to look at: malformed, out of range, of the wrong kind.

    field    the GraphQL path within the field's arguments, `input.place.longitude`
    problem  what was wrong and what would be right
    """

    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"


class OutcomeUnknown(Exception):
    """结果未知，请用同一 idempotencyKey 重试。It is not known whether the write took place: retry with the same key."""

    def __str__(self) -> str:
        return str(self.__doc__)


@dataclass
class NotAllowed(Refusal):
    """The viewer holds no office that gives this right.

    action   the name of what was asked for, `ACCEPT`
    """

    action: str

    @property
    def message(self) -> str:
        return f"您没有权限进行此操作（{self.action}）。You may not do this ({self.action})."


@dataclass
class WrongState(Refusal):
    """The object is in a state from which this step does not lead on."""

    state: str
    expected: list[str]

    @property
    def message(self) -> str:
        wanted = ", ".join(self.expected)
        return f"当前状态为 {self.state}，需为 {wanted}。The state is {self.state}; it would have to be {wanted}."


@dataclass
class StaleVersion(Refusal):
    """Somebody else changed the object since the caller read it.

    version   the present one
    """

    version: int

    @property
    def message(self) -> str:
        return f"内容已被他人修改，当前版本为 {self.version}。Somebody changed it; now at version {self.version}."


class _Plain(Refusal):
    """A refusal that says always the same."""

    TEXT = ""

    @property
    def message(self) -> str:
        return self.TEXT


@dataclass
class KeyReused(_Plain):
    """The idempotency key was used before, with another operation or other input."""

    TEXT = "该 idempotencyKey 已用于其他内容。This idempotencyKey was used for something else."


@dataclass
class OwnItem(_Plain):
    """An organisation cannot claim what it published itself."""

    TEXT = "不能认领本单位发布的条目。An organisation cannot claim its own item."


@dataclass
class ItemClosed(Refusal):
    """The item takes no claims any more, or not yet."""

    state: str

    @property
    def message(self) -> str:
        return f"该条目不可认领，状态为 {self.state}。The item takes no claims: it is {self.state}."


@dataclass
class DeadlinePassed(Refusal):
    """The deadline lies in the past."""

    deadline: datetime

    @property
    def message(self) -> str:
        passed = f"{self.deadline.astimezone(dates.CHINA):%Y-%m-%d %H:%M}"
        return f"截止时间 {passed} 已过。The deadline {passed} (China) has passed."


@dataclass
class ClaimTooLarge(Refusal):
    """Fewer units are left than were asked for."""

    remaining: int

    @property
    def message(self) -> str:
        return f"仅剩 {self.remaining} 可认领。Only {self.remaining} left to claim."


@dataclass
class TooManyUnanswered(Refusal):
    """The organisation has as many proposals unanswered as one may.

    allowed   how many that is
    """

    allowed: int

    @property
    def message(self) -> str:
        return (f"本单位待答复的认领已达 {self.allowed} 个，请待对方答复或撤回一些。"
                f"{self.allowed} claims of this organisation are unanswered: wait for answers, or take some back.")


@dataclass
class WrongSide(Refusal):
    """This kind of organisation does not claim from this list."""

    list: str

    @property
    def message(self) -> str:
        return (f"此类组织不能认领该清单（{self.list}）的条目。"
                f"This kind of organisation does not claim from this list ({self.list}).")


@dataclass
class SlotTaken(_Plain):
    """Another claim holds the venue in a part of that time."""

    TEXT = "该时段已被占用。The time slot overlaps with one that is taken."


@dataclass
class HasOpenClaims(Refusal):
    """The item cannot end while claims on it are open."""

    count: int

    @property
    def message(self) -> str:
        return f"尚有 {self.count} 个未了结的认领。There are {self.count} open claims on it."


@dataclass
class QuantityBelowClaimed(Refusal):
    """The new quantity is less than what is claimed already."""

    claimed: int

    @property
    def message(self) -> str:
        return f"数量不能少于已认领的 {self.claimed}。{self.claimed} are claimed already; the quantity cannot be less."


@dataclass
class LeadQuotaReached(Refusal):
    """The part-time member leads as many projects this year as a seat may."""

    quota: int

    @property
    def message(self) -> str:
        return f"该委员今年领办项目已达 {self.quota} 个。This seat leads its {self.quota} projects of the year already."


@dataclass
class CodeTaken(Refusal):
    """Another organisation has this division code or credit code."""

    code: str

    @property
    def message(self) -> str:
        return f"代码 {self.code} 已被登记。The code {self.code} belongs to another organisation."


@dataclass
class AlreadyStationed(_Plain):
    """The unit is stationed in that community already, or that is proposed."""

    TEXT = "该单位已驻该社区，或已提出待确认。The unit is stationed in that community already, or that waits to be confirmed."


@dataclass
class AlreadyRegistered(Refusal):
    """Another member has this subject or handle.

    value    the one that is taken
    """

    value: str

    @property
    def message(self) -> str:
        return f"{self.value} 已被其他成员使用。{self.value} belongs to another member."


@dataclass
class MemberInactive(_Plain):
    """The member was deactivated and takes no office or seat."""

    TEXT = "该成员已停用。The member is deactivated."


@dataclass
class AlreadyAppointed(_Plain):
    """The member holds that office in that time already."""

    TEXT = "该成员在此期间已任此职。The member holds this office in that time already."


@dataclass
class AlreadyFounded(_Plain):
    """The organisation has its joint committee already."""

    TEXT = "该组织已设联合党委。The organisation has its joint committee already."


@dataclass
class AlreadySeated(_Plain):
    """The member has a seat on that committee in that time already."""

    TEXT = "该成员在此期间已是该委员会委员。The member has a seat on this committee in that time already."
