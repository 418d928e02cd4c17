"""Webhooks: where an organisation is told, and what was sent there."""
from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, webhooks
from domain.viewer import Viewer
from domain.webhooks import DeliveryProblem, DeliveryState, WebhookFormat, WebhookState, WebhookStep
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import webhooks as use_cases
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnEvent, AnOrganization, ASystem, AWebhook, Deliveries, Events, Webhooks
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.words import NoticeKind, ObjectType, described, name_of
from schema.writes import Shown, mutation

described(WebhookFormat, "网络钩子的格式：发送什么、如何签名。What a webhook is sent, and how that is signed.")
described(WebhookState, "网络钩子的状态。Where a webhook is in its life.", webhooks.PROCESS.words_of_states)
described(WebhookStep, "对网络钩子的操作。What can be done with a webhook.", webhooks.PROCESS.words_of_steps, name="WebhookAction")
described(DeliveryState, "一条外发消息的状态。Where a message to a webhook is.")
described(DeliveryProblem, "消息为何未被收下。Why a message was not taken.")

PAGES = IndexLayout(states=tuple(map(str, WebhookState)), state="state")
NEWEST = {"NEWEST": Order("{t}.added_at", "timestamptz", descending=True)}
SENT_ORDERS = {"NEWEST": Order("{t}.at", "timestamptz", descending=True)}
RULED = ("state", "organization_id", "home_code", "gives_up_at")


@strawberry.input(description="筛选网络钩子；各项同时成立。Which webhooks; all of it holds.")
class WebhookFilter:
    state: list[WebhookState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    format: list[WebhookFormat] | None = where("格式之一。Of one of these formats.", "{t}.format = ANY({v:text[]})")


@strawberry.input(description="筛选外发消息；各项同时成立。Which messages; all of it holds.")
class DeliveryFilter:
    state: list[DeliveryState] | None = where("状态之一；DEAD 即未送达清单。In one of these states; DEAD is the dead-letter list.",
                                              "{t}.state = ANY({v:text[]})", index=IndexCondition("{t}.state = {each}"))
    kind: list[NoticeKind] | None = where("通知种类之一。Of one of these kinds of notices.", "{t}.kind = ANY({v:text[]})",
                                          index=IndexCondition("{t}.kind = {each}"))


@entity(PERMISSION)
class WebhookPermission(Permission):
    action: WebhookStep = given("操作。The action.")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return webhooks.actions(viewer, webhooks.Webhook(**dict(zip(RULED, row, strict=True))), now)


@entity("网络钩子：组织在此网址得到通知；只有代表该组织的人可见，系统自己的其上级工作人员也可见；网址与密钥不再显示。A webhook: an address at which an organisation is "
        "told; seen by who acts for it, a system's own by the officers over that too. Its address and secret are shown to nobody.",
        table="webhook", tag="wh", visible=webhooks.SIGHT, indexes=PAGES, orders=NEWEST, keys={"id": "id"})
class Webhook(Node):
    organization: AnOrganization = one("哪个组织的。Whose it is.", "{t}.id = {p}.organization_id")
    system: ASystem | None = one("哪个系统自己的：只得到它所提诉求的变动；为空则是组织的。The system whose own it is, told of the calls that it raised alone; null: the "
                                 "organisation's.", "{t}.id = {p}.system_id")
    added_by: AMember = one("由谁添加。Who added it.", "{t}.id = {p}.added_by")
    name: str = column("名称。What it is called.")
    host: str = column("网址中的主机。The host of its address.")
    format: WebhookFormat = column("格式。What it is sent.")
    kinds: list[NoticeKind] | None = column("哪些通知；为空则全部。Of which notices; null: of all.")
    state: WebhookState = column("状态。Where it is in its life.")
    added_at: datetime = column("添加时间。When it was added.")
    failures: int = column("自上次送达以来失败的次数。How often it failed since it last took a message.")
    try_at: datetime | None = column("下次重试不早于此；不在重试则为空。Not before then it is tried again; null while it does not fail.")
    gives_up_at: datetime | None = column("若一直失败，何时停用；不在失败则为空。When it is disabled if it goes on failing; null while it does not.")
    removed_at: datetime | None = column("移除时间；尚未则为空。When it was removed; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    deliveries = many(Deliveries, "外发消息，由新到旧，保留 30 天。What is sent there, newest first, of 30 days.",
                      on="{t}.webhook_id = {k}", key="{p}.id", filter=DeliveryFilter)
    history = many(Events, "此网络钩子的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'webhook' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[WebhookPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", *(f"{{t}}.{name}" for name in RULED))


@entity("外发消息：一个事件在一个网络钩子的通知。A message: the notice of an event, at one webhook.", table="delivery", tag="dl", visible=webhooks.SEEN,
        keys={"id": "id"}, orders=SENT_ORDERS, groups={"STATE": "{t}.state", "KIND": "{t}.kind"})
class Delivery(Node):
    webhook: AWebhook = one("哪个网络钩子。To which webhook.", "{t}.id = {p}.webhook_id", seen_with_parent=True)
    kind: NoticeKind = column("通知的种类。The notice's kind.")
    subject_type: str = column("所涉对象的类型。The type of what it is about.", "{t}.object_type", out=name_of(ObjectType).get,
                               graphql_type=ObjectType)
    event: AnEvent | None = one("由哪个事件而来；您看不到时为空。The event that it comes from; null when you may not see it.",
                                "{t}.id = {p}.event_id")
    state: DeliveryState = column("状态。Where it is.")
    at: datetime = column("事件发生的时间。When it happened.")
    tries: int = column("试过的次数；重放则从零起。How often it was tried; from zero when it is replayed.")
    tried_at: datetime | None = column("最近一次尝试；尚未则为空。When it was last tried; null before.")
    problem: DeliveryProblem | None = column("最近一次为何失败；没有则为空。Why the last try failed; null when it did not.")
    status: int | None = column("其 HTTP 状态码，或机器人的代码；没有则为空。The HTTP status of that, or the robot's own code; null without one.")


WEBHOOK = Shown("webhook", AWebhook, "该网络钩子。The webhook.", "webhook")


@strawberry.input(description="添加网络钩子。Add a webhook.")
class AddWebhookInput:
    idempotency_key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description="名称。What it is called.")
    address: str = strawberry.field(description="网址，https，不在内网；机器人的则为其完整地址。A URL, https, not in the inner network; of a robot its whole address.")
    format: WebhookFormat = strawberry.field(description="格式。What it is sent.")
    secret: str | None = strawberry.field(
        description="密钥，由您定：STANDARD 为 whsec_ 加 24 至 64 个随机字节的 base64；DINGTALK、FEISHU 为机器人的加签密钥，没有则省；WECOM 没有。此后不再显示。The secret, "
                    "which you choose: of STANDARD whsec_ and the base64 of 24 to 64 random bytes; of DINGTALK and FEISHU the robot's own, if it has one; "
                    "of WECOM none. It is shown to nobody afterwards.", default=UNSET)
    kinds: list[NoticeKind] | None = strawberry.field(description="哪些通知；省则全部。Of which notices; all by default.", default=UNSET)
    organization_id: strawberry.ID | None = identifier("哪个组织；只代表一个组织时可省。Whose it is; may be left out by who acts for one.", "Organization",
                                                       default=UNSET)
    system_id: strawberry.ID | None = identifier(
        "为哪个系统添加：该系统的上级工作人员；只得到它所提诉求的变动。系统自己添加时省去。For which system, by officers over it: it is told of the calls that the system raised "
        "alone. A system that adds its own leaves it out.", "System", default=UNSET)


