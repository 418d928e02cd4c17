"""Runs a plan's statements and sorts their rows by parent."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from graphql import GraphQLError
from orjson import Fragment

from db.driver.connection import Connection
from db.returning import PayloadQuery
from domain.refusals import BadInput, NotFound
from planner.arguments import Run
from planner.plan import Level, Paging, Plan, dumps

PLACE = itemgetter(0)
"""Of a row below others: its parent's place among the keys. They come parent by parent."""
SqlRow = Mapping[Any, Any] | Sequence[Any]


@dataclass(frozen=True)
class Wrong:
    """A level that was not run: its arguments are wrong, and every field over it says so."""

    problem: Exception


@dataclass(slots=True)
class PageRows:
    """The rows of one parent's page, in the answer's order; whether there are more; how many in all when asked."""

    rows: list[Any] | Fragment
    more: bool
    total: int | None
    groups: Sequence[Any] = ()


EMPTY = PageRows([], False, 0)  # its rows may stand in answers: nobody changes one


class Made(dict[Any, PageRows]):
    """Pages whose rows are made into the JSON that the answer has of them (`Level.at_once`)."""


@dataclass(slots=True)
class Fetched:
    """A plan's rows: the root's one (None: its gate let nothing through), and each level's pages by the parent's key
    (None at the root).

    at_once  whether rows that nothing else looks at are made into JSON as they come
    """

    at_once: bool = False
    row: Any = ()
    pages: dict[Level, dict[Any, PageRows] | Wrong] = field(default_factory=dict)


async def fetch(plan: Plan, connection: Connection, run: Run) -> Fetched:
    """Run the plan's statements, parents before children; a list without parents is not asked for.

    raises    what the driver raises
    """
    fetched = Fetched(at_once=plan.quick is not None and not run.embedded)
    if plan.row:
        sql, values = _asked(plan.row, run, None)
        rows = await connection.fetch(sql, *values)
        fetched.row = rows[0] if rows else None
        if fetched.row is None:
            return fetched
        for column, level in plan.row.children:
            await _level(level, connection, run, fetched, None if column is None else _keys([fetched.row], column))
    for level in plan.lists:
        await _level(level, connection, run, fetched, None)
    return fetched


def payload_query(plan: Plan, run: Run) -> PayloadQuery | None:
    """What reads the plan's row behind a write; None where only a statement of its own can: of a plan that has lists, or looks
    further than along its to-one relations, and so at rows besides those that were written."""
    level = plan.row
    if level is None or level.select is None or level.children or plan.lists or level.select.looks_further:
        return None
    _, values = _asked(level, run, None)
    return PayloadQuery(level.select, values)


def _asked(level: Level, run: Run, keys: list[Any] | None) -> tuple[str, list[Any]]:
    for check in level.checks:
        check(run)
    sql, binds = level.sent(run)
    values = [read(run) for read in binds]
    return sql, values if keys is None else [keys, *values]


async def _level(level: Level, connection: Connection, run: Run, fetched: Fetched, keys: list[Any] | None) -> None:
    fetched.pages[level] = {}
    if level.wanted and not level.wanted(run):
        return
    try:
        limit = level.paging.limit(run) if level.paging else 0
        sql, values = _asked(level, run, keys)
    except (BadInput, NotFound, GraphQLError) as problem:
        fetched.pages[level] = Wrong(problem)  # also over parents that have no key and so no rows
        return
    if keys is not None and not keys:
        return
    rows = await connection.fetch(sql, *values)
    if level.paging is None:
        pages = {row[0]: PageRows([row], False, None) for row in rows}
    else:
        pages = (fetched.at_once and _made(level, run, rows, limit, keys)) or _pages(level.paging, rows, limit, keys)
    fetched.pages[level] = pages
    for column, child in level.children:
        assert column is not None
        below = _keys([row for page in pages.values() for row in page.rows], column)
        await _level(child, connection, run, fetched, below)


def _keys(rows: list[Any], column: int) -> list[Any]:
    """Each parent's key once; their places number the rows below."""
    found = dict.fromkeys([row[column] for row in rows])
    found.pop(None, None)
    return list(found)


def _pages(paging: Paging, rows: list[Any], limit: int, keys: list[Any] | None) -> dict[Any, PageRows]:
    if keys is None:
        return {None: _page(paging, rows, limit) if rows else EMPTY}
    return {keys[place - 1]: _page(paging, list(each), limit) for place, each in groupby(rows, PLACE)}


def _made(level: Level, run: Run, rows: list[Any], limit: int, keys: list[Any] | None) -> Made | None:
    """The pages with the JSON of their rows. A page's objects are gone when the next one's are made, in the same memory."""
    if level.at_once is None or keys is None or level.paging is None:
        return None
    pages = Made()
    try:
        for place, each in groupby(rows, PLACE):
            made = level.at_once(run, each)
            more = len(made) > limit
            del made[limit:]
            text = dumps(made[::-1] if level.paging.backward else made, run.language)
            pages[keys[place - 1]] = PageRows(Fragment(text), more, None)
    except Exception:  # something is out of order: the plain way finds out what
        return None
    return pages


def _page(paging: Paging, rows: list[Any], limit: int) -> PageRows:
    total, groups = None, [rows[0][column] for column in paging.groups]
    if paging.total is not None:
        total = rows[0][paging.total]
        if paging.id is None or rows[0][paging.id] is None:  # only the count was asked for, or only it came
            return PageRows([], False, total, groups)
    more = len(rows) > limit
    page = rows[:limit] if more else rows
    return PageRows(page[::-1] if paging.backward else page, more, total, groups)
