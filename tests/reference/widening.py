"""In which stage an item is, and until when, by its row."""
from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def limits(row: Row) -> Mapping[str, Any] | None:
    found = {"paired": row["paired_days"], "community": row["community_days"], "street": row["street_days"]}
    return found if any(days is not None for days in found.values()) else None


def stage(row: Row) -> Any:
    return row["scope"] if limits(row) else None


def next_stage_at(row: Row) -> Any:
    return row["next_stage_at"] if row["state"] == "PUBLISHED" and row["claimed"] == 0 else None
