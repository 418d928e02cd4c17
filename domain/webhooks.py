"""Webhooks: an address at which an organisation is told what its people are told of, kept by who acts for it."""
import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from domain import access, texts
from domain.languages import Bilingual
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import SeenWith, Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class WebhookFormat(Worded):
    """What is sent there, and how it is signed."""

    STANDARD = "STANDARD", Words("标准格式", "JSON, signed as Standard Webhooks has it.", "：按 Standard Webhooks 签名的 JSON")
    WECOM = "WECOM", Words("企业微信群机器人", "A robot of WeChat Work: markdown.")
    DINGTALK = "DINGTALK", Words("钉钉群机器人", "A robot of DingTalk: markdown, signed if it has a secret.", "，有密钥则加签")
    FEISHU = "FEISHU", Words("飞书群机器人", "A robot of Feishu: text, signed if it has a secret.", "，有密钥则加签")


class WebhookState(StrEnum):
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"
    REMOVED = "REMOVED"


class WebhookStep(StrEnum):
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    REPLAY = "REPLAY"
    REMOVE = "REMOVE"


class DeliveryState(Worded):
    """Where a message to a webhook is."""

    WAITING = "WAITING", Words("待发送", "It waits to be sent, or to be tried again.", "，或待重试")
    SENT = "SENT", Words("已送达", "Its receiver has taken it.")
    DEAD = "DEAD", Words("未送达", "It was tried so often in vain; replayWebhook tries it again.", "：多次失败；可重放")


class DeliveryProblem(Worded):
    """Why a message was not taken."""

    UNKNOWN_HOST = "UNKNOWN_HOST", Words("找不到主机", "Nobody knows its host.")
    INNER_NETWORK = "INNER_NETWORK", Words(
        "地址在内网", "Its host lies in the inner network, or it is not https.", "，或不是 https")
    UNREACHABLE = "UNREACHABLE", Words("无法连接", "No connection, or it was lost.", "，或连接中断")
    TIMEOUT = "TIMEOUT", Words("超时", "No answer in time.")
    STATUS = "STATUS", Words("答复的状态码不是 2xx", "It answered with a status that is not 2xx: see status.", "：见 status")
    REFUSED = "REFUSED", Words("机器人拒收", "The robot did not take it: see status for its own code.", "：其代码见 status")


@dataclass
class TooManyWebhooks(Refusal, description="该组织的网络钩子已够多。The organisation has so many webhooks."):
    ADVICE = "先移除一个不再需要的。Remove one that is needed no more."
    allowed: Annotated[int, "最多多少个。How many it may have."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"一个组织最多 {self.allowed} 个网络钩子。", f"An organisation has {self.allowed} webhooks at most.")


ADD = "ADD_WEBHOOK"
GIVE_UP = "GIVE_UP"  # the clock's step
OWNER = "OWNER"  # whose steps all others are: who acts for the organisation; of a system's own also officers over that
MOST = 10  # of an organisation
MOST_REPLAYED = 100  # named at once
_STANDING = (WebhookState.ACTIVE, WebhookState.PAUSED, WebhookState.DISABLED)
PROCESS = Process(
    table="webhook", type="Webhook", words=Words("网络钩子", "A webhook."),
    begins={WebhookState.ACTIVE: "webhook.added"},
    states={
        WebhookState.ACTIVE: State(Words("启用", "Messages are sent there.")),
        WebhookState.PAUSED: State(Words("已暂停", "Messages wait until it is resumed.", "：消息等候恢复")),
        WebhookState.DISABLED: State(Words(
            "已停用", "It failed for days: messages wait until it is resumed.", "：连日失败，消息等候恢复")),
        WebhookState.REMOVED: State(Words("已移除", "Nothing is sent there any more."), has=("removed_at",)),
    },
    steps={
        WebhookStep.PAUSE: Step(Words("暂停", "Let messages wait, by pauseWebhook."), OWNER,
                                (WebhookState.ACTIVE,), WebhookState.PAUSED, "webhook.paused"),
        WebhookStep.RESUME: Step(Words("恢复", "Send there again, by resumeWebhook."), OWNER,
                                 (WebhookState.PAUSED, WebhookState.DISABLED), WebhookState.ACTIVE, "webhook.resumed"),
        WebhookStep.REPLAY: Step(Words("重放", "Try anew what was not taken, by replayWebhook."), OWNER,
                                 _STANDING, None, "webhook.replayed"),
        WebhookStep.REMOVE: Step(Words("移除", "Send nothing there any more, by removeWebhook."), OWNER,
                                 _STANDING, WebhookState.REMOVED, "webhook.removed"),
        GIVE_UP: Step(Words("停用", "It is disabled after it failed for days."), CLOCK,
                      (WebhookState.ACTIVE,), WebhookState.DISABLED, "webhook.disabled"),
    },
    deadlines=(Deadline("gives_up_at", (WebhookState.ACTIVE,), GIVE_UP),),
    deeds={ADD: Words("添加网络钩子", "Add a webhook, by addWebhook.")})
