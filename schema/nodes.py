"""What all node types share: the global id, Relay's connections, places on the map."""
from typing import Generic, TypeVar

import strawberry
from strawberry.federation.schema_directives import Cost, Shareable

from schema.declare import column, entity, of_page
from schema.groups import Group, GroupBy

T = TypeVar("T")


@strawberry.interface(description="有全局标识的对象。Anything that has a global ID.")
class Node:
    id: strawberry.ID = column("全局标识，不透明，永不改变。The global ID: opaque, never changed.")


@strawberry.type(description="分页信息（Relay）。About a page, as Relay has it.", directives=[Shareable()])
class PageInfo:
    has_next_page: bool = strawberry.field(
        description="后面是否还有；向前翻页时只说明是否给了 before。Whether more follow; when paging backward, whether `before` was given.")
    has_previous_page: bool = strawberry.field(
        description="前面是否还有；向后翻页时只说明是否给了 after。Whether more precede; when paging forward, whether `after` was given.")
    start_cursor: str | None = strawberry.field(
        description="本页第一条的游标，空页为空。The cursor of the first; null on an empty page.")
    end_cursor: str | None = strawberry.field(
        description="本页最后一条的游标，空页为空。The cursor of the last; null on an empty page.")


@strawberry.type(description="列表中的一条及其游标。One of a list, with its cursor.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="游标，只在同一排序中有效。Its cursor, good only within the same order.")
    node: T = strawberry.field(description="条目本身。The thing itself.")


@strawberry.type(description="一页列表（Relay）。A page of a list, as Relay has it.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="本页各条，带游标。The page's rows with their cursors.")
    nodes: list[T] = strawberry.field(description="本页各条，不带游标。The page's rows without cursors.")
    page_info: PageInfo = strawberry.field(description="分页信息。About the page.")
    groups = of_page(list[Group], "按组计数，筛选同列表，最多的在前；至多 1000 组。Counts by group under the list's own filter, the largest first; at "
                     "most 1,000 groups.", directives=[Cost(weight=10)], by=(GroupBy, "按什么分组。What to count by."))
    total_count: int = strawberry.field(directives=[Cost(weight=10)],
        description="符合条件且您可见的总数；选取时才计算。How many there are that you may see; counted only when asked for.")


@entity("地点。A place.")
class Place:
    address: str | None = column("地址；未填为空。The address; null when not given.")
    longitude: float | None = column("经度（WGS 84，度）；未填为空。Degrees east, WGS 84; null when not given.")
    latitude: float | None = column("纬度（WGS 84，度）；未填为空。Degrees north, WGS 84; null when not given.")


PADDED, PADDED_EN = "末尾补的零不计", "zeros that pad its code do not count"
PLACE_PRESENT = "coalesce({t}.address, {t}.longitude::text)"

