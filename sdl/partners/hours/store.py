"""The activities' table, and what is read of it."""
import json
import sqlite3
from pathlib import Path

from sdl.partners.pages import Page
from sdl.partners.serving import Database

DDL = """
CREATE TABLE activity (
    id          TEXT PRIMARY KEY,
    credit_code TEXT NOT NULL,
    title       TEXT NOT NULL,
    held_on     TEXT NOT NULL,
    volunteers  INTEGER NOT NULL CHECK (volunteers > 0),
    hours       REAL NOT NULL CHECK (hours > 0)   -- of all its volunteers together
) STRICT;
CREATE INDEX activity_credit_code ON activity (credit_code, held_on)
"""
ROWS = Path(__file__).parent / "activities.csv"

PAGES = ("SELECT * FROM (SELECT a.*, row_number() OVER (PARTITION BY a.credit_code ORDER BY a.held_on DESC, "
         "a.id DESC) AS place FROM json_each(:codes) AS k JOIN activity AS a ON a.credit_code = k.value "
         "WHERE (:key IS NULL OR (a.held_on, a.id) < (:key, :id))) WHERE place <= :first + 1 "
         "ORDER BY credit_code, place")
TOTALS = ("SELECT a.credit_code, count(*) AS activities, sum(a.hours) AS hours FROM json_each(:codes) AS k "
          "JOIN activity AS a ON a.credit_code = k.value GROUP BY a.credit_code")


class Store:
    def __init__(self, database: Database) -> None:
        database.make(DDL, "activity", ROWS)
        self._database = database

    async def pages(self, codes: list[str], asked: Page) -> dict[str, list[sqlite3.Row]]:
        """The activities of each organisation, newest first; one more than asked for when there are more."""
        key, row_id = asked.after or (None, None)
        rows = await self._database.read(PAGES, {"codes": json.dumps(codes), "key": key, "id": row_id,
                                                 "first": asked.first})
        found: dict[str, list[sqlite3.Row]] = {}
        for row in rows:
            found.setdefault(row["credit_code"], []).append(row)
        return found

    async def totals(self, codes: list[str], _: None = None) -> dict[str, tuple[int, float]]:
        """How many activities each organisation held, and their hours."""
        rows = await self._database.read(TOTALS, {"codes": json.dumps(codes)})
        return {row["credit_code"]: (row["activities"], row["hours"]) for row in rows}
