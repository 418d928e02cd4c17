"""Webhooks of a street, a community, a department and a hotline; receivers are slow, refuse for days, or are not there."""
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from domain import dates
from tests.year import webhook_checks
from tests.year.calls import MOVED, Call
from tests.year.concept import CATEGORIES, Concept, person
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.receivers import Mood, Receiver
from tests.year.sending import Sending, post
from tests.year.street import YEAR, Person, Street

EVENING = time(18)
LATER = (timedelta(), timedelta(hours=2), timedelta(hours=4))
"""When it is sent, from the evening on: what was not taken then is tried once more at the next."""
EACH = 8  # evenings, in one of which who sends is killed
KILLS, AGAIN, MESSAGES = 20, 5, 50  # of who sends, of messages that come again for that, and to each receiver, at least
TROUBLES = {Mood.REFUSING: (30, 2), Mood.SLOW: (60, 30), Mood.AWAY: (110, 7), Mood.SILENT: (150, 20)}
"""From which day on a receiver is so for how many days, twice in the year; each two weeks later than the one before."""
HALF = 182  # days
OF_THE_STREET = ("WHISTLE_REPORTED", "WHISTLE_OVERDUE", "WHISTLE_DISPATCHED", "SYSTEM_REGISTERED", "WEBHOOK_DISABLED")
OF_HOTLINE = ("raiseWhistle", "addWebhook", "webhooks", "resumeWebhook", "replayWebhook", "pauseWebhook")
SHOWN = "id state deliveries(first: 50, filter: {state: [DEAD]}) { nodes { kind problem tries } }"


@dataclass
class Hook:
    """
    kinds    of notices that it wants; None: all
    replays  how much had come each time what was dead was to be tried anew
    dead     how many of its messages have been
    """

    keeper: Person
    organization: str
    receiver: Receiver
    kinds: tuple[str, ...] | None = None
    id: str = ""
    replays: list[int] = field(default_factory=list)
    dead: int = 0


