"""What one person, or one address, may ask for in a minute, and hold at once; of this process alone (docs/decisions/0077)."""
import math
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from domain.languages import Bilingual, Told
from hub import settings

MINUTE = 60
SLICES = 100  # of a quota: so much is taken from it at once
MOST = 20_000  # payers that are remembered; then all begin anew, with a slice each
BASE = 10  # cost of a request besides its rows: what it takes to read and to answer it
CHARACTERS = 32  # of an operation's text that cost as much as a row: one that is new is parsed
SUBSCRIPTION = 100  # cost of beginning one: what it missed is read again
BAD_TOKEN = 100  # cost of a token that is not believed, to whose address: a signature is verified

HEADERS = ("ratelimit", "ratelimit-policy", "retry-after")  # that pages of other origins may read


class Quota(NamedTuple):
    """
    amount   in a minute; 0: no bound
    unit     of the amount, as the headers say it
    """

    name: str
    amount: int
    unit: str


class TooMany(Told):
    """More than a quota has left, or than may be held at once.

    wait   seconds, after which it may be tried again
    """

    def __init__(self, what: Bilingual, wait: int) -> None:
        super().__init__(Bilingual(f"{what.zh}请 {wait} 秒后再试。", f"{what.en} Try again in {wait} s."))
        self.wait = wait


