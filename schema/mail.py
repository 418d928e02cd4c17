"""Mail: where and when a member is told by it, which is its own alone."""
from datetime import datetime

import strawberry

from domain import mail
from domain.mail import DigestCadence, MailChannel, MailLanguage
from planner.personal import Personal
from resolvers import mail as use_cases
from schema.declare import entity, given, personal
from schema.item_inputs import KEY
from schema.words import NoticeKind


@entity("本人的邮件地址与收取方式；个人信息，只有本人可见。One's own mail address, and when what is sent there. Personal data: nobody else sees it.")
class MailAddress:
    address: str = given("地址。The address.")
    confirmed_at: datetime | None = given("何时确认；尚未确认则为空，不发邮件。When it was confirmed; null before, when nothing is sent.")
    cadence: DigestCadence = given("摘要的频次。How often a digest is sent.")
    hour: int = given("摘要在中国时间几点发送。At which hour of China's clocks the digest is sent.")
    quiet_from: int = given("免打扰自几点起。From which hour on nothing is sent at once.")
    quiet_until: int = given("免打扰至几点止；与起点相同则没有。Until which hour; the same: there are no such hours.")
    language: MailLanguage = given("语言。The language.")
    digest_at: datetime | None = given("下一份摘要的时间；不发则为空。When the next digest is due; null when none is.")


_COLUMNS = ("address", "confirmed_at", "cadence", "hour", "quiet_from", "quiet_until", "language", "digest_at")
_OF_VIEWER = Personal("mail_address", "{t}.member_id = {p}.id", tuple(f"{{t}}.{each}" for each in _COLUMNS), mail.shown,
                      ("{p}.id",), mail.look, "member")


def of_viewer() -> MailAddress | None:
    """The field of the viewer."""
    return personal("您的邮件地址与收取方式；未填为空。Your mail address, and when what is sent there; null when you have given none.",  # type: ignore[no-any-return]  # a field
                    _OF_VIEWER)


def of_channel(channel: MailChannel) -> str:
    """SQL: the kinds of notices that a member `{t}` is mailed by a way."""
    return f"ARRAY(SELECT c.kind FROM notice_channel c WHERE c.member_id = {{t}}.id AND c.channel = '{channel}' ORDER BY c.kind)"


@strawberry.input(description="设置邮件地址，待确认；或移除。Set one's mail address, to be confirmed, or remove it.")
class SetMailAddressInput:
    idempotency_key: str = strawberry.field(description=KEY)
    address: str | None = strawberry.field(description="地址；为空则移除，不再收邮件。The address; null removes it, and no more mail is sent.")


@strawberry.input(description="以收到的确认码确认邮件地址。Confirm one's mail address by the code that was sent there.")
class ConfirmMailAddressInput:
    idempotency_key: str = strawberry.field(description=KEY)
    code: str = strawberry.field(description="确认码。The code.")


@strawberry.input(description="设置何时、以何语言收邮件；省去的为通常值。Set when one is mailed, and in which language; what is left out is as usual.")
class SetDigestInput:
    idempotency_key: str = strawberry.field(description=KEY)
    cadence: DigestCadence = strawberry.field(description="摘要的频次。How often a digest is sent.", default=DigestCadence.DAILY)
    hour: int = strawberry.field(description="摘要在中国时间几点发送，0 至 23。At which hour of China's clocks, 0 to 23.", default=8)
    quiet_from: int = strawberry.field(description="免打扰自几点起，0 至 23。From which hour on nothing is sent at once, 0 to 23.", default=22)
    quiet_until: int = strawberry.field(description="免打扰至几点止，0 至 23。Until which hour, 0 to 23.", default=7)
    language: MailLanguage = strawberry.field(description="语言。The language.", default=MailLanguage.ZH)


@strawberry.input(description="设置一种通知以何方式邮寄。Set by which way one is mailed notices of a kind.")
class SetMailPreferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    kind: NoticeKind = strawberry.field(description="种类。The kind.")
    channel: MailChannel = strawberry.field(description="方式。The way.")


SET_ADDRESS, CONFIRM = use_cases.set_address, use_cases.confirm_address
SET_DIGEST, PREFER = use_cases.set_digest, use_cases.prefer
