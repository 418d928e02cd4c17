"""What communities and the units stationed in them agreed: signed ones, some that end soon, and proposals to be answered."""
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import Actor, World
from hub.demo.story import Act, Story
from resolvers import agreements

EACH = 2  # one unit in so many has one
OFFERS = (("活动室、宣传栏", "每季度一次义诊"), ("居民议事厅", "暑期托管与课业辅导"),
          ("社区广场", "金融防诈骗讲座"), ("党群服务中心", "法律咨询日"), ("停车位错时共享", "志愿服务队每月一次"))
ENDED, ENDING, WAITING, FILED = 3, 5, 7, 2  # one in so many


@dataclass
class Agreed:
    """One as it is to come about; `id` when it is there."""

    host: Actor
    unit: Actor
    offers: tuple[str, str]
    starts_on: date
    ends_on: date
    id: UUID | None = None


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("agreements")
    units = [unit for unit in world.units() if unit.person and world.actors[unit.stations[0]].person]
    for number, unit in enumerate(units[::EACH], 1):
        years = timedelta(days=365 * chance.choice((1, 2)))
        starts_on = today - timedelta(days=chance.randint(30, 300))
        ends_on = today + timedelta(days=40) if number % ENDING == 0 else starts_on + years
        agreed = Agreed(world.actors[unit.stations[0]], unit, chance.choice(OFFERS), starts_on, ends_on)
        yield from _life(telling, agreed, number, items.midnight(today) - timedelta(hours=chance.randint(10, 200)))


def _life(telling: Story, agreed: Agreed, number: int, lately: datetime) -> Iterator[Act]:
    """Proposed, and most of them signed; of some one side says later that it ends."""
    waits = number % WAITING == 0
    proposed_at = lately if waits else items.midnight(agreed.starts_on) - timedelta(days=3, hours=number % 9)
    by, other = (agreed.host, agreed.unit) if number % 2 else (agreed.unit, agreed.host)
    yield Act(proposed_at, 2, lambda: _propose(telling, by, agreed))
    if number % FILED:
        yield Act(proposed_at, 3, lambda: telling.attach(by, {"agreement_id": _id(agreed)}, "资源清单.txt", _listed(agreed)))
    if waits:
        return
    yield Act(proposed_at + timedelta(days=2), 3, lambda: telling.by(other, agreements.sign, agreement_id=_id(agreed)))
    if number % ENDED == 0 and number % ENDING:
        yield Act(lately, 9, lambda: telling.by(
            agreed.unit, agreements.terminate, agreement_id=_id(agreed), reason="单位搬迁，不再驻本社区。"))


async def _propose(telling: Story, by: Actor, agreed: Agreed) -> None:
    host_offers, unit_offers = agreed.offers
    ids = await telling.by(by, agreements.propose, host_id=agreed.host.id, unit_id=agreed.unit.id,
                           title=f"{agreed.host.place}与{agreed.unit.name}共建协议", starts_on=agreed.starts_on,
                           ends_on=agreed.ends_on, host_offers=host_offers, unit_offers=unit_offers,
                           body="双方资源共享、活动共办、难题共解。")
    agreed.id = ids["agreement"]


def _listed(agreed: Agreed) -> str:
    return (f"{agreed.host.place}与{agreed.unit.name}共建协议附件：双方资源清单\n\n"
            f"社区提供：{agreed.offers[0]}\n单位提供：{agreed.offers[1]}\n")


def _id(agreed: Agreed) -> UUID:
    assert agreed.id is not None
    return agreed.id