SIGHT = Sight(own="organization_id", system="system_id", home="home_code", strays=True,
              upward={12: "home_code", 9: "street", 6: "district"})
"""Seen by who acts for the organisation; a system's own by that system, and by the officers over it."""
SUBJECT = Subject(PROCESS.table, SIGHT)
SEEN = SeenWith("webhook_id", PROCESS.table, SIGHT)
"""Who sees the webhook sees its messages."""


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """What the rules need to know of a webhook.

    home_code   of the system whose own it is; None: it is its organisation's
    """

    state: str
    organization_id: UUID
    home_code: str | None = None
    gives_up_at: datetime | None = None
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it is disabled."""
        return PROCESS.state_at(self.state, {"gives_up_at": self.gives_up_at}, now)


def check_step(viewer: Viewer, step: WebhookStep, webhook: Webhook, now: datetime) -> None:
    """Who acts for the organisation takes its steps, with a system's own officers over that too.

    raises   NotAllowed, WrongState
    """
    keeps = webhook.home_code is not None and viewer.is_officer_over(webhook.home_code)
    if webhook.organization_id not in viewer.acts_for and not keeps:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, webhook.state_at(now))


def actions(viewer: Viewer, webhook: Webhook, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a webhook, in the order of WebhookStep."""
    def check(action: str) -> None:
        check_step(viewer, WebhookStep(action), webhook, now)
    return access.permissions(WebhookStep, check)


def host(address: str, *, plain: bool) -> str:
    """The host of an address that messages can be sent to.

    plain    whether http will do: where receivers in the inner network are allowed
    raises   BadInput
    """
    kept = texts.exact("address", address)
    try:
        parts = urlsplit(kept)
        named, _ = parts.hostname, parts.port
    except ValueError:
        named = None
    if not named or not kept.isascii() or parts.scheme not in (("https", "http") if plain else ("https",)):
        raise BadInput("address", Bilingual("须为 https:// 开头的地址。", "It must be an address that begins with https://."))
    if parts.username is not None or parts.fragment:
        raise BadInput("address", Bilingual("不能含有用户名、密码或片段。",
                                            "A user, a password or a fragment is not taken."))
    return named


def check_secret(format_: str, secret: str | None) -> str | None:
    """The secret as it is kept: of Standard Webhooks needed, of WeChat Work none, of the others the robot's own if it has one.

    raises   BadInput
    """
    kept = texts.optional_line("secret", secret, texts.TITLE)
    if format_ == WebhookFormat.STANDARD:
        if kept is None or not _is_standard(kept):
            raise BadInput("secret", Bilingual(
                "须为 whsec_ 加 24 至 64 个随机字节的 base64，如 echo \"whsec_$(openssl rand -base64 32)\"。",
                "It must be whsec_ and the base64 of 24 to 64 random bytes: echo \"whsec_$(openssl rand -base64 32)\"."))
    elif format_ == WebhookFormat.WECOM and kept is not None:
        raise BadInput("secret", Bilingual("WECOM 格式的机器人没有密钥，须留空。",
                                           "A robot of the format WECOM has none: leave it out."))
    return kept


def _is_standard(secret: str) -> bool:
    try:
        return 24 <= len(key_of(secret)) <= 64 and secret.startswith("whsec_")
    except (binascii.Error, ValueError):
        return False


def key_of(secret: str) -> bytes:
    """The bytes that a secret of Standard Webhooks stands for."""
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
