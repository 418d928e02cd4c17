"""Events of calls (whistles), and of the routes by which they are dispatched."""
from collections.abc import Mapping

from domain.event import Kind, of, of_division
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting, Around
from domain.words import Words

_CALL = "state kind category lead_id accept_by handle_by"

KINDS: Mapping[str, Kind] = {
    "whistle.reported": of(Words("吹哨", "A call was raised."), "whistle", f"{_CALL} raiser_id"),
    "whistle.triaged": of(Words("研判诉求", "A call was triaged."), "whistle", _CALL),
    "whistle.dispatched": of(Words("派单", "A call was dispatched."), "whistle", _CALL),
    "whistle.accepted": of(Words("签收", "A call was accepted."), "whistle", _CALL),
    "whistle.returned": of(Words("退单", "A call was returned."), "whistle", _CALL),
    "whistle.diagnosed": of(Words("会商裁定诉求", "It was decided bindingly who handles a call."), "whistle", _CALL),
    "whistle.part_reported": of(Words("协办报告", "One that assists said what it did."), "whistle", "state"),
    "whistle.handled": of(Words("办结诉求", "A call was handled."), "whistle", _CALL),
    "whistle.verified": of(Words("核验诉求", "A call was verified."), "whistle", _CALL),
    "whistle.reworked": of(Words("退回重办诉求", "A call was sent back."), "whistle", _CALL),
    "whistle.closed": of(Words("诉求销号", "A call was closed."), "whistle", _CALL),
    "whistle.suspended": of(Words("挂起诉求", "A call was suspended."), "whistle", _CALL),
    "whistle.resumed": of(Words("恢复诉求", "A call was resumed."), "whistle", _CALL),
    "whistle.withdrawn": of(Words("撤回诉求", "A call was taken back."), "whistle", _CALL),
    "whistle.rated": of(Words("回访评价诉求", "A call was rated."), "whistle", "state responded resolved satisfied"),
    "whistle.resident_erased": of(Words("删除居民信息", "The data of a call's resident were erased."), "whistle", "state"),
    "whistle.escalated": of(Words("诉求逾期升级", "A call is overdue: one level more was told."), "whistle",
                            "state level escalated_to_id"),
    "whistle.linked": of(Words("并入诉求", "A call was linked to one that says the same."), "whistle", "state"),
    "whistle.joined": of(Words("有重复诉求并入", "A call that says the same was linked to it."), "whistle", "handle_by"),
    "whistle.unlinked": of(Words("分出诉求", "A call that was linked is one of its own again."), "whistle", "state"),
    "whistle.answered": of(Words("随原诉求答复", "A call was answered with the one that it is linked to."), "whistle", "state"),
    "whistle.messaged": of(Words("诉求留言", "A message was written to the parties of a call."), "whistle"),
    "whistle_inside.noted": of(Words("诉求内部备注", "An internal note of a call was written."), "whistle_inside"),
    "route.set": of_division(Words("定派单路由", "A route of calls was set."), "route", "division_id category lead_id"),
    "route.removed": of_division(Words("删除派单路由", "A route of calls was removed."), "route", "division_id"),
}

_CALLER, _CALLED, _STREET = Acting("whistle", "raiser_id"), Acting("whistle", "lead_id"), Around("whistle", 9)
_INSIDE = (Acting("whistle_inside_party", "organization_id", by="whistle_id"), Around("whistle_inside", 9))
_PARTIES = Acting("whistle_party", "organization_id", by="whistle_id")
_ASSISTING = Acting("whistle_party", "awaited_id", by="whistle_id")
_MOVED = Rule(NoticeKind.WHISTLE_MOVED, (_CALLER, _CALLED))

TOLD_TO_SYSTEMS: Mapping[str, NoticeKind] = {
    **dict.fromkeys((
        "whistle.triaged", "whistle.dispatched", "whistle.accepted", "whistle.returned", "whistle.verified", "whistle.reworked",
        "whistle.closed", "whistle.suspended", "whistle.resumed", "whistle.withdrawn", "whistle.rated",
        "whistle.linked", "whistle.unlinked",
    ), NoticeKind.WHISTLE_MOVED),
    "whistle.handled": NoticeKind.WHISTLE_HANDLED, "whistle.escalated": NoticeKind.WHISTLE_OVERDUE,
    "whistle.diagnosed": NoticeKind.WHISTLE_DIAGNOSED,
    "whistle.answered": NoticeKind.WHISTLE_ANSWERED, "whistle.messaged": NoticeKind.WHISTLE_MESSAGED,
}
"""Of a call that a system raised, each step that others take is told to its own webhooks, as a notice of this kind."""

RULES: Mapping[str, Rule] = {
    "whistle.reported": Rule(NoticeKind.WHISTLE_REPORTED, (_CALLER, _STREET)),  # the caller, where a system above raised it
    "whistle.dispatched": Rule(NoticeKind.WHISTLE_DISPATCHED, (_CALLED, _ASSISTING)),
    "whistle.diagnosed": Rule(NoticeKind.WHISTLE_DIAGNOSED, (_CALLER, _PARTIES, _STREET)),
    "whistle.part_reported": Rule(NoticeKind.WHISTLE_MOVED, (_CALLED,)),
    "whistle.accepted": _MOVED, "whistle.suspended": _MOVED, "whistle.resumed": _MOVED, "whistle.verified": _MOVED,
    "whistle.closed": _MOVED, "whistle.rated": _MOVED, "whistle.withdrawn": _MOVED,
    "whistle.linked": _MOVED, "whistle.unlinked": _MOVED,
    "whistle.joined": Rule(NoticeKind.WHISTLE_MOVED, (_CALLED,)),
    "whistle.answered": Rule(NoticeKind.WHISTLE_ANSWERED, (_CALLER,)),
    "whistle.returned": Rule(NoticeKind.WHISTLE_MOVED, (_CALLER, _STREET)),
    "whistle.handled": Rule(NoticeKind.WHISTLE_HANDLED, (_CALLER,)),
    "whistle.reworked": Rule(NoticeKind.WHISTLE_REWORKED, (_CALLED,)),
    "whistle.escalated": Rule(NoticeKind.WHISTLE_OVERDUE, (_CALLER, _CALLED, Acting("whistle", "escalated_to_id"))),
    "whistle.messaged": Rule(NoticeKind.WHISTLE_MESSAGED, (_CALLER, _PARTIES, _STREET)),
    "whistle_inside.noted": Rule(NoticeKind.WHISTLE_MESSAGED, _INSIDE),
}
