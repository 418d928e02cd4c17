"""What an attack is, and what it is given."""
import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

NAME, PHONE = "欧阳攻心", "13612344321"  # planted: they must be in no log
PEOPLE = ("unit", "community", "member", "street-member", "street")  # who attack; `district` is the honest one


@dataclass(frozen=True)
class Bound:
    """What an attack may do to others.

    held               longest time that the hub's own work held the event loop, as it says at /metrics, in milliseconds
    healthz, honest    longest answer of /healthz, and longest of an honest person's read, in milliseconds: on a machine that
                       the attack, the database and whoever else is there use too
    hub, postgres      growth of their memory at its highest, MB
    """

    held: float = 100
    healthz: float = 250
    honest: float = 2_000
    hub: float = 100
    postgres: float = 100


@dataclass
class Bed:
    """The hub from an attacker's side.

    tokens   by handle
    long     cursor behind which the log is long
    seen     how requests ended
    wrong    what should not have been answered
    """

    host: str
    port: int
    tokens: dict[str, str]
    long: str
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """Note a connection that breaks off."""
        try:
            yield
        except (httpx.HTTPError, OSError, EOFError) as problem:
            self.seen[f"{what}: {type(problem).__name__}"] += 1

    def note(self, status: int, body: str) -> None:
        """Note an answer; whatever is a crash is wrong."""
        code = body.partition('"code":"')[2].partition('"')[0]
        self.seen[f"{status} {code}".strip()] += 1
        if (status >= 500 and status != 503) or code == "INTERNAL" or "Traceback" in body:
            self.wrong.append(f"{status}: {body[:300]}")


Do = Callable[[Bed], Awaitable[None]]


@dataclass(frozen=True)
class Attack:
    """
    name     of its function, for people
    quotas   whether quotas are as they are by default: else they are lifted, so that other guards are seen to hold
    """

    name: str
    do: Do
    bound: Bound
    quotas: bool


ATTACKS: dict[str, Attack] = {}


def attack(*, quotas: bool = False, **bounds: float) -> Callable[[Do], Do]:
    """Declare a function an attack, with what is not as in `Bound`."""
    def declare(do: Do) -> Do:
        name = do.__name__.replace("_", " ")
        ATTACKS[name] = Attack(name, do, Bound(**bounds), quotas)
        return do
    return declare


class Asking:
    """A client that asks as one person, or as nobody, and notes what comes."""

    def __init__(self, bed: Bed, who: str | None, **headers: str) -> None:
        self._bed = bed
        token = {"authorization": f"Bearer {bed.tokens[who]}"} if who else {}
        self._client = httpx.AsyncClient(base_url=bed.url, timeout=30, trust_env=False, headers={
            "accept": "application/json", **token, **headers}, limits=httpx.Limits(max_connections=200))

    async def __aenter__(self) -> "Asking":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def ask(self, query: str, variables: dict[str, Any] | None = None) -> httpx.Response | None:
        return await self.send(json={"query": query, "variables": variables})

    async def send(self, method: str = "POST", path: str = "/graphql", **how: Any) -> httpx.Response | None:
        answer = None
        with self._bed.noting("request"):
            answer = await self._client.request(method, path, **how)
            self._bed.note(answer.status_code, answer.text)
        return answer

    async def all(self, queries: Sequence[str], at_once: int) -> None:
        """Ask so many at once until all are asked."""
        left = iter(queries)

        async def work() -> None:
            for query in left:
                await self.ask(query)

        await asyncio.gather(*(work() for _ in range(at_once)))
