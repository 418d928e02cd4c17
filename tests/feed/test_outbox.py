"""What waits for one subscription, within the account of its connection and of its member."""
import asyncio

import pytest

from resolvers.feed.outbox import Next, Outbox
from resolvers.feed.unread import MESSAGE, Account

SIZE = 1_000 - MESSAGE
"""Of a payload, so that a message counts for a thousand bytes."""


def message(pos: int) -> Next:
    return Next(pos, b"x" * SIZE)


def test_the_outboxes_of_one_connection_share_its_account() -> None:
    """What waits in one of them leaves the others less room, though each has a bound of its own that is far away."""
    account = Account(5_000)
    one, other = (Outbox(100, 1_000_000, account) for _ in range(2))
    assert [one.put(message(pos)) for pos in range(3)] == [True] * 3
    assert [other.put(message(pos)) for pos in range(3)] == [True, True, False]
    assert account.bytes == 5_000
    assert not one.put(message(4))


@pytest.mark.parametrize("one", [Outbox(2, 1_000_000, Account(1_000_000)), Outbox(100, 2 * SIZE, Account(1_000_000))],
                         ids=["messages", "bytes"])
def test_an_outbox_has_bounds_of_its_own(one: Outbox) -> None:
    """However much room its connection has."""
    assert [one.put(message(pos)) for pos in range(3)] == [True, True, False]


async def test_what_is_taken_or_dropped_is_given_back() -> None:
    account = Account(5_000)
    one, other = (Outbox(100, 1_000_000, account) for _ in range(2))
    for pos in range(5):
        assert one.put(message(pos))
    assert not other.put(message(0))
    await one.take()
    assert other.put(message(0))
    one.drop()
    assert account.bytes == 1_000
    other.drop()
    assert account.bytes == 0


async def test_who_waits_for_room_waits_for_the_others_of_the_connection_too() -> None:
    account = Account(5_000)
    full, idle = (Outbox(100, 1_000_000, account) for _ in range(2))
    for pos in range(4):
        assert full.put(message(pos))
    waiting = asyncio.create_task(idle.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    full.drop()
    async with asyncio.timeout(30):
        await waiting
