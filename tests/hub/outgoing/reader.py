"""A member who changes what it wants by mail, and a model of what it is to be told, and by which way."""
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain import dates
from domain.notice import NoticeKind
from resolvers import claims, mail
from resolvers.writing.results import Payload
from tests.api.client import global_id
from tests.desk import Desk
from tests.hub.outgoing.conftest import Post
from tests.hub.outgoing.postbox import Postbox

KIND, OTHER = "CLAIM_PROPOSED", "CLAIM_WITHDRAWN"
_TOLD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d  (\S+)  https://lists\.example\.cn/o/(\S+)")
Told = tuple[str, str, str]
"""By which way, of which kind, of what."""


@dataclass
class Reader:
    """The community's secretary; its clock is the mailer's, and begins in the morning of a day.

    wanted   what it is to be told, how often
    """

    post: Post
    wanted: Counter[Told] = field(default_factory=Counter)
    channels: dict[str, str] = field(default_factory=dict)
    cadence: str = "DAILY"
    address: str | None = "community@example.cn"
    is_confirmed: bool = True
    open: list[UUID] = field(default_factory=list)

    @classmethod
    async def of(cls, post: Post) -> "Reader":
        reader = cls(post)
        now = reader.desk.now()
        morning = now.astimezone(dates.CHINA).replace(hour=7, minute=10) + timedelta(days=1)
        reader.later(seconds=(morning - now).total_seconds())
        await post.subscribes(confirmed_at=reader.desk.now(), digest_at=morning.replace(hour=8, minute=0, second=0))
        return reader

    @property
    def desk(self) -> Desk:
        return self.post.outside.desk

    @property
    def box(self) -> Postbox:
        return self.post.box

    @property
    def member_id(self) -> UUID:
        return self.desk.city.members["community"]

    def later(self, **by: float) -> datetime:
        self.desk.shift += timedelta(**by)
        self.post.at = self.desk.now()
        return self.post.at

    async def sends(self, **later: float) -> None:
        """Let time go on, and the mailer do its work until there is none."""
        self.later(**later)
        while await self.post.mailer.once():
            pass

    # -- what happens, and what the member sets

    def expects(self, kind: str, claim_id: UUID) -> None:
        """It is told by the way that holds now."""
        usual = "NONE" if self.cadence == "NEVER" else "DIGEST"
        channel = self.channels.get(kind, usual)
        if self.is_confirmed and channel != "NONE":
            self.wanted[channel, kind, global_id("Claim", claim_id)] += 1

    async def happens(self) -> None:
        await self.post.outside.happens()
        self.open.append(self.post.outside.claims[-1])
        self.expects(KIND, self.open[-1])

    async def withdraws(self) -> None:
        if self.open:
            claim_id = self.open.pop()
            await self.desk.ids("unit", claims.withdraw, claim_id=claim_id, reason="改期")
            await self.post.outside.happens(0)
            self.expects(OTHER, claim_id)

    async def prefers(self, kind: str, channel: str) -> None:
        await self.post.prefers(kind, channel)
        self.channels = {**{each: was for each, was in self.channels.items() if each != kind},
                         **({} if channel == "DIGEST" else {kind: channel})}

    async def digests(self, cadence: str, **given: Any) -> None:
        if self.address:
            await self.desk.ids("community", mail.set_digest, cadence=cadence, **given)
            self.cadence = cadence

    async def moves(self, address: str) -> None:
        """Give another address, which is to be confirmed, unless there were so many that day."""
        if isinstance(await self.desk.send("community", mail.set_address, address=address), Payload):
            self.cadence = self.cadence if self.address else "DAILY"
            self.address, self.is_confirmed = address, False

    async def confirms(self) -> None:
        if self.address:
            await self.desk.pool.execute("UPDATE mail_address SET code_until = $2 WHERE member_id = $1 AND code IS NOT NULL",
                                         self.member_id, self.desk.now() + timedelta(minutes=1))
            code = await self.desk.pool.fetchval("SELECT code FROM mail_address WHERE member_id = $1", self.member_id)
            await self.desk.ids("community", mail.confirm_address, code=code or "")
            self.is_confirmed = True

    async def removes(self) -> None:
        """What was not told before is not told any more."""
        await self.desk.ids("community", mail.set_address, address=None)
        self.address, self.is_confirmed, self.wanted = None, False, await self.told()

    # -- any of it

    async def walks(self, seed: int, steps: int) -> None:
        chance = Random(seed)

        async def sends() -> None:
            self.box.answers += ["451 later"] * (chance.random() < 0.3)
            await self.sends(hours=chance.choice([0.1, 3, 9, 15]))
        acts: Sequence[tuple[int, Callable[[], Awaitable[None]]]] = (
            (9, self.happens), (5, self.withdraws), (9, sends),
            (9, lambda: self.prefers(chance.choice([KIND, OTHER]), chance.choice(["DIGEST", "AT_ONCE", "NONE"]))),
            (3, lambda: self.digests(chance.choice(["DAILY", "WEEKLY", "NEVER"]), hour=chance.randrange(24))),
            (2, lambda: self.moves(f"{chance.randrange(99)}@example.cn")), (4, self.confirms), (1, self.removes))
        for act in chance.choices([act for _, act in acts], [often for often, _ in acts], k=steps):
            await act()

    async def ends(self) -> None:
        """Let all be sent that is to be: a digest may be due in a week."""
        await self.confirms()
        for _ in range(30):
            await self.sends(hours=7)

    # -- what came

    async def told(self) -> Counter[Told]:
        """What was taken by the server, of each mail what it tells; and no mail says something else when it comes again."""
        purposes = {f"<{row['id']}@example.cn>": row["purpose"] for row in await self.desk.pool.fetch(
            "SELECT id, purpose FROM mailing WHERE member_id = $1 AND state = 'SENT'", self.member_id)}
        texts = {(each["Message-ID"], each.get_content()) for each in self.box.got if each["Message-ID"] in purposes}
        assert len(texts) == len({mail_id for mail_id, _ in texts}) == len(purposes)
        kinds = {NoticeKind(kind).words.chinese: kind for kind in (KIND, OTHER)}
        return Counter((purposes[mail_id], kinds[words], of) for mail_id, text in texts
                       for words, of in _TOLD.findall(text))
