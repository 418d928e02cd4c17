"""The contact of an item: personal data, so each unmasked read is recorded; an ordinary resolver answers it."""
from typing import Any

import strawberry

from planner.assemble import HIDDEN_ID
from resolvers import contacts


@strawberry.type(description="联系人。个人信息：只有认领被接受的双方看到全部，每次查看留痕。"
                             "A contact. Personal data: shown whole to the parties of an accepted claim, each such read recorded.")
class Contact:
    name: str = strawberry.field(description="姓名，他人只见姓：王**。The name; others see its first character only.")
    phone: str = strawberry.field(description="电话，他人只见首尾：138****1234。The phone; others see its ends only.")
    masked: bool = strawberry.field(description="是否隐去了一部分。Whether part of it is hidden.")


async def _contact(root: strawberry.Parent[Any], info: strawberry.Info) -> Contact | None:
    return await info.context.loader(contacts.load).load(root[HIDDEN_ID])  # type: ignore[no-any-return]


ContactField = strawberry.field(
    resolver=_contact, description="联系人；未填为空。The contact; null when not given. 个人信息，见其类型。Personal data: see its type.")
