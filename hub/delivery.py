"""A subscription on a WebSocket: its messages go to the connection at once, and wait only while that takes none."""
import asyncio
from collections.abc import Callable

from hub import frames, messages
from hub.channel import Channel
from hub.messages import Closing
from resolvers.feed import Limits
from resolvers.outbox import Outbox
from resolvers.subscribers import Ended, Failed, Next, SignedOut, Slow, Stopped, Subscriber


def _nobody_asks(_: "Delivery") -> None:
    """Until a socket does."""


class Delivery(Outbox):
    """
    id          of the operation
    subscriber  whose messages these are, as soon as the feed knows it
    task        while messages wait, or its end is told
    ended       called when its end has been told
    """

    __slots__ = ("_channel", "_frames", "ended", "id", "subscriber", "task")

    def __init__(self, channel: Channel, operation_id: str, limits: Limits) -> None:
        super().__init__(limits.messages, limits.message_bytes)
        self._channel = channel
        self._frames = channel.frames
        self.id = operation_id
        self.subscriber: Subscriber | None = None
        self.task: asyncio.Task[None] | None = None
        self.ended: Callable[[Delivery], None] = _nobody_asks

    def put(self, message: Next) -> bool:
        if self.task is None and self._frames.write(message.frames.get(self.id) or self._frame(message)):
            return True
        if not super().put(message):
            return False
        self._go_on()
        return True

    def end(self, ending: Ended) -> None:
        super().end(ending)
        self._go_on()

    def leave(self) -> None:
        """The client wants nothing more of it."""
        if self.subscriber:
            self.subscriber.leave()
        if self.task:
            self.task.cancel()

    def _frame(self, message: Next) -> bytes:
        frame = message.frames[self.id] = frames.text(messages.next_(self.id, message.payload))
        return frame

    def _go_on(self) -> None:
        self.task = self.task or asyncio.create_task(self._work_off())

    async def _work_off(self) -> None:
        try:
            while self.has_news:
                message = await self.take()
                await self._channel.send(messages.next_(self.id, message.payload).decode())
            self.task = None
        except Ended as ending:
            await self._tell(ending)
            self.ended(self)

    async def _tell(self, ending: Ended) -> None:
        """Say why nothing more comes; after some endings, the socket ends as well."""
        if isinstance(ending, Failed):
            await self._channel.send(messages.error(self.id, ending.errors))
        match ending:
            case SignedOut():
                await self._channel.close(messages.signed_out())
            case Slow():
                await self._channel.close(Closing(messages.TRY_AGAIN_LATER, "Too slow: subscribe again with the last cursor"))
            case Stopped():
                await self._channel.close(Closing(messages.RESTART, "Service restart"))
