"""Many rows at once of which some may be there already: what an import needs to know, to add and to change."""
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from uuid_utils import uuid7

from db.bulk import loading, records
from db.bulk.loading import Count
from db.driver.connection import Connection

Check = Callable[[], Awaitable[None]]
BATCH = 50_000  # rows of one statement, so that there is something to tell
DIVISIONS = 7_304_204  # the advisory lock of imports of divisions; see db.migrate.LOCK
BULK = 100_000  # rows from which on a database without divisions gets them beside its indexes; see merge_divisions


@dataclass(frozen=True)
class Merged:
    """What became of the rows that were given: the rest was there already, just so.

    emptied   values that were there and of which the rows' cells had none
    """

    added: int
    changed: int
    emptied: int = 0


@dataclass(frozen=True)
class Grown:
    """A district, itself or with what lies in it, of which so many are new; or a province or a city that is new."""

    id: UUID
    code: str
    version: int
    added: int


@dataclass(frozen=True)
class Renamed:
    """A division that was there under another name; `version` is the one that it has now."""

    id: UUID
    code: str
    version: int
    before: str
    name: str


@dataclass(frozen=True)
class MergedDivisions:
    """Their rows locked."""

    grown: Sequence[Grown]
    renamed: Sequence[Renamed]


async def lock_divisions(connection: Connection) -> None:
    """Let one import of divisions after the other read which there are, until this transaction ends."""
    await loading.lock(connection, DIVISIONS)


async def merge_divisions(connection: Connection, rows: Iterable[tuple[str, str, str]], check: Check, expected: int,
                          now: datetime, count: Count = lambda _: None) -> MergedDivisions:
    """Add divisions, and give those that are there their new names.

    rows       kind, code, name; each code once; nobody else adds any, see lock_divisions
    check      called when all rows were taken, before anything is made of them; raises when they must not stay
    expected   how many rows there will be, more or less
    now        when those that are new are registered
    count      told each row twice: once when it is copied, once when it is in its table
    """
    if expected >= BULK and await _has_no_divisions(connection):
        return await _add_divisions(connection, rows, check, now, count)
    await connection.execute("CREATE TEMP TABLE loading_division (n int, id uuid, kind text, code text, name text)")
    number = await loading.copy_texts(connection, "loading_division", ("n", "id", "kind", "code", "name"),
                                      ((str(n), str(uuid7()), *row) for n, row in enumerate(rows)), count)
    await check()
    await connection.execute("ANALYZE loading_division")
    renamed = [Renamed(**row) for row in await connection.fetch(_RENAMED)]
    if renamed:
        await connection.execute(_RENAME, [each.id for each in renamed], [each.name for each in renamed])
    for start in range(0, number, BATCH):
        await connection.execute(_ADD_DIVISIONS, start, start + BATCH, now)
        count(number + min(start + BATCH, number))
    grown = [Grown(**row) for row in await connection.fetch(_GROWN)]
    await connection.execute("DROP TABLE loading_division")
    return MergedDivisions(grown, renamed)


async def _add_divisions(connection: Connection, rows: Iterable[tuple[str, str, str]], check: Check, now: datetime,
                         count: Count) -> MergedDivisions:
    """Add divisions where there are none: with no table between, and with indexes that are built at the end."""
    at = now.isoformat()
    async with loading.indexes_built_after(connection, "organization"):
        await loading.copy_texts(connection, "organization", ("id", "created_at", "kind", "division_code", "name"),
                                 ((str(uuid7()), at, *row) for row in rows), count)
        await check()
    return MergedDivisions([Grown(**row) for row in await connection.fetch(_ALL_GROWN)], ())


async def _has_no_divisions(connection: Connection) -> bool:
    empty: bool = await connection.fetchval("SELECT NOT EXISTS (SELECT FROM organization WHERE division_code IS NOT NULL)")
    return empty


_RENAMED = """
    SELECT o.id, o.division_code AS code, o.version + 1 AS version, o.name AS before, l.name
    FROM loading_division l JOIN organization o ON o.division_code = l.code WHERE o.name <> l.name
    ORDER BY o.id FOR NO KEY UPDATE OF o"""
_RENAME = """
    UPDATE organization SET name = n.name, version = version + 1 FROM unnest($1::uuid[], $2::text[]) AS n (id, name)
    WHERE organization.id = n.id"""
_ADD_DIVISIONS = """
    INSERT INTO organization (id, kind, name, division_code, created_at)
    SELECT id, kind, name, code, $3 FROM loading_division WHERE n >= $1 AND n < $2 ON CONFLICT (division_code) DO NOTHING"""
_BY_DISTRICT = """
    SELECT o.id, o.division_code AS code, o.version, n.added
    FROM (SELECT left({code}, 6) AS code, count(*) AS added FROM {new} GROUP BY 1) n
    JOIN organization o ON o.division_code = n.code AND length(o.division_code) <= 6
    ORDER BY o.id FOR NO KEY UPDATE OF o"""
_GROWN = _BY_DISTRICT.format(code="l.code", new="loading_division l JOIN organization o ON o.id = l.id")
_ALL_GROWN = _BY_DISTRICT.format(code="division_code", new="organization WHERE division_code IS NOT NULL")