@strawberry.input(description="暂停网络钩子。Pause a webhook.")
class PauseWebhookInput:
    idempotency_key: str = strawberry.field(description=KEY)
    webhook_id: strawberry.ID = identifier("网络钩子。The webhook.", "Webhook")


@strawberry.input(description="恢复网络钩子。Resume a webhook.")
class ResumeWebhookInput:
    idempotency_key: str = strawberry.field(description=KEY)
    webhook_id: strawberry.ID = identifier("网络钩子。The webhook.", "Webhook")


@strawberry.input(description="重放未送达的消息。Try anew what was not taken.")
class ReplayWebhookInput:
    idempotency_key: str = strawberry.field(description=KEY)
    webhook_id: strawberry.ID = identifier("网络钩子。The webhook.", "Webhook")
    delivery_ids: list[strawberry.ID] | None = identifier("这些消息；省则全部未送达的。These messages; all that are dead by default.", "Delivery", default=UNSET)


@strawberry.input(description="移除网络钩子。Remove a webhook.")
class RemoveWebhookInput:
    idempotency_key: str = strawberry.field(description=KEY)
    webhook_id: strawberry.ID = identifier("网络钩子。The webhook.", "Webhook")


ADD = mutation("添加网络钩子：组织自此在该网址得到通知。Let an organisation be told at an address from now on.", use_cases.add, AddWebhookInput, WEBHOOK)
PAUSE = mutation("暂停：消息等候恢复。Pause a webhook: messages wait.", use_cases.pause, PauseWebhookInput, WEBHOOK)
RESUME = mutation("恢复暂停或停用的网络钩子，立即发送等候的消息。Resume a webhook that was paused or disabled: what waits is sent.", use_cases.resume, ResumeWebhookInput,
                  WEBHOOK)
REPLAY = mutation("重放未送达的消息，标识不变。Try anew, under the same ids, what was not taken.", use_cases.replay, ReplayWebhookInput, WEBHOOK)
REMOVE = mutation("移除网络钩子，并忘记其网址、密钥与等候的消息。Remove a webhook, and forget its address, its secret and what waits.", use_cases.remove,
                  RemoveWebhookInput, WEBHOOK)
WEBHOOKS = many(Webhooks, "您可见的网络钩子，由新到旧。The webhooks that you may see, newest first.", filter=WebhookFilter)
