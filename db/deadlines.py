"""Deadlines that one statement settles: the objects of which a moment has passed, and what that makes of them."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from db.driver.connection import Connection
from domain.process import Process


@dataclass(frozen=True)
class Whose:
    """For whom an object's event is and where it is at home, in SQL of its row `t`.

    within   a table, and the column of `t` that names its row `p`, of which the object is a part
    """

    organization: str = "t.organization_id"
    home: str = "t.home_code"
    within: tuple[str, str] | None = None


def passing(process: Process, step: str, sets: str, whose: Whose, told: Sequence[str]) -> str:
    """The statement of `passed`.

    step    one of the clock's
    sets    what is written besides the state to which it leads, after which the object is not due; $1 is the moment
    told    columns that come along
    """
    deadline, = (each for each in process.deadlines if each.step == step)
    column, states = deadline.column, ", ".join(f"'{state}'" for state in deadline.states)
    target = process.steps[step].target
    state = f"state = '{target}', " if target else ""
    whole, key = whose.within or ("", "")
    join, subject = (f"JOIN {whole} p ON p.id = t.{key}", f"t.{key}") if whole else ("", "NULL::uuid")
    return f"""
        WITH due AS (SELECT id, state, {column} FROM {process.table} WHERE state IN ({states}) AND {column} <= $1
                     ORDER BY {column}, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED),
        t AS (UPDATE {process.table} t SET {state}{sets}, version = t.version + 1 FROM due WHERE t.id = due.id
              RETURNING t.*, due.state AS was, due.{column} AS passed_at)
        SELECT t.id, t.was AS state, t.passed_at AS due_at, t.version, {whose.organization} AS organization_id,
               {whose.home} AS home_code, {subject} AS subject_id{"".join(f", t.{name}" for name in told)}
        FROM t {join} ORDER BY t.passed_at, t.id"""


async def passed(connection: Connection, statement: str, now: datetime, limit: int) -> list[asyncpg.Record]:
    """Settle up to `limit` objects whose deadline has passed, leaving those that others hold for the next time.

    returns  id, state as it was, due_at, version after it, organization_id, home_code, subject_id, and what is told
    writes   the table of the statement
    """
    return await connection.fetch(statement, now, limit)
