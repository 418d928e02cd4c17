"""Pages of a partner's lists, as the hub has them: Relay connections, in the order of a key."""
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.federation.schema_directives import Shareable

from sdl.partners import fields

LARGEST = 100

Node = TypeVar("Node")
Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")

First = Annotated[int, strawberry.argument(description="取前多少条，0 到 100。How many, 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="从此游标之后取。Begin after this cursor.")]


@strawberry.type(description="分页信息（Relay）。About a page, as Relay has it.", directives=[Shareable()])
class PageInfo:
    has_next_page: bool = strawberry.field(description="后面是否还有。Whether more follow.")
    has_previous_page: bool = strawberry.field(description="前面是否还有。Whether more precede.")
    start_cursor: str | None = strawberry.field(description="本页第一条的游标。The cursor of the first.")
    end_cursor: str | None = strawberry.field(description="本页最后一条的游标。The cursor of the last.")


@strawberry.type(description="列表中的一条及其游标。One of a list, with its cursor.")
class Edge(Generic[Node]):
    cursor: str = strawberry.field(description="游标。Its cursor.")
    node: Node = strawberry.field(description="条目本身。The thing itself.")


@strawberry.type(description="一页列表（Relay）。A page of a list, as Relay has it.")
class Connection(Generic[Node]):
    edges: list[Edge[Node]] = strawberry.field(description="本页各条，带游标。The page's rows with their cursors.")
    page_info: PageInfo = strawberry.field(description="分页信息。About the page.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @fields.field("本页各条，不带游标。The page's rows without cursors.")
    def nodes(self) -> list[Node]:
        return [edge.node for edge in self.edges]

    @fields.field("总数，选取时才计算。How many in all; counted only when asked for.")
    async def total_count(self) -> int:
        return await self.count()


@dataclass(frozen=True)
class Page:
    """Which page: at most `first` rows after the place (key, id) in descending order; None: from the start."""

    first: int
    after: tuple[str, str] | None


def page(first: int, after: str | None) -> Page:
    """raises Mistake"""
    if not 0 <= first <= LARGEST:
        raise fields.Mistake(f"first 须在 0 到 {LARGEST} 之间。first must be from 0 to {LARGEST}.")
    if after is None:
        return Page(first, None)
    try:
        key, row_id = urlsafe_b64decode(after.encode()).decode().split("\n")
    except ValueError:
        raise fields.Mistake("不是游标。Not a cursor.") from None
    return Page(first, (key, row_id))


def cursor(key: str, row_id: str) -> str:
    return urlsafe_b64encode(f"{key}\n{row_id}".encode()).decode()


def connection(rows: Sequence[tuple[str, Node]], asked: Page, count: Callable[[], Awaitable[int]]) -> Connection[Node]:
    """
    rows   cursor and node of each row; one more than asked for when there are more
    """
    edges = [Edge(cursor=each, node=node) for each, node in rows[:asked.first]]
    info = PageInfo(has_next_page=len(rows) > asked.first, has_previous_page=asked.after is not None,
                    start_cursor=edges[0].cursor if edges else None, end_cursor=edges[-1].cursor if edges else None)
    return Connection(edges=edges, page_info=info, count=count)


def by_code(load: Callable[[list[str], Asked], Awaitable[dict[str, Answer]]],
            empty: Callable[[], Answer]) -> DataLoader[tuple[str, Asked], Answer]:
    """A loader of (code, what is asked of it): one call of `load` for all codes of which the same is asked."""
    async def loaded(keys: list[tuple[str, Asked]]) -> list[Answer | Any]:
        found = {asked: await load([code for code, other in keys if other == asked], asked)
                 for asked in dict.fromkeys(asked for _, asked in keys)}
        return [found[asked].get(code, empty()) for code, asked in keys]

    return DataLoader(loaded)
