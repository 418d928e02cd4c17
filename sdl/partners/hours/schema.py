"""What the volunteer-hours system adds to the graph: the hours of an organisation, and of who published a demand."""
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

import strawberry
from strawberry import federation
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from sdl.partners import fields, pages
from sdl.partners.hours.store import Store
from sdl.partners.pages import After, First, Page
from sdl.partners.serving import Context


@dataclass
class Loaders:
    pages: DataLoader[tuple[str, Page], list[sqlite3.Row]]
    totals: DataLoader[tuple[str, None], tuple[int, float]]


Asking: TypeAlias = Info[Context[Loaders], None]


def loaders(store: Store) -> Loaders:
    return Loaders(pages.by_code(store.pages, list), pages.by_code(store.totals, lambda: (0, 0.0)))


@strawberry.type(description="一次志愿活动。One activity of volunteers.")
class VolunteerActivity:
    title: str = strawberry.field(description="名称。What was done.")
    held_on: date = strawberry.field(description="日期。On which day.")
    volunteers: int = strawberry.field(description="人数。How many volunteers.")
    hours: float = strawberry.field(description="全体志愿者时长合计，小时。The hours of all of them together.")


@strawberry.type(description="一个组织的志愿时长。The volunteer hours of an organisation.")
class VolunteerHours:
    code: strawberry.Private[str]

    @fields.field("累计时长，小时。All hours so far.")
    async def total(self, info: Asking) -> float:
        return (await info.context.loaders.totals.load((self.code, None)))[1]

    @fields.field("志愿活动，最近在前。Its activities, newest first.")
    async def activities(self, info: Asking, first: First = 20,
                         after: After = None) -> pages.Connection[VolunteerActivity] | None:
        known, asked = info.context.loaders, pages.page(first, after)
        rows = await known.pages.load((self.code, asked))
        found = [(pages.cursor(row["held_on"], row["id"]), _activity(row)) for row in rows]

        async def count() -> int:
            return (await known.totals.load((self.code, None)))[0]
        return pages.connection(found, asked, count)


def _activity(row: sqlite3.Row) -> VolunteerActivity:
    return VolunteerActivity(title=row["title"], held_on=date.fromisoformat(row["held_on"]), volunteers=row["volunteers"],
                    hours=row["hours"])


@federation.type(keys=["creditCode"], description="组织，本系统只认其信用代码。An organisation, by its credit code.")
class Organization:
    credit_code: str | None = strawberry.field(description="统一社会信用代码。The unified social credit code.")

    @fields.for_signed_in("志愿时长；没有信用代码的为空。Its volunteer hours; null without a credit code.")
    def volunteer_hours(self) -> VolunteerHours | None:
        return VolunteerHours(code=self.credit_code) if self.credit_code else None


@federation.type(keys=["id"], description="需求，本系统只认其发布单位。A demand, by who published it.")
class Demand:
    id: strawberry.ID = strawberry.field(description="全局标识。The global ID.")
    publisher: Organization = federation.field(description="发布单位。Who published it.", external=True)

    @fields.for_signed_in("发布单位的志愿时长；区划发布的为空。The hours of its publisher; null when a division did.",
                          requires=["publisher { creditCode }"])
    def publisher_hours(self) -> VolunteerHours | None:
        return self.publisher.volunteer_hours()

    @classmethod
    def resolve_reference(cls, id: str, publisher: Mapping[str, str | None] = MappingProxyType({})) -> "Demand":
        """The gateway sends the publisher only where a field is selected that requires it."""
        return cls(id=strawberry.ID(id), publisher=Organization(credit_code=publisher.get("creditCode")))


SCHEMA = fields.schema([Organization, Demand])