class Account:
    """What is left of one quota for one payer.

    The library counts, in slices: a hit costs it 3 µs, and each key that it knows is looked at often. So the first slice is
    free, and only whoever spends more is known to it.

    left   of the slice; below 0: what was spent beyond it, and is taken from the next
    """

    __slots__ = ("_beyond", "_counting", "_form", "_headers", "_key", "_lines", "_policy", "_quota", "_resets", "_slice",
                 "_told", "left")

    def __init__(self, quota: Quota, key: str, counting: "Counting") -> None:
        self._quota, self._key, self._counting = quota, key, counting
        self._slice = max(1, quota.amount // SLICES)
        self.left: float = self._slice if quota.amount else math.inf
        self._beyond, self._resets = quota.amount, 0.0
        self._headers: list[tuple[bytes, bytes]] = []
        self._lines = b""
        self._told = 0  # second in which they were
        self._policy = b"ratelimit-policy", b'"%b";q=%d;qu="%b";w=%d' % (
            quota.name.encode(), quota.amount, quota.unit.encode(), MINUTE)
        self._form = b'"%b";r=%%d;t=%%d' % quota.name.encode()

    def ask(self) -> None:
        """Take the next slice, with what was spent beyond the last one.

        raises   TooMany when the quota has not so much left
        """
        wanted = min(self._slice - int(self.left), self._quota.amount)
        self._headers = []
        is_there, self._beyond, self._resets = self._counting.take(self._quota, self._key, wanted)
        if not is_there:
            wait = max(1, math.ceil(self._resets - time.time()))
            raise TooMany(Bilingual(f"一分钟内的请求太多（{self._quota.name}：每分钟 {self._quota.amount}）。",
                                    f"Too much in a minute ({self._quota.name}: {self._quota.amount} a minute)."), wait)
        self.left = self._slice

    def headers(self) -> list[tuple[bytes, bytes]]:
        """RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10) of an answer, reckoned once a second."""
        if self.left == math.inf:
            return []
        now = time.time()
        if self._headers and int(now) == self._told:
            return self._headers
        self._told, wait = int(now), self._resets - now
        beyond, wait = (self._beyond, wait) if wait > 0 else (self._quota.amount, 0)
        left = max(0, min(beyond + self.left, self._quota.amount))
        self._headers = [self._policy, (b"ratelimit", self._form % (left, math.ceil(wait)))]
        self._lines = b"".join([b"%b: %b\r\n" % header for header in self._headers])
        return self._headers

    def lines(self) -> bytes:
        """The same headers as they are written."""
        return self._lines if self.headers() else b""


class Counting:
    """The library: windows of a minute, each from the first slice that is taken."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._windows = FixedWindowRateLimiter(self._storage)

    def take(self, quota: Quota, key: str, cost: int) -> tuple[bool, int, float]:
        """Whether the quota has so much left, which is taken then; what is left; when all of it is there again."""
        item = RateLimitItemPerMinute(quota.amount, namespace=quota.name)
        if len(self._storage.storage) >= MOST:
            self._storage.reset()
        is_there = self._windows.test(item, key, cost=cost) and self._windows.hit(item, key, cost=cost)
        resets, left = self._windows.get_window_stats(item, key)
        return is_there, left, resets


class Payer:
    """Whom a request is charged to.

    own      the cost of a person, or of all at an address who are not signed in
    address  the cost of all who are signed in at an address
    writes   mutations
    who      by which one holds connections and subscriptions
    """

    __slots__ = ("_address", "_own", "_writes", "who")

    def __init__(self, own: Account, address: Account, writes: Account, who: str) -> None:
        self._own, self._address, self._writes, self.who = own, address, writes, who

    def admit(self) -> None:
        """Let a request in, or not, before anything is done for it.

        raises   TooMany
        """
        if self._own.left <= 0:
            self._own.ask()
        if self._address.left <= 0:
            self._address.ask()
        self.spend(BASE)

    def read(self, text: str) -> None:
        """Charge an operation's text, before it is parsed."""
        self.spend(len(text) // CHARACTERS)

    def spend(self, cost: float) -> None:
        """Charge what is about to be done; what is too much shows when the next one wants to be let in."""
        self._own.left -= cost
        self._address.left -= cost

    def write(self, count: int) -> None:
        """Let so many mutations in, or none of them.

        raises   TooMany
        """
        if self._writes.left <= 0:
            self._writes.ask()
        self._writes.left -= count

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Of an answer: what is left of the payer's own cost."""
        return self._own.headers()

    def lines(self) -> bytes:
        """The same as they are written."""
        return self._own.lines()


class Held:
    """How many of something each holds now."""

    def __init__(self, most: int, chinese: str, english: str) -> None:
        self._most, self._chinese, self._english = most, chinese, english
        self._counts: dict[str, int] = {}

    def take(self, who: str) -> Callable[[], None]:
        """Count one more; what is returned is called once, when it is held no longer.

        raises   TooMany
        """
        count = self._counts.get(who, 0)
        if self._most and count >= self._most:
            raise TooMany(Bilingual(f"{self._chinese}：最多 {self._most}。", f"{self._english}: {self._most} at most."), MINUTE)
        self._counts[who] = count + 1
        return partial(self.give_back, who)

    def one_more(self, who: str | None) -> "Holding":
        """Hold one for as long as the block runs that this is given to.

        who      None: nobody in particular, who may hold any number
        raises   TooMany
        """
        return Holding(self.take(who) if who else None)

    def give_back(self, who: str) -> None:
        self._counts[who] -= 1
        if not self._counts[who]:
            del self._counts[who]


class Holding:
    __slots__ = ("_release",)

    def __init__(self, release: Callable[[], None] | None) -> None:
        self._release = release

    def __enter__(self) -> None:
        """It is counted already."""

    def __exit__(self, *_: object) -> None:
        if self._release:
            self._release()


class Quotas:
    """
    subscriptions, sockets   of one person; sockets are event streams too
    sockets_at               of one address
    """

    def __init__(self, configured: settings.Settings) -> None:
        self._counting = Counting()
        self._member = Quota("member", configured.member_cost, "cost")
        self._visitor = Quota("visitor", configured.visitor_cost, "cost")
        self._address = Quota("address", configured.address_cost, "cost")
        self._writes = Quota("writes", configured.member_writes, "mutations")
        self._boundless = Account(Quota("any", 0, "cost"), "", self._counting)
        self._payers: dict[tuple[str | None, str | None], Payer] = {}
        self._accounts: dict[tuple[Quota, str], Account] = {}
        self.subscriptions = Held(configured.member_subscriptions, "您的订阅太多", "Too many subscriptions of yours")
        self.sockets = Held(configured.member_sockets, "您的连接太多", "Too many sockets of yours")
        self.sockets_at = Held(configured.address_sockets, "您的地址连接太多", "Too many sockets of your address")

    def payer(self, subject: str | None, address: str | None, cost: int | None = None) -> Payer:
        """
        subject   whom a token names; None: not signed in
        address   None: not known, when a proxy speaks for many
        cost      that a system may have a minute; None: no system
        """
        found = self._payers.get((subject, address))
        if found is None:
            if len(self._payers) >= MOST:
                self._payers.clear()
                self._accounts.clear()
            found = self._payers[subject, address] = self._made(subject, address, cost)
        return found

    def at(self, address: str | None) -> Account:
        """The account of all who are signed in at an address, or try to be."""
        return self._boundless if address is None else self._account(self._address, address)

    def _made(self, subject: str | None, address: str | None, cost: int | None) -> Payer:
        if subject is None:
            who = f"visitor {address}"
            return Payer(self._account(self._visitor, who), self._boundless, self._account(self._writes, who), who)
        who = f"member {subject}"
        own = self._member if cost is None else Quota("system", cost, "cost")
        return Payer(self._account(own, who), self.at(address), self._account(self._writes, who), who)

    def _account(self, quota: Quota, who: str) -> Account:
        found = self._accounts.get((quota, who))
        if found is None:
            found = self._accounts[quota, who] = Account(quota, who, self._counting)
        return found
