"""What can be done with micro-wishes: the inputs and the mutations."""
from datetime import datetime

import strawberry
from strawberry import UNSET

from resolvers import wishes as use_cases
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.wishes import MicroWish
from schema.words import Category, Scope
from schema.writes import Shown, mutation


@strawberry.input(description="居民；个人信息，只在承接期间给承接人与社区看。A resident; personal data, shown to the holder and the community "
                  "while the wish is held.")
class WishResidentInput:
    name: str = strawberry.field(description="姓名。The name.")
    phone: str = strawberry.field(description="电话，只填一个。One phone number.")


@strawberry.input(description="发布微心愿。标题与说明人人可见，勿写居民的姓名、电话、住址。Publish a micro-wish. Many see title and body: no name, phone "
                  "or address of the resident belongs there.")
class PublishWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    title: str = strawberry.field(description="标题。The title.")
    category: Category = strawberry.field(description="类别。What it is about.")
    due_at: datetime = strawberry.field(description="期限，须在将来。Until when it is to be done; it lies ahead.")
    resident: WishResidentInput = strawberry.field(description="居民。For whom.")
    body: str | None = strawberry.field(description="说明。What it is about.", default=UNSET)
    scope: Scope = strawberry.field(description="开放范围，默认本社区。Within which division members may take it; the community by default.",
                                    default=Scope.COMMUNITY)
    community_id: strawberry.ID | None = identifier("发布的社区；只代表一个组织时可省。The community; may be left out by who acts for one "
                                                    "organisation.", "Organization", default=UNSET)


@strawberry.input(description="点单：承接一个待认领的微心愿。Take a micro-wish that nobody has.")
class TakeWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")


@strawberry.input(description="派单：请一名成员承接。Offer a micro-wish to a member.")
class OfferWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")
    member_id: strawberry.ID = identifier("请谁承接；须属于开放范围。To whom; of the area that it is open to.", "Member")


@strawberry.input(description="接单：社区确认点单的成员，或成员接受派单。Accept who took a micro-wish, or the offer of it.")
class AcceptWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")


@strawberry.input(description="退单：交还微心愿，或收回；他人可再承接。Give a micro-wish back, or take it from who has it.")
class GiveBackWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="说明微心愿已完成。Say that a micro-wish is done.")
class FulfilWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")
    note: str = strawberry.field(description="完成情况；勿写居民的个人信息。What was done; no personal data of the resident belongs here.")


@strawberry.input(description="退回未做好的微心愿。Send back what is not done.")
class ReturnWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")
    reason: str = strawberry.field(description="原因。Why.")
    due_at: datetime | None = strawberry.field(description="新的期限；不填则不变，原期限须未过。Until when now; as before when left out, if that "
                                               "lies ahead.", default=UNSET)


@strawberry.input(description="确认微心愿已实现。Confirm that a micro-wish is done.")
class ConfirmWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")


@strawberry.input(description="撤回微心愿。Take a micro-wish back.")
class WithdrawWishInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="删除微心愿居民的个人信息。Erase the data of a micro-wish's resident.")
class EraseWishResidentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    wish_id: strawberry.ID = identifier("微心愿。The micro-wish.", "MicroWish")


WISH = Shown("wish", MicroWish, "该微心愿。The micro-wish.", "wish")
PUBLISH = mutation("为居民发布微心愿（社区）。Publish a micro-wish for a resident; the community's.", use_cases.publish, PublishWishInput, WISH)
TAKE = mutation("点单：承接待认领的微心愿，待社区确认（开放范围内的成员）。Take a micro-wish that nobody has, for the community to accept; by members "
                "of the area that it is open to.", use_cases.take, TakeWishInput, WISH)
OFFER = mutation("派单：请一名成员承接（社区）。Offer a micro-wish to a member; the community's.", use_cases.offer, OfferWishInput, WISH)
ACCEPT = mutation("接单：确认点单的成员（社区），或接受派单（该成员）。Accept who took it (the community), or the offer (that member).",
                  use_cases.accept, AcceptWishInput, WISH)
GIVE_BACK = mutation("退单（承接人），或收回（社区）。Give a micro-wish back (its holder), or take it from that member (the community).",
                     use_cases.give_back, GiveBackWishInput, WISH)
FULFIL = mutation("说明已完成（承接人）。Say that it is done; its holder's.", use_cases.fulfil, FulfilWishInput, WISH)
RETURN = mutation("退回未做好的（社区）。Send back what is not done; the community's.", use_cases.return_, ReturnWishInput, WISH)
CONFIRM = mutation("确认已实现（社区）。Confirm that it is done; the community's.", use_cases.confirm, ConfirmWishInput, WISH)
WITHDRAW = mutation("撤回未完成的微心愿（社区）。Take a micro-wish back that is not done; the community's.", use_cases.withdraw,
                    WithdrawWishInput, WISH)
ERASE = mutation("删除居民的个人信息，任何时候（社区）。Erase the resident's data, at any time; the community's.", use_cases.erase,
                 EraseWishResidentInput, WISH)
