"""Bytes that wait for who reads slowly: a socket's subscriptions and answers share a bound, a member's sockets another."""
import asyncio
from weakref import WeakValueDictionary

MESSAGE = 500  # bytes that a message takes besides its payload


class Account:
    """What waits for one holder.

    most     bytes; a single message may be larger
    within   the account of a larger holder, which counts this one's too
    """

    __slots__ = ("__weakref__", "_eased", "_most", "_within", "bytes")

    def __init__(self, most: int, within: "Account | None" = None) -> None:
        self._most = most
        self._within = within
        self._eased: asyncio.Event | None = None  # there while somebody waits for room
        self.bytes = 0

    def belong(self, within: "Account") -> None:
        """From now on this is counted there too."""
        within.bytes += self.bytes
        self._within = within

    def take(self, count: int) -> bool:
        """Count bytes more; False, and nothing was done, where there is no room for them."""
        if self.bytes and self.bytes + count > self._most:
            return False
        if self._within and not self._within.take(count):
            return False
        self.bytes += count
        return True

    def give(self, count: int) -> None:
        """They wait no more."""
        self.bytes -= count
        if self._within:
            self._within.give(count)
        if self._eased and self.bytes * 4 <= self._most:
            self._eased.set()
            self._eased = None

    @property
    def is_roomy(self) -> bool:
        """Whether at most half of it is taken, here and where it belongs."""
        return self.bytes * 2 <= self._most and (self._within is None or self._within.is_roomy)

    async def room(self) -> None:
        """Wait, when it is not roomy, until at most a quarter is taken."""
        while not self.is_roomy:
            if self.bytes * 2 <= self._most and self._within:
                await self._within.room()
            else:
                self._eased = self._eased or asyncio.Event()
                await self._eased.wait()


class Members:
    """The accounts of members, as long as a connection of theirs has one.

    most   bytes of each
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._accounts: WeakValueDictionary[str, Account] = WeakValueDictionary()

    def of(self, who: str) -> Account:
        found = self._accounts.get(who)
        if found is None:
            found = self._accounts[who] = Account(self._most)
        return found