class Webhooks(Concept):
    """
    hooks   the last one is the hotline's own
    raised  how many calls the hotline has
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "webhook.added": 4, "webhook.disabled": 4, "webhook.resumed": 5, "webhook.replayed": 3, "webhook.paused": 2,
        "system.registered": 1}
    LISTS: ClassVar[Mapping[str, str]] = {"webhooks": "webhook", "systems": "system"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        department = [unit for unit in street.units if unit.kind == "DEPARTMENT"][1]
        self.hooks = [self._hook(street.officer, street.own.id, OF_THE_STREET),
                      self._hook(street.communities[0].person, street.communities[0].id),
                      self._hook(department.person, department.id)]
        self.sending, self.raised, self.evenings = Sending("webhooks", post, hub.database), 0, 0

    def _hook(self, keeper: Person, organization: str, kinds: tuple[str, ...] | None = None) -> Hook:
        secret = f"whsec_{b64encode(self.chance.randbytes(32)).decode()}"
        return Hook(keeper, organization, Receiver(secret, self.hub.now), kinds)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        async with self.sending.at_work():
            yield

    async def begin(self) -> None:
        registered = await self.hub.does(self.street.officer, "registerSystem", "system { id }", name="街道热线",
                                         organizationId=self.street.own.id, allow=[*OF_HOTLINE])
        self.hotline = person(registered["system"]["id"])
        self.hooks.append(self._hook(self.hotline, self.street.own.id))
        for hook in self.hooks:
            kinds = {"kinds": [*hook.kinds]} if hook.kinds else {}
            answer = await self.hub.does(hook.keeper, "addWebhook", "webhook { id }", name="值班", format="STANDARD",
                                         address=f"http://127.0.0.1:{hook.receiver.port}/in", secret=hook.receiver.secret,
                                         organizationId=hook.organization, **kinds)
            hook.id = answer["webhook"]["id"]

    # -- what people do

    async def day(self, today: date) -> None:
        if self.happens(0.15):
            await self._call()
        if today.weekday() in (0, 3):
            for number, hook in enumerate(self.hooks):
                if _mood(number, today) is not Mood.AWAY:
                    await self._kept(hook, pauses=today.month < 12 and self.happens(0.02))

    async def _call(self) -> None:
        """The hotline raises one under its own number, and now and then forgets that it has."""
        self.raised += 1
        given = {"title": "楼道照明维修", "category": self.chance.choice(CATEGORIES), "kind": "KEY_WORK",
                 "reference": f"2026-{self.raised:04}"}
        answer = await self.hub.does(self.hotline, "raiseWhistle", MOVED, **given)
        self.hub.calls.raised(answer, Call(self.street.own))
        if self.happens(0.2):
            assert (await self.hub.tries(self.hotline, "raiseWhistle", **given))["__typename"] == "ReferenceTaken"

    async def _kept(self, hook: Hook, *, pauses: bool) -> None:
        """Its keeper looks, where the receiver is there: what is disabled or paused goes on, and what is dead is tried anew."""
        found, = [each for each in await self.hub.every(hook.keeper, "webhooks", SHOWN) if each["id"] == hook.id]
        dead = found["deliveries"]["nodes"]
        if found["state"] != "ACTIVE":
            await self.hub.does(hook.keeper, "resumeWebhook", webhookId=hook.id)
        elif pauses:
            await self.hub.does(hook.keeper, "pauseWebhook", webhookId=hook.id)
        if dead:
            hook.dead += len(dead)
            hook.replays.append(len(hook.receiver.came))
            await self.hub.does(hook.keeper, "replayWebhook", webhookId=hook.id)

    # -- what leaves

    async def evening(self, today: date) -> None:
        self.evenings += 1
        for number, hook in enumerate(self.hooks):
            await hook.receiver.be(_mood(number, today))
        begin = max(self.hub.now, datetime.combine(today, EVENING, dates.CHINA))
        for moment in (begin + later for later in LATER):
            if moment == begin or await self._waits():
                await self._sent(moment, is_killed=self.sending.kills * EACH < self.evenings)

    async def _sent(self, moment: datetime, *, is_killed: bool) -> None:
        for hook in self.hooks:
            hook.receiver.now = moment
        send = self.sending.interrupted if is_killed else self.sending.send
        await send(moment)

    async def _waits(self) -> bool:
        return bool(await self.hub.pool.fetchval("SELECT EXISTS (SELECT FROM delivery WHERE state = 'WAITING')"))

    async def check(self, log: Log) -> list[str]:
        """Send what is left; then each receiver has what it has to have."""
        for hook in self.hooks:
            await hook.receiver.be(Mood.WELL)
        for moment in (self.hub.now + later for later in LATER):
            await self._sent(moment, is_killed=False)
        wrong = [*webhook_checks.problems(log, self.hooks, self.hotline)]
        wrong += ["messages wait"] if await self._waits() else []
        for hook in self.hooks:
            await hook.receiver.be(Mood.AWAY)
        again, kills, most = webhook_checks.repeats(self.hooks), self.sending.kills, self.sending.kills * len(self.hooks)
        unanswered, dead = sum(hook.receiver.unanswered for hook in self.hooks), sum(hook.dead for hook in self.hooks)
        came = " + ".join(str(len(hook.receiver.came)) for hook in self.hooks)
        print(f"\n{came} messages, {again} again; {unanswered} unanswered, {dead} dead, who sends killed {kills} times")
        moods = {mood for hook in self.hooks for mood in hook.receiver.moods}
        if not AGAIN <= again - unanswered <= most or kills < KILLS or not dead or moods != {*Mood} - {Mood.AWAY}:
            wrong.append(f"{again} messages came again, {dead} were dead, who sends was killed {kills} times; {moods}")
        return wrong + ([f"only {came} messages"] if any(len(hook.receiver.came) < MESSAGES for hook in self.hooks) else [])


def _mood(number: int, today: date) -> Mood:
    """How the receiver of a hook is on a day."""
    day = ((today - YEAR[0]).days - 14 * number) % HALF
    return next((mood for mood, (first, days) in TROUBLES.items() if first <= day < first + days), Mood.WELL)
