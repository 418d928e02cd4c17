"""Events of micro-wishes."""
from collections.abc import Mapping

from domain.event import Kind, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting, Person
from domain.words import Words


def _of_wish(words: Words, fields: str = "") -> Kind:
    return of(words, "micro_wish", f"state {fields}")


KINDS: Mapping[str, Kind] = {
    "wish.published": _of_wish(Words("发布微心愿", "A micro-wish was published."), "community_id scope category due_at"),
    "wish.taken": _of_wish(Words("点单", "A member took a micro-wish.")),
    "wish.offered": _of_wish(Words("派单", "A micro-wish was offered to a member.")),
    "wish.accepted": _of_wish(Words("接单", "A micro-wish has its holder.")),
    "wish.given_back": _of_wish(Words("退单", "A micro-wish was given back, and can be taken.")),
    "wish.fulfilled": _of_wish(Words("完成微心愿", "Its holder said that a micro-wish is done.")),
    "wish.returned": _of_wish(Words("退回微心愿", "What was done of a micro-wish was sent back."), "due_at"),
    "wish.confirmed": _of_wish(Words("确认微心愿", "A micro-wish was confirmed as done.")),
    "wish.withdrawn": _of_wish(Words("撤回微心愿", "A micro-wish was taken back.")),
    "wish.resident_erased": _of_wish(Words("删除居民信息", "The data of a micro-wish's resident were erased.")),
    "wish.lapsed": _of_wish(Words("微心愿失效", "A micro-wish was not done in time.")),
}

_WISHING, _HOLDER = Acting("micro_wish", "community_id"), Person("micro_wish", "holder_id")

RULES: Mapping[str, Rule] = {
    "wish.taken": Rule(NoticeKind.WISH_TAKEN, (_WISHING,)),
    "wish.offered": Rule(NoticeKind.WISH_OFFERED, (_HOLDER,)),
    "wish.accepted": Rule(NoticeKind.WISH_ACCEPTED, (_WISHING, _HOLDER)),
    "wish.given_back": Rule(NoticeKind.WISH_GIVEN_BACK, (_WISHING, Person("micro_wish", "former_id"))),
    "wish.fulfilled": Rule(NoticeKind.WISH_FULFILLED, (_WISHING,)),
    "wish.returned": Rule(NoticeKind.WISH_RETURNED, (_HOLDER,)),
    "wish.confirmed": Rule(NoticeKind.WISH_OVER, (_HOLDER,)),
    "wish.withdrawn": Rule(NoticeKind.WISH_OVER, (_HOLDER,)),
    "wish.lapsed": Rule(NoticeKind.WISH_OVER, (_WISHING, _HOLDER)),
}
