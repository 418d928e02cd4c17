"""A hotline that brings calls in as a system, under references of its own; and what waits at webhooks: they are paused, so that
nothing leaves the machine."""
import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

from db.bulk import records
from domain.webhooks import WebhookFormat
from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from hub.demo.whistles import Called
from resolvers import systems, webhooks

NAME = "政务服务热线"
ALLOW = ("raiseWhistle", "rateWhistle", "whistles", "whistleChanged", "node", "addWebhook", "webhooks")
CALLS: tuple[tuple[str, str, timedelta, tuple[str, ...]], ...] = (  # title, category, how long ago, a step each hour
    ("夜市摊位噪声扰民", "ENVIRONMENT", timedelta(days=6),
     ("triage", "dispatch", "accept", "handle", "verify", "close", "rate")),
    ("路口积水影响通行", "ENVIRONMENT", timedelta(hours=34), ("triage", "dispatch", "accept", "ask", "answer")),
    ("独居老人家中燃气异味", "SAFETY", timedelta(hours=3), ()))
SECRET = "whsec_" + base64.b64encode(sha256(b"demo").digest()).decode()


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    """At the first street, and a webhook of the community that has a handle."""
    street = world.actors[STREETS[0]]
    lead = next(unit for unit in world.units() if unit.kind == "DEPARTMENT" and unit.stations[0].startswith(street.code))
    community = next(actor for actor in world.actors.values() if actor.person and actor.person.handle == "community")
    hotline, now = replace(street), items.midnight(today)
    yield Act(now - timedelta(days=50), 2, partial(_register, telling, street, hotline))
    yield Act(now - timedelta(days=9), 3, partial(_listen, telling, hotline, NAME, "hotline.example.cn"))
    yield Act(now - timedelta(days=9), 3, partial(_listen, telling, community, "社区值班屏", "desk.example.cn"))
    for number, (title, category, ago, steps) in enumerate(CALLS, 1):
        at = now - ago
        values = {"kind": "KEY_WORK", "category": category, "title": title, "body": "市民来电反映，请核实处置并回复。",
                  "resident": {"name": "来电人", "phone": f"1990000{2000 + number}"},
                  "reference": f"RX-{at:%Y%m%d}-{number:04}"}
        yield from Called(hotline, street, lead, routed=False, values=values).acts(telling, at, steps)


async def _register(telling: Story, street: Actor, hotline: Actor) -> None:
    """Let the hotline in; from then on it is the system that acts for its organisation."""
    ids = await telling.by(street, systems.register, name=NAME, organization_id=street.id, allow=ALLOW)
    hotline.person = records.Member(id=ids["system"], subject="", handle=None, name=NAME, home_code=street.code)
    await telling.meet(ids["system"])


async def _listen(telling: Story, actor: Actor, name: str, host: str) -> None:
    ids = await telling.by(actor, webhooks.add, name=name, address=f"https://{host}/hooks",
                           format=WebhookFormat.STANDARD, secret=SECRET)
    await telling.by(actor, webhooks.pause, webhook_id=ids["webhook"])
