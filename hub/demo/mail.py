"""Mail: the demo's secretary gets a digest each morning, and hears at once of what is overdue, where a mail server is set."""
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from db import mail as stored
from domain.mail import MailChannel
from domain.notice import NoticeKind
from hub.demo import items
from hub.demo.organizations import Actor, World
from hub.demo.story import Act, Story
from resolvers import mail


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    at = items.midnight(today) - timedelta(days=30)
    for actor in world.actors.values():
        if actor.person and actor.person.handle == "community":
            yield Act(at, 9, partial(_begin, telling, actor))


async def _begin(telling: Story, actor: Actor) -> None:
    assert actor.person is not None
    await telling.by(actor, mail.set_address, address="shuji@example.cn")
    async with telling.pool.acquire() as connection:
        set_ = await stored.locked(connection, actor.person.id)
    assert set_ is not None and set_.code is not None
    await telling.by(actor, mail.confirm_address, code=set_.code)
    await telling.by(actor, mail.prefer, kind=NoticeKind.CLAIM_OVERDUE, channel=MailChannel.AT_ONCE)
    await telling.by(actor, mail.prefer, kind=NoticeKind.SHARED, channel=MailChannel.NONE)
