"""Mail: some members have digests, by the day or by the week, and are told some kinds at once, but for quiet hours."""
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from domain import dates
from domain.mail import MailChannel
from tests.year import mail_checks
from tests.year.concept import Concept
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.postbox import Postbox
from tests.year.receivers import Mood
from tests.year.sending import Sending, mail
from tests.year.street import YEAR, Person, Street
from tests.year.webhooks import EVENING, LATER

MORNING = time(8, 30)
EACH = 20  # rounds, in one of which who sends is killed
TROUBLES = {Mood.REFUSING: (40, 1), Mood.SLOW: (50, 10), Mood.AWAY: (70, 1), Mood.SILENT: (80, 10)}
"""From which day on the server is so for how many days, again each hundred days."""
AGAIN = 100  # days
KILLS, LEAST = 20, 250  # of who sends, and mails
CHANGES = 0.25  # of each reader's mind, in a working day


@dataclass(frozen=True)
class Change:
    """By which way notices of a kind are wanted from behind a place of the log on."""

    pos: int
    kind: str
    channel: str


@dataclass
class Reader:
    """
    digest   what it has set of its digest
    hurried  kinds that it wants at once, at first
    unread   kinds that it does not want by mail, at first
    since    the last event's place when its address was confirmed
    """

    who: Person
    address: str
    digest: Mapping[str, Any]
    hurried: Sequence[str] = ()
    unread: Sequence[str] = ()
    since: int = 0
    changes: list[Change] = field(default_factory=list)

    def channel(self, kind: str, pos: int) -> str:
        """By which way it wants what happens at a place of the log."""
        for change in reversed(self.changes):
            if change.kind == kind and change.pos < pos:
                return change.channel
        return "AT_ONCE" if kind in self.hurried else "NONE" if kind in self.unread else "DIGEST"


def _readers(street: Street) -> list[Reader]:
    department = [unit for unit in street.units if unit.kind == "DEPARTMENT"][2]
    return [
        Reader(street.communities[1].person, "secretary@example.cn", {"hour": 8, "quietFrom": 19, "quietUntil": 7},
               ("WISH_TAKEN", "CLAIM_PROPOSED", "WHISTLE_HANDLED"), ("DEMAND_PUBLISHED", "ITEM_EXPIRED")),
        Reader(department.person, "department@example.cn",
               {"cadence": "WEEKLY", "hour": 7, "quietFrom": 12, "quietUntil": 6, "language": "BOTH"}, ("WHISTLE_DISPATCHED",)),
        Reader(street.units[1].person, "liaison@example.cn", {"cadence": "NEVER", "quietFrom": 21, "language": "EN"},
               ("CLAIM_ACCEPTED", "CLAIM_DECLINED", "CLAIM_LAPSED", "PROJECT_FORMED")),
        Reader(street.communities[3].person, "evening@example.cn", {"hour": 17, "quietFrom": 19, "language": "EN"},
               ("WISH_OVER",))]


class Mails(Concept):
    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.readers, self.rounds = _readers(street), 0
        self.box = Postbox(hub.now)
        self.sending = Sending("mail", mail, hub.database, self.box.port)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        async with self.sending.at_work():
            yield

    async def begin(self) -> None:
        """Each sets an address, and confirms it by the code that comes there."""
        await self.box.be(Mood.WELL)
        for reader in self.readers:
            await self.hub.does(reader.who, "setMailAddress", address=reader.address)
            for kinds, channel in ((reader.hurried, "AT_ONCE"), (reader.unread, "NONE")):
                for kind in kinds:
                    await self.hub.does(reader.who, "setMailPreference", kind=kind, channel=channel)
            await self._sent(self.hub.now)
            code = mail_checks.code(self.box.to(reader.address)[-1].mail)
            reader.since = await self._place()
            await self.hub.does(reader.who, "confirmMailAddress", code=code)
            await self.hub.does(reader.who, "setDigest", **reader.digest)
        self.box.came.clear()

    async def day(self, today: date) -> None:
        """Some want another way for a kind that they are told of, while notices of it wait for a digest."""
        for reader in self.readers:
            kinds = [row["kind"] for row in await self.hub.pool.fetch(
                "SELECT DISTINCT kind FROM notice WHERE member_id = $1 ORDER BY kind", reader.who.member)]
            if kinds and self.happens(CHANGES):
                change = Change(await self._place(), self.chance.choice(kinds), self.chance.choice([*MailChannel]))
                await self.hub.does(reader.who, "setMailPreference", kind=change.kind, channel=change.channel)
                reader.changes.append(change)

    async def _place(self) -> int:
        """The last event's."""
        await self.hub.settle()
        place: int = await self.hub.pool.fetchval("SELECT coalesce(max(pos), 0) FROM event")
        return place

    # -- what leaves

    async def morning(self, today: date) -> None:
        await self.box.be(_mood(today))
        await self._sent(datetime.combine(today, MORNING, dates.CHINA))

    async def evening(self, today: date) -> None:
        begin = max(self.hub.now, datetime.combine(today, EVENING, dates.CHINA))
        for moment in (begin + later for later in LATER):
            if moment == begin or await self._waits(moment):
                await self._sent(moment)

    async def _sent(self, moment: datetime) -> None:
        self.box.now = moment
        self.rounds += 1
        is_killed = self.sending.kills * EACH < self.rounds - EACH
        await (self.sending.interrupted if is_killed else self.sending.send)(moment)

    async def _waits(self, moment: datetime) -> bool:
        return bool(await self.hub.pool.fetchval("SELECT EXISTS (SELECT FROM mailing WHERE state = 'WAITING' AND try_at <= $1)",
                                                 moment))

    async def check(self, log: Log) -> list[str]:
        """Send what is left until the next digest of each; then each has what it has to have, by mail."""
        await self.box.be(Mood.WELL)
        for hours in range(0, 24, 3):
            self.box.now = self.hub.now + timedelta(hours=hours)
            await self.sending.send(self.box.now)
        await self.box.be(Mood.AWAY)
        ids = [each.id for each in self.box.came if each.taken]
        again, kills, unanswered = len(ids) - len({*ids}), self.sending.kills, self.box.unanswered
        print(f"\n{len(ids)} mails, {again} again; {unanswered} unanswered, who sends killed {kills} times; "
              f"{sum(len(each.changes) for each in self.readers)} changes of what is wanted")
        wrong = [each for reader in self.readers for each in mail_checks.problems(log, reader, self.box.to(reader.address))]
        if not 0 < again <= kills + unanswered or kills < KILLS or len(ids) < LEAST or self.box.moods != {*Mood} - {Mood.AWAY}:
            wrong.append(f"{len(ids)} mails, {again} again, the server was {self.box.moods}")
        left = await self.hub.pool.fetch("SELECT state FROM mailing WHERE state <> 'SENT'")
        return wrong + [f"a mail is {row['state']}" for row in left]


def _mood(today: date) -> Mood:
    day = (today - YEAR[0]).days % AGAIN
    return next((mood for mood, (first, days) in TROUBLES.items() if first <= day < first + days), Mood.WELL)
