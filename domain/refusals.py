"""Every way to say no, and the four errors that are no refusal.

A `Refusal` is a business no: raised by a rule, it rolls the transaction back and answers as the GraphQL type that is made
of it in `schema/refusals.py`. Each is declared here, once, with its descriptions in Chinese and English.
"""
import inspect
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, NamedTuple

from domain import dates
from domain.faults import Fault
from domain.languages import Bilingual, Told

NOTHING = Bilingual("没有，或您无权看到。", "There is none, or you may not see it.")


class Detail(NamedTuple):
    """A field of a refusal: its Python type, its description in Chinese and English, and the enum of `schema.words` that has
    its values, where they are a closed set, or the scalar of `schema.scalars` that they are texts of."""

    type: Any
    description: str
    enum: str = ""


class Refusal(Exception):
    """A business no. Subclasses are dataclasses: their fields are what the caller needs to do better.

    KINDS        every subclass, by name
    CODE         by which `viewerCan` names it: WRONG_STATE
    DESCRIPTION  of the GraphQL type
    ADVICE       what to do about it
    DETAILS      of its fields, by name
    TEXT         the message of one that says always the same
    """

    KINDS: ClassVar[dict[str, "type[Refusal]"]] = {}
    CODE: ClassVar[str]
    DESCRIPTION: ClassVar[str]
    ADVICE: ClassVar[str]
    DETAILS: ClassVar[dict[str, Detail]]
    TEXT: ClassVar[Bilingual] = Bilingual.alike("")

    def __init_subclass__(cls, *, description: str = "") -> None:
        """raises   TypeError when it or one of its fields is not described, or it has no advice or no message"""
        cls.DESCRIPTION = description
        cls.CODE = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).upper()
        cls.DETAILS = {name: Detail(getattr(each, "__origin__", each), *getattr(each, "__metadata__", ("",)))
                       for name, each in inspect.get_annotations(cls).items()}
        if not description:
            raise TypeError(f"{cls.__name__} has no description")
        if "ADVICE" not in vars(cls):
            raise TypeError(f"{cls.__name__} does not say what to do about it")
        if bare := [name for name, each in cls.DETAILS.items() if not each.description]:
            raise TypeError(f"{cls.__name__} has fields without a description: {bare}")
        if not cls.TEXT and "message" not in vars(cls):
            raise TypeError(f"{cls.__name__} has no message")
        Refusal.KINDS[cls.__name__] = cls

    @property
    def message(self) -> Bilingual:
        """Why, for people."""
        return self.TEXT


@dataclass
class NotFound(Fault):
    """There is no such thing, or the viewer may not see it, alike to the caller; `given` is the ID as its sender wrote it."""

    given: str = ""

    @property
    def message(self) -> Bilingual:
        return NOTHING.about(f"{self.field}: ") if self.field else NOTHING


class Unauthenticated(Told):
    """The operation needs a signed-in member; the message of one that has a token says what is wrong with it."""

    MESSAGE: ClassVar[Bilingual] = Bilingual(
        "请先登录：Authorization: Bearer <token>。", "Sign in first: Authorization: Bearer <token>.")

    def __init__(self, message: Bilingual | None = None) -> None:
        super().__init__(message or self.MESSAGE)
        self.has_token = message is not None


class NotAMember(Unauthenticated):
    """Who asks is signed in, and to sign in again would not help: no active member has the token's subject."""

    MESSAGE = Bilingual(
        "令牌有效，但没有在用的成员以它的 sub 登记；请让上级干部登记您（registerMember）。",
        "The token is good, but no active member has its `sub`: ask an officer to register you (registerMember).")


class NotForSystem(Unauthenticated):
    """A system asks for what is not listed for it; to sign in again would not help."""

    def __init__(self, field: str) -> None:
        super().__init__(Bilingual(f"此系统不可使用 {field}；由工作人员以 allowSystem 设定。",
                                   f"This system may not ask for {field}: an officer says what it may (allowSystem)."))


@dataclass
class BadInput(Fault):
    """A value that no rule needs to look at; `problem` says what was wrong and what would be right."""

    problem: Bilingual

    @property
    def message(self) -> Bilingual:
        return self.problem.about(f"{self.field}: ")


class OutcomeUnknown(Told):
    """A write may have taken place, or not: only its sender's retry with the same key finds out."""

    def __init__(self) -> None:
        super().__init__(Bilingual("不知道写入是否已经生效，请以同一 idempotencyKey 原样重试。",
                                   "It is not known whether the write took place: send the same again with the same "
                                   "`idempotencyKey`."))


@dataclass
class NotAllowed(Refusal, description="您无权做此操作。The viewer may not do this."):
    ADVICE = "请有权的人来做；viewerCan 事先说明能做什么。Let somebody do it who may; viewerCan says beforehand what one may."
    action: Annotated[str, "操作。What was to be done.", "AnyAction"]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"您没有权限进行此操作（{self.action}）。", f"You may not do this ({self.action}).")


