"""What the incident system adds to the graph: incidents of a division, and near a demand."""
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated, TypeAlias

import strawberry
from strawberry import federation
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from sdl.partners import fields, pages
from sdl.partners.incidents.store import Pages, Store
from sdl.partners.pages import After, First
from sdl.partners.serving import Context

COMMUNITY = 12  # digits of its division code


@dataclass
class Loaders:
    pages: DataLoader[tuple[str, Pages], list[sqlite3.Row]]
    counts: DataLoader[tuple[str, str | None], int]
    store: Store


Asking: TypeAlias = Info[Context[Loaders], None]


def loaders(store: Store) -> Loaders:
    return Loaders(pages.by_code(store.pages, list), pages.by_code(store.counts, int), store)


@strawberry.enum(description="网格事件的状态。Where an incident is in its life.")
class IncidentState(Enum):
    OPEN = strawberry.enum_value("OPEN", description="处理中。Being handled.")
    CLOSED = strawberry.enum_value("CLOSED", description="已办结。Closed.")


@federation.type(keys=["id"], description="网格事件：网格员上报的问题。An incident that a grid's worker reported.")
class Incident:
    id: strawberry.ID = strawberry.field(description="事件编号。Its number.")
    division_code: str = strawberry.field(description="上报网格或社区的区划代码。The code of where it was reported.")
    title: str = strawberry.field(description="标题。What it is about.")
    state: IncidentState = strawberry.field(description="状态。Where it is in its life.")
    reported_at: datetime = strawberry.field(description="上报时间。When it was reported.")

    @classmethod
    async def resolve_reference(cls, info: Asking, id: str) -> "Incident | None":
        row = await info.context.loaders.store.incident(id) if info.context.subject else None
        return _incident(row) if row else None


State = Annotated[IncidentState | None, strawberry.argument(description="只要此状态的。Only those in this state.")]
Incidents = pages.Connection[Incident]


@federation.type(keys=["divisionCode"], description="组织，以区划代码为准。An organisation, by its division code.")
class Organization:
    division_code: str | None = strawberry.field(description="区划代码。The division code.")

    @fields.for_signed_in("区划内的网格事件，最新在前；单位为空。"
                          "Incidents within the division, newest first; null for a unit.")
    async def incidents(self, info: Asking, first: First = 20, after: After = None,
                        state: State = None) -> Incidents | None:
        return await _page(info, self.division_code, first, after, state) if self.division_code else None


@federation.type(keys=["id"], description="需求，本系统只认其所在区划。A demand, by where it belongs.")
class Demand:
    id: strawberry.ID = strawberry.field(description="全局标识。The global ID.")
    home_code: str = federation.field(description="所在区划代码。The code of its division.", external=True)

    @fields.for_signed_in("需求所在社区未办结的网格事件，最新在前。Open incidents of the demand's community, "
                          "newest first.", requires=["homeCode"])
    async def incidents_nearby(self, info: Asking, first: First = 20, after: After = None) -> Incidents | None:
        return await _page(info, self.home_code[:COMMUNITY], first, after, IncidentState.OPEN)

    @classmethod
    def resolve_reference(cls, id: str, homeCode: str = "") -> "Demand":
        """The name is the gateway's; it sends the code only where a field is selected that requires it."""
        return cls(id=strawberry.ID(id), home_code=homeCode)


async def _page(info: Asking, code: str, first: int, after: str | None, state: IncidentState | None) -> Incidents:
    known, asked = info.context.loaders, pages.page(first, after)
    of_state = str(state.value) if state else None
    rows = await known.pages.load((code, Pages(asked, of_state)))
    found = [(pages.cursor(row["reported_at"], row["id"]), _incident(row)) for row in rows]
    return pages.connection(found, asked, lambda: known.counts.load((code, of_state)))


def _incident(row: sqlite3.Row) -> Incident:
    return Incident(id=strawberry.ID(row["id"]), division_code=row["division_code"], title=row["title"],
                    state=IncidentState(row["state"]), reported_at=datetime.fromisoformat(row["reported_at"]))


SCHEMA = fields.schema([Organization, Demand, Incident])
