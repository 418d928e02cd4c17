"""The subscriptions of a group on WebSockets, side by side.

Of thousands, each object that is touched has to come from memory, which costs as much as what is done with it. What a message
needs of each stands here in a row (docs/decisions/0040).
"""
import os
from array import array

from hub.websocket.delivery import Delivery, frame
from hub.websocket.frames import NOBODY
from resolvers.feed.outbox import Next, Outbox, Outboxes


class Row(Outboxes):
    """A group's outboxes; those that are deliveries have a place each. At a place stands the descriptor of a connection before
    which nothing waits: to this the row writes. NOBODY stands there otherwise, and the delivery is asked.
    """

    def __init__(self) -> None:
        super().__init__()
        self._deliveries: list[Delivery] = []
        self._ids: list[str] = []  # of their operations
        self._descriptors = array("i")

    def add(self, outbox: Outbox) -> None:
        if not isinstance(outbox, Delivery):
            super().add(outbox)
            return
        outbox.row, outbox.place = self, len(self._deliveries)
        self._deliveries.append(outbox)
        self._ids.append(outbox.id)
        self._descriptors.append(NOBODY)
        outbox.open()

    def remove(self, outbox: Outbox) -> None:
        """Never while a message is put: the last one takes the place."""
        if not isinstance(outbox, Delivery):
            super().remove(outbox)
            return
        outbox.close()
        outbox.row, place = None, outbox.place
        last, last_id, descriptor = self._deliveries.pop(), self._ids.pop(), self._descriptors.pop()
        if last is not outbox:
            self._deliveries[place], self._ids[place], self._descriptors[place] = last, last_id, descriptor
            last.place = place

    def is_open(self, place: int) -> bool:
        return self._descriptors[place] != NOBODY

    def open(self, place: int, descriptor: int) -> None:
        self._descriptors[place] = descriptor

    def close(self, place: int) -> None:
        self._descriptors[place] = NOBODY

    def put(self, message: Next) -> list[Outbox]:
        full, frames = super().put(message), message.frames
        for place, (descriptor, operation_id) in enumerate(zip(self._descriptors, self._ids, strict=True)):
            if descriptor != NOBODY:
                ready = frames.get(operation_id) or frame(message, operation_id)
                try:
                    sent = os.write(descriptor, ready)
                except OSError:  # it takes nothing now, or was reset: the delivery finds out
                    pass
                else:
                    if sent < len(ready):
                        self._deliveries[place].carry(ready[sent:])
                    continue
            if not self._deliveries[place].put(message):
                full.append(self._deliveries[place])
        return full
