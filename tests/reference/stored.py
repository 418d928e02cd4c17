"""The database as plain rows."""
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from db.driver.connection import Connection

TABLES = ("organization", "station", "joint_committee", "member", "office", "seat", "item", "claim", "card",
          "upload", "attachment", "share",
          "event", "notice", "joint_conference", "attendance", "agreement", "topic", "resolution",
          "pairing", "lead_consent", "dual_report", "commitment_list", "commitment",
          "admission", "opinion",
          "activity", "sign_up", "service_duty",
          "team", "team_member", "yearly_report",
          "mobilization", "mobilization_post", "shift", "assignment",
          "joint_project", "project_part", "milestone", "checkpoint", "progress_note",
          "funding", "expense", "community_fund",
          "webhook", "delivery", "system",
          "micro_wish",
          "whistle", "whistle_party", "whistle_message", "route",
          )


class Row(dict[str, Any]):
    """A row by its columns' names, which knows its table."""

    def __init__(self, table: str, columns: Iterable[tuple[str, Any]]) -> None:
        super().__init__(columns)
        self.table = table


class Tables:
    """All rows of all tables; a row is found by its id without a search, for a page asks often.

    contacts   by their item's or wish's id: no object has an ID by which to ask for one
    made       of others, what is no table: nothing there is found by an id
    """

    def __init__(self, rows: dict[str, list[Row]], contacts: dict[UUID, Row]) -> None:
        self.rows, self.contacts, self.made = rows, contacts, dict[str, list[Row]]()
        self._by_id = {table: {row["id"]: row for row in found} for table, found in rows.items()}
        self._on: dict[tuple[str, UUID], list[Row]] = {}
        for table, of in (("claim", "item_id"), ("share", "item_id"), ("whistle_party", "whistle_id"),
                          ("project_part", "project_id")):
            for row in rows[table]:
                self._on.setdefault((table, row[of]), []).append(row)

    def of(self, table: str) -> list[Row]:
        return self.made[table] if table in self.made else self.rows[table]

    def find(self, table: str, row_id: UUID | None) -> Row | None:
        return self._by_id[table].get(row_id)

    def on(self, table: str, row_id: UUID) -> list[Row]:
        """The claims on an item, its shares, the parties of a call, or the parts of a joint project."""
        return self._on.get((table, row_id), [])

    def first(self, table: str, holds: Callable[[Row], bool]) -> Row | None:
        return next(filter(holds, self.rows[table]), None)


async def load(connection: Connection) -> Tables:
    """Every row of every table that can be read through the API."""
    rows = {table: [Row(table, row.items()) for row in await connection.fetch(f"SELECT * FROM {table}")]
            for table in (*TABLES, "contact", "wish_resident")}
    residents = {row["wish_id"]: row for row in rows.pop("wish_resident")}
    return Tables(rows, {row["item_id"]: row for row in rows.pop("contact")} | residents)
