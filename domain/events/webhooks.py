"""Events of webhooks."""
from collections.abc import Mapping

from domain.event import Kind, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting
from domain.words import Words

KINDS: Mapping[str, Kind] = {
    "webhook.added": of(Words("添加网络钩子", "A webhook was added."), "webhook", "state format"),
    "webhook.paused": of(Words("暂停网络钩子", "A webhook was paused."), "webhook", "state"),
    "webhook.resumed": of(Words("恢复网络钩子", "A webhook was resumed."), "webhook", "state"),
    "webhook.replayed": of(Words("重放消息", "What a webhook did not take is tried anew."), "webhook", "state"),
    "webhook.removed": of(Words("移除网络钩子", "A webhook was removed."), "webhook", "state"),
    "webhook.disabled": of(Words("停用网络钩子", "A webhook failed for days and was disabled."), "webhook", "state"),
}

RULES: Mapping[str, Rule] = {
    "webhook.disabled": Rule(NoticeKind.WEBHOOK_DISABLED, (Acting("webhook", "organization_id"),)),
}
