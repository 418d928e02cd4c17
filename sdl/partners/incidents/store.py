"""The incidents' table, and what is read of it."""
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sdl.partners.pages import Page
from sdl.partners.serving import Database

DDL = """
CREATE TABLE incident (
    id            TEXT PRIMARY KEY,
    division_code TEXT NOT NULL,   -- of the grid or community it was reported from
    title         TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    reported_at   TEXT NOT NULL
) STRICT;
CREATE INDEX incident_division_code ON incident (division_code, reported_at)
"""
ROWS = Path(__file__).parent / "incidents.csv"

# A division's own and all below have its code as a prefix; ':' is the character after '9'.
WITHIN = ("FROM json_each(:codes) AS k JOIN incident AS i ON i.division_code >= k.value AND "
          "i.division_code < k.value || ':' WHERE (:state IS NULL OR i.state = :state)")
PAGES = (f"SELECT * FROM (SELECT k.value AS within, i.*, row_number() OVER (PARTITION BY k.value "
         f"ORDER BY i.reported_at DESC, i.id DESC) AS place {WITHIN} "
         f"AND (:key IS NULL OR (i.reported_at, i.id) < (:key, :id))) WHERE place <= :first + 1 ORDER BY within, place")
COUNTS = f"SELECT k.value AS within, count(*) AS count {WITHIN} GROUP BY k.value"


@dataclass(frozen=True)
class Pages:
    """Of which incidents a page is asked: of one state, or of all when None."""

    page: Page
    state: str | None


class Store:
    def __init__(self, database: Database) -> None:
        database.make(DDL, "incident", ROWS)
        self._database = database

    async def pages(self, codes: list[str], asked: Pages) -> dict[str, list[sqlite3.Row]]:
        """The incidents within each division, newest first; one more than asked for when there are more."""
        key, row_id = asked.page.after or (None, None)
        rows = await self._database.read(PAGES, {"codes": json.dumps(codes), "state": asked.state, "key": key,
                                                 "id": row_id, "first": asked.page.first})
        found: dict[str, list[sqlite3.Row]] = {}
        for row in rows:
            found.setdefault(row["within"], []).append(row)
        return found

    async def counts(self, codes: list[str], state: str | None) -> dict[str, int]:
        rows = await self._database.read(COUNTS, {"codes": json.dumps(codes), "state": state})
        return {row["within"]: row["count"] for row in rows}

    async def incident(self, row_id: str) -> sqlite3.Row | None:
        rows = await self._database.read("SELECT * FROM incident WHERE id = :id", {"id": row_id})
        return rows[0] if rows else None
