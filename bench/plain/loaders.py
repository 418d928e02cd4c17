"""One set of loaders for each request: rows by id, and pages of rows by their parent's id."""
from collections import defaultdict
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from asyncpg import Record
from strawberry.dataloader import DataLoader

from db.driver.connection import Pool

Page: TypeAlias = tuple[UUID, int]
"""A parent's id and how many rows."""


class Context:
    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    @cached_property
    def organizations(self) -> DataLoader[UUID, Record]:
        return self._by_id("organization")

    @cached_property
    def members(self) -> DataLoader[UUID, Record]:
        return self._by_id("member")

    @cached_property
    def items(self) -> DataLoader[UUID, Record]:
        return self._by_id("item")

    @cached_property
    def claims(self) -> DataLoader[Page, list[Record]]:
        return self._pages("claim", "item_id", "proposed_at DESC, id DESC")

    @cached_property
    def history(self) -> DataLoader[Page, list[Record]]:
        return self._pages("event", "subject_id", "seq, id")

    @cached_property
    def seats(self) -> DataLoader[Page, list[Record]]:
        return self._pages("seat", "committee_id", "starts_on DESC, id DESC")

    def _by_id(self, table: str) -> DataLoader[UUID, Record]:
        async def load(keys: list[UUID]) -> list[Record]:
            rows = await self.pool.fetch(f"SELECT * FROM {table} WHERE id = ANY($1)", keys)
            found = {row["id"]: row for row in rows}
            return [found[key] for key in keys]
        return DataLoader(load_fn=load)

    def _pages(self, table: str, parent: str, order: str) -> DataLoader[Page, list[Record]]:
        sql = (f"SELECT c.* FROM unnest($1::uuid[]) k (id) CROSS JOIN LATERAL (SELECT * FROM {table} "
               f"WHERE {parent} = k.id ORDER BY {order} LIMIT $2) c")

        async def load(keys: list[Page]) -> list[list[Record]]:
            rows = await self.pool.fetch(sql, [key for key, _ in keys], max(first for _, first in keys))
            found: defaultdict[UUID, list[Record]] = defaultdict(list)
            for row in rows:
                found[row[parent]].append(row)
            return [found[key][:first] for key, first in keys]
        return DataLoader(load_fn=load)
