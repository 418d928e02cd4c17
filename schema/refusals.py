"""How a business no looks: a type for each of `domain.refusals`, all of them a `Refusal` with a message for people."""
from datetime import datetime

import strawberry

from schema.declare import entity, given


@strawberry.interface(description="谢绝：业务规则不允许，什么都没有改变。A business no: a rule forbids it, and nothing has changed.")
class Refusal:
    message: str = given("给人看的原因，中英文。Why, for people, in Chinese and English.")


@entity("您无权做此操作。The viewer may not do this.")
class NotAllowed(Refusal):
    action: str = given("操作。What was to be done.")


@entity("当前状态下不能这样做。Not possible in its present state.")
class WrongState(Refusal):
    state: str = given("当前状态。Its present state.")
    expected: list[str] = given("须为这些状态之一。It would have to be in one of these.")


@entity("内容已被他人修改。Somebody else has changed it since.")
class StaleVersion(Refusal):
    version: int = given("当前版本。Its present version.")


@entity("idempotencyKey 已用于其他内容。The idempotencyKey was used for something else.")
class KeyReused(Refusal):
    pass


@entity("不能认领自己发布的条目。An organisation cannot claim its own item.")
class OwnItem(Refusal):
    pass


@entity("条目不接受认领。The item takes no claims.")
class ItemClosed(Refusal):
    state: str = given("条目的状态。The item's state.")


@entity("截止时间已过。The deadline has passed.")
class DeadlinePassed(Refusal):
    deadline: datetime = given("截止时间。The deadline.")


@entity("剩余不足。Less is left than was asked for.")
class ClaimTooLarge(Refusal):
    remaining: int = given("还剩多少。How much is left.")


@entity("本单位待答复的认领已满额。As many of the organisation's claims are unanswered as may be.")
class TooManyUnanswered(Refusal):
    allowed: int = given("最多可有多少。How many may be.")


@entity("这类组织不认领这份清单。This kind of organisation does not claim from this list.")
class WrongSide(Refusal):
    list: str = given("清单。The list.")


@entity("该时段已被占用。The time slot is taken.")
class SlotTaken(Refusal):
    pass


@entity("尚有未了结的认领。Claims on it are still open.")
class HasOpenClaims(Refusal):
    count: int = given("未了结的认领数。How many are open.")


@entity("新数量少于已认领量。The new quantity is less than what is claimed.")
class QuantityBelowClaimed(Refusal):
    claimed: int = given("已认领量。How much is claimed.")


@entity("该席位今年领办的项目已满额。The seat leads as many projects this year as it may.")
class LeadQuotaReached(Refusal):
    quota: int = given("每年额度。How many a year.")


@entity("区划代码或信用代码已被登记。Another organisation has this code.")
class CodeTaken(Refusal):
    code: str = given("该代码。The code.")


@entity("该单位已驻在该社区，或已提出。The unit is stationed there already, or that is proposed.")
class AlreadyStationed(Refusal):
    pass


@entity("该登录名或短名已被登记。Another member has this subject or handle.")
class AlreadyRegistered(Refusal):
    value: str = given("该名。The name that is taken.")


@entity("该成员已停用。The member was deactivated.")
class MemberInactive(Refusal):
    pass


@entity("该成员在此期间已任此职。The member holds this office in that time already.")
class AlreadyAppointed(Refusal):
    pass


@entity("该组织已有大工委（大党委）。The organisation has its joint committee already.")
class AlreadyFounded(Refusal):
    pass


@entity("该成员在此期间已有席位。The member has a seat on that committee in that time already.")
class AlreadySeated(Refusal):
    pass
