"""Of all processes of all hubs one sends: who is not elected does nothing."""
import asyncio

from hub.outgoing.mail import Mailer
from hub.outgoing.webhooks import Sender
from tests.hub.outgoing.conftest import MORNING, Outside, Post
from tests.hub.outgoing.receiver import receiving


async def _asks(sender: Sender | Mailer) -> None:
    """Let it run until it has asked three times whether it may send, which it may not."""
    asked = asyncio.Semaphore(0)

    def leads() -> bool:
        asked.release()
        return False
    sender.leads, sender.poll = leads, 0.01
    running = asyncio.create_task(sender.run())
    async with asyncio.timeout(60):
        for _ in range(3):
            await asked.acquire()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_to_webhooks(outside: Outside) -> None:
    async with receiving() as receiver:
        await outside.webhook(receiver.port)
        await outside.happens()
        await _asks(outside.sender)
    assert (receiver.got, await outside.states()) == ([], {})


async def test_by_mail(post: Post) -> None:
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    await _asks(post.mailer)
    assert (post.box.got, await post.states()) == ([], {})
