"""Events of systems. None tells a key, nor anything of one."""
from collections.abc import Mapping

from domain.event import Kind, Readers, Rights
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting
from domain.words import Words


def _of(words: Words, fields: str) -> Kind:
    return Kind(words, "system", Readers.SUBJECT, frozenset(fields.split()), Rights.MEMBER)


KINDS: Mapping[str, Kind] = {
    "system.registered": _of(Words("登记系统", "A system was registered."), "state organization_id allow cost sight"),
    "system.key_replaced": _of(Words("更换系统密钥", "A system was given another key."), "key_made_at"),
    "system.allowed": _of(Words("设定系统权限", "It was said what a system may ask for, and how much."), "allow cost sight"),
    "system.closed": _of(Words("关闭系统", "A system was closed: it is let in no more."), "state"),
}

_KEPT = (Acting("system", "organization_id"),)

RULES: Mapping[str, Rule] = {
    "system.registered": Rule(NoticeKind.SYSTEM_REGISTERED, _KEPT),
    "system.key_replaced": Rule(NoticeKind.SYSTEM_CHANGED, _KEPT),
    "system.allowed": Rule(NoticeKind.SYSTEM_CHANGED, _KEPT),
    "system.closed": Rule(NoticeKind.SYSTEM_CLOSED, _KEPT),
}