@dataclass
class WrongState(Refusal, description="当前状态下不能这样做。Not possible in its present state."):
    ADVICE = "重新读取该对象，按其当前状态决定。Read the object anew, and decide by its state."
    state: Annotated[str, "当前状态。Its present state.", "AnyState"]
    expected: Annotated[list[str], "须为这些状态之一。It would have to be in one of these.", "AnyState"]

    @property
    def message(self) -> Bilingual:
        wanted = ", ".join(self.expected)
        return Bilingual(f"当前状态为 {self.state}，须为 {wanted}。",
                         f"The state is {self.state}; it would have to be {wanted}.")


@dataclass
class StaleVersion(Refusal, description="内容已被他人修改。Somebody else has changed it since."):
    ADVICE = ("重新读取，把修改做在新版本上，再以新的 expectedVersion 提交。"
              "Read it anew, make the change to that version, and send that with its `expectedVersion`.")
    version: Annotated[int, "当前版本。Its present version."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"内容已被他人修改，当前版本为 {self.version}。",
                         f"Somebody changed it; now at version {self.version}.")


@dataclass
class KeyReused(Refusal, description="idempotencyKey 已用于其他内容。The idempotencyKey was used for something else."):
    ADVICE = "每件新事用一个新键；重试才用原键。Use a new key for each new deed, and the same one only to try the same again."
    TEXT = Bilingual("该 idempotencyKey 已用于其他内容。", "This idempotencyKey was used for something else.")


@dataclass
class OwnItem(Refusal, description="不能认领自己发布的条目。An organisation cannot claim its own item."):
    ADVICE = "请其他组织认领。Let another organisation claim it."
    TEXT = Bilingual("不能认领本单位发布的条目。", "An organisation cannot claim its own item.")


@dataclass
class ItemClosed(Refusal, description="条目不接受认领。The item takes no claims."):
    ADVICE = "重新读取条目；只有已发布的可以认领。Read the item anew: only a published one can be claimed."
    state: Annotated[str, "条目的状态。The item's state.", "AnyState"]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"该条目不可认领，状态为 {self.state}。", f"The item takes no claims: it is {self.state}.")


@dataclass
class DeadlinePassed(Refusal, description="截止时间已过。The deadline has passed."):
    ADVICE = "与发布方联系，或另选条目。Ask the publisher, or choose another item."
    deadline: Annotated[datetime, "截止时间。The deadline."]

    @property
    def message(self) -> Bilingual:
        passed = f"{self.deadline.astimezone(dates.CHINA):%Y-%m-%d %H:%M}"
        return Bilingual(f"截止时间 {passed} 已过。", f"The deadline {passed} (China) has passed.")


@dataclass
class ClaimTooLarge(Refusal, description="剩余不足。Less is left than was asked for."):
    ADVICE = "以不多于 remaining 的数量再认领。Claim again, no more than `remaining`."
    remaining: Annotated[int, "还剩多少。How much is left."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"仅剩 {self.remaining} 可认领。", f"Only {self.remaining} left to claim.")


@dataclass
class TooManyUnanswered(Refusal,
                        description="本单位待答复的认领已满额。As many of the organisation's claims are unanswered as may be."):
    ADVICE = "等待对方答复，或撤回一些认领。Wait for answers, or take some claims back."
    allowed: Annotated[int, "最多可有多少。How many may be."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"本单位待答复的认领已达 {self.allowed} 个，请待对方答复或撤回一些。",
                         f"{self.allowed} claims of this organisation are unanswered: wait for answers, or take some back.")


@dataclass
class WrongSide(Refusal, description="这类组织不认领这份清单。This kind of organisation does not claim from this list."):
    ADVICE = ("需求与项目由单位认领，资源由区划与单位认领；以合适的组织认领。"
              "Units claim demands and projects, divisions and units resources: claim for one of these.")
    list: Annotated[str, "清单。The list.", "ItemList"]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"此类组织不能认领该清单（{self.list}）的条目。",
                         f"This kind of organisation does not claim from this list ({self.list}).")


@dataclass
class SlotTaken(Refusal, description="该时段已被占用。The time slot is taken."):
    ADVICE = "另选时段。Choose another time."
    TEXT = Bilingual("该时段已被占用。", "The time slot overlaps with one that is taken.")


@dataclass
class HasOpenClaims(Refusal, description="尚有未了结的认领。Claims on it are still open."):
    ADVICE = "先了结或谢绝这些认领。Settle or decline these claims first."
    count: Annotated[int, "未了结的认领数。How many are open."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"尚有 {self.count} 个未了结的认领。", f"There are {self.count} open claims on it.")


@dataclass
class QuantityBelowClaimed(Refusal, description="新数量少于已认领量。The new quantity is less than what is claimed."):
    ADVICE = "数量不少于 claimed。Give a quantity of at least `claimed`."
    claimed: Annotated[int, "已认领量。How much is claimed."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"数量不能少于已认领的 {self.claimed}。",
                         f"{self.claimed} are claimed already; the quantity cannot be less.")


@dataclass
class NotYet(Refusal, description="时间未到。It is too early for it."):
    ADVICE = "到时再做。Do it when the time has come."
    at: Annotated[datetime, "自此时起可做。From when on it can be done."]

    @property
    def message(self) -> Bilingual:
        begins = f"{self.at.astimezone(dates.CHINA):%Y-%m-%d %H:%M}"
        return Bilingual(f"时间未到，须在 {begins} 之后。", f"Too early: it must be {begins} (China) or later.")