async def known_divisions(connection: Connection, codes: Collection[str]) -> dict[str, UUID]:
    """Of these division codes those that are registered, with their organisations' ids."""
    rows = await connection.fetch("SELECT division_code, id FROM organization WHERE division_code = ANY($1)",
                                  list(codes))
    return {row["division_code"]: row["id"] for row in rows}


@dataclass(frozen=True)
class Unit:
    """An organisation that is no division, as an import compares it; `stations` are community codes."""

    id: UUID
    kind: str
    name: str
    credit_code: str | None
    no_credit_code_reason: str | None
    home_code: str | None
    address: str | None
    longitude: float | None
    latitude: float | None
    version: int
    stations: list[str]


def without_code(home_code: str, name: str) -> str:
    """By what a unit without a credit code is known again; no credit code looks like it."""
    return f"{home_code}/{name}"


async def known_units(connection: Connection, names: Collection[str]) -> dict[str, Unit]:
    """Of these credit codes, and names of units without one, those that are registered, their rows locked."""
    rows = await connection.fetch(
        "SELECT g.id, g.kind, g.name, g.credit_code, g.no_credit_code_reason, "
        "g.home_code, g.address, g.longitude, g.latitude, g.version, ARRAY("
        "SELECT c.division_code FROM station s JOIN organization c ON c.id = s.community_id WHERE s.unit_id = g.id "
        "AND s.state = 'CONFIRMED') AS stations FROM organization g WHERE g.credit_code = ANY($1) "
        "OR g.credit_code IS NULL AND g.division_code IS NULL AND g.home_code || '/' || g.name = ANY($1) ORDER BY g.id "
        "FOR NO KEY UPDATE",
        list(names))
    return {row["credit_code"] or without_code(row["home_code"], row["name"]): Unit(**row) for row in rows}


async def revise_units(connection: Connection, units: Sequence[records.Organization]) -> None:
    """Give organisations that are there and locked what an import says of them; their versions go up by one."""
    columns = ("id", "kind", "name", "no_credit_code_reason", "address", "longitude", "latitude")
    await connection.execute(
        "UPDATE organization SET kind = n.kind, name = n.name, no_credit_code_reason = n.no_credit_code_reason, "
        "address = n.address, longitude = n.longitude, latitude = n.latitude, version = version + 1 FROM unnest($1::uuid[], "
        f"$2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[]) AS n ({', '.join(columns)}) "
        "WHERE organization.id = n.id",
        *([getattr(unit, column) for unit in units] for column in columns))


@dataclass(frozen=True)
class Publisher:
    """Who publishes; `stations` are a unit's community codes, first station first."""

    id: UUID
    kind: str
    division_code: str | None
    credit_code: str | None
    stations: list[str]


async def publishers(connection: Connection, codes: Collection[str]) -> dict[str, Publisher]:
    """The organisations that have these codes: division codes, and credit codes of which some are missing maybe."""
    rows = await connection.fetch(
        "SELECT g.id, g.kind, g.division_code, g.credit_code, ARRAY(SELECT c.division_code FROM station s JOIN organization c "
        "ON c.id = s.community_id WHERE s.unit_id = g.id AND s.state = 'CONFIRMED' ORDER BY s.since, s.id) AS stations "
        "FROM organization g "
        "WHERE g.division_code = ANY($1) OR g.credit_code = ANY($1)", list(codes))
    found = [Publisher(**row) for row in rows]
    return {code: one for one in found for code in (one.division_code, one.credit_code) if code}


@dataclass(frozen=True)
class Named:
    """An organisation that a workbook names.

    ties   as those of `db.organizations.Organization`
    """

    id: UUID
    kind: str
    ties: Sequence[str]


NAME = "coalesce(g.division_code, g.credit_code, g.home_code || '/' || g.name)"
"""As what a workbook names an organisation; see `without_code`."""


async def named(connection: Connection, names: Collection[str]) -> dict[str, list[Named]]:
    """The organisations that have these codes, or no code and such a name; of the latter there may be several alike."""
    rows = await connection.fetch(
        "SELECT g.id, g.kind, g.division_code, g.credit_code, g.home_code, g.name, array_remove(ARRAY(SELECT c.division_code "
        "FROM station s JOIN organization c ON c.id = s.community_id WHERE s.unit_id = g.id AND s.state = 'CONFIRMED') || "
        "ARRAY[g.division_code, CASE WHEN g.kind = 'DEPARTMENT' THEN g.home_code END], NULL) AS ties "
        "FROM organization g WHERE g.division_code = ANY($1) OR g.credit_code = ANY($1) OR g.division_code IS NULL AND "
        "g.credit_code IS NULL AND g.home_code || '/' || g.name = ANY($1)", list(names))
    found: dict[str, list[Named]] = {}
    for row in rows:
        codes = [code for code in (row["division_code"], row["credit_code"]) if code]
        for name in codes or [without_code(row["home_code"], row["name"])]:
            found.setdefault(name, []).append(Named(row["id"], row["kind"], row["ties"]))
    return found


async def known_items(connection: Connection, publisher_ids: Collection[UUID], titles: Collection[str]) -> list[records.Item]:
    """The items of these publishers that have one of these titles, in whatever state."""
    columns = ", ".join(field.name for field in fields(records.Item) if field.init)
    rows = await connection.fetch(f"SELECT {columns} FROM item WHERE publisher_id = ANY($1) AND title = ANY($2)",
                                  list(publisher_ids), list(titles))
    return [records.Item(**row) for row in rows]
