"""The plain peer's types: each wraps a row, each relation is a resolver that asks a loader."""
from datetime import date, datetime
from typing import Any, Generic, TypeAlias, TypeVar

import strawberry
from asyncpg import Record

from bench.plain import lists, writes
from bench.plain.loaders import Context

Info: TypeAlias = strawberry.Info[Context, None]
T = TypeVar("T")


def _column(name: str) -> Any:
    """A field that is a column of the wrapped row."""
    def read(root: Any) -> Any:
        return root.row[name]
    return read


def column(returns: Any, name: str) -> Any:
    read = _column(name)
    read.__annotations__ = {"return": returns}
    return strawberry.field(resolver=read)


@strawberry.type
class PageInfo:
    has_next_page: bool


@strawberry.type
class Page(Generic[T]):
    nodes: list[T]
    page_info: PageInfo


@strawberry.type
class Organization:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    name: str = column(str, "name")
    kind: str = column(str, "kind")


@strawberry.type
class Member:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    name: str = column(str, "name")


@strawberry.type
class Claim:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    state: str = column(str, "state")
    quantity: int = column(int, "quantity")
    proposed_at: datetime = column(datetime, "proposed_at")

    @strawberry.field
    async def claimant(self, info: Info) -> Organization:
        return Organization(row=await info.context.organizations.load(self.row["claimant_id"]))

    @strawberry.field
    async def item(self, info: Info) -> "Item":
        return Item(row=await info.context.items.load(self.row["item_id"]))


@strawberry.type
class Event:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    kind: str = column(str, "kind")
    at: datetime = column(datetime, "at")

    @strawberry.field
    async def actor(self, info: Info) -> Member | None:
        key = self.row["actor_id"]
        return None if key is None else Member(row=await info.context.members.load(key))


@strawberry.type
class Item:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    title: str = column(str, "title")
    body: str = column(str, "body")
    state: str = column(str, "state")
    category: str = column(str, "category")
    urgency: str | None = column(str | None, "urgency")
    resource_kind: str | None = column(str | None, "resource_kind")
    quantity: int = column(int, "quantity")
    claimed: int = column(int, "claimed")
    unit: str = column(str, "unit")
    deadline: datetime | None = column(datetime | None, "deadline")
    published_at: datetime = column(datetime, "listed_at")
    version: int = column(int, "version")

    @strawberry.field
    def budget_yuan(self) -> str | None:
        budget = self.row["budget_yuan"]
        return None if budget is None else str(budget)

    @strawberry.field
    async def publisher(self, info: Info) -> Organization:
        return Organization(row=await info.context.organizations.load(self.row["publisher_id"]))

    @strawberry.field
    async def claims(self, info: Info, first: int) -> Page[Claim]:
        return _page([Claim(row=row) for row in await info.context.claims.load((self.row["id"], first))], first)

    @strawberry.field
    async def history(self, info: Info, first: int) -> Page[Event]:
        return _page([Event(row=row) for row in await info.context.history.load((self.row["id"], first))], first)


@strawberry.type
class Seat:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    kind: str = column(str, "kind")
    starts_on: date = column(date, "starts_on")

    @strawberry.field
    async def member(self, info: Info) -> Member:
        return Member(row=await info.context.members.load(self.row["member_id"]))

    @strawberry.field
    async def organization(self, info: Info) -> Organization | None:
        key = self.row["organization_id"]
        return None if key is None else Organization(row=await info.context.organizations.load(key))


@strawberry.type
class Committee:
    row: strawberry.Private[Record]
    id: strawberry.ID = column(strawberry.ID, "id")
    name: str = column(str, "name")
    level: str = column(str, "level")

    @strawberry.field
    async def organization(self, info: Info) -> Organization:
        return Organization(row=await info.context.organizations.load(self.row["organization_id"]))

    @strawberry.field
    async def seats(self, info: Info, first: int) -> Page[Seat]:
        return _page([Seat(row=row) for row in await info.context.seats.load((self.row["id"], first))], first)


def _page(nodes: list[T], first: int) -> Page[T]:
    return Page(nodes=nodes[:first], page_info=PageInfo(has_next_page=len(nodes) > first))


@strawberry.type
class Query:
    @strawberry.field
    async def demands(self, info: Info, division: str, first: int, order: str = "NEWEST", urgency: str | None = None,
                      words: str | None = None, categories: list[str] | None = None) -> Page[Item]:
        return await _items(info, lists.Asked("DEMAND", division, first, order, urgency, words, categories))

    @strawberry.field
    async def resources(self, info: Info, division: str, first: int) -> Page[Item]:
        return await _items(info, lists.Asked("RESOURCE", division, first))

    @strawberry.field
    async def projects(self, info: Info, division: str, first: int) -> Page[Item]:
        return await _items(info, lists.Asked("PROJECT", division, first))

    @strawberry.field
    async def items(self, info: Info, division: str, first: int) -> Page[Item]:
        return await _items(info, lists.Asked(None, division, first))

    @strawberry.field
    async def item(self, info: Info, id: strawberry.ID) -> Item | None:
        row = await info.context.pool.fetchrow("SELECT * FROM item WHERE id = $1::text::uuid", id)
        return Item(row=row) if row else None

    @strawberry.field
    async def committee(self, info: Info, id: strawberry.ID) -> Committee | None:
        row = await info.context.pool.fetchrow("SELECT * FROM joint_committee WHERE id = $1::text::uuid", id)
        return Committee(row=row) if row else None


async def _items(info: Info, asked: lists.Asked) -> Page[Item]:
    return _page([Item(row=row) for row in await lists.read(info.context.pool, asked)], asked.first)


@strawberry.input
class ClaimItemInput:
    key: str
    item_id: strawberry.ID
    claimant_id: strawberry.ID
    member_id: strawberry.ID
    quantity: int


@strawberry.type
class ClaimItemPayload:
    claim: Claim


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def claim_item(self, info: Info, input: ClaimItemInput) -> ClaimItemPayload:
        row = await writes.claim(info.context.pool, input.key, input.item_id, input.claimant_id, input.member_id,
                                 input.quantity)
        return ClaimItemPayload(claim=Claim(row=row))
