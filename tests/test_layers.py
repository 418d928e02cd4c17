"""Who may import whom: domain <- db <- planner <- resolvers <- schema <- hub. Read from every import of every room."""
import ast
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("domain", "db", "planner", "resolvers", "schema", "hub")
FORBIDDEN = {"schema": {"db"}}  # besides what stands to the right
ONLY_IN = {"strawberry": {"schema", "hub"}, "asyncpg": {"db", "hub"}}
ALLOWED = {("domain/working_days.py", "chinese_calendar")}
STANDARD_ONLY = {"domain"}


def imports(file: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it; `from a import b` is both a and a.b."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides the room"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def files(room: str) -> list[Path]:
    return [file for file in sorted((ROOT / room).rglob("*.py")) if "node_modules" not in file.parts]


def breaches(room: str) -> Iterator[str]:
    """Each import of a room that the rules forbid."""
    for file in files(room):
        place = file.relative_to(ROOT).as_posix()
        for name in imports(file):
            if problem := breach(room, place, name):
                yield f"{place}: {name}: {problem}"


def breach(room: str, place: str, name: str) -> str | None:
    top = name.split(".")[0]
    if top in ROOMS and ROOMS.index(top) > ROOMS.index(room):
        return f"{top} stands to the right of {room}"
    if top in FORBIDDEN.get(room, ()):
        return f"{room} never imports {top}"
    if room not in ONLY_IN.get(top, {room}):
        return f"only in {', '.join(sorted(ONLY_IN[top]))}"
    if room in STANDARD_ONLY and top != room and top not in sys.stdlib_module_names and (place, top) not in ALLOWED:
        return f"{room} is pure Python"
    return "tests are not for the program" if top == "tests" else None


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_imports_only_what_stands_to_its_left(room: str) -> None:
    assert files(room), f"{room} is empty"
    assert list(breaches(room)) == []


@pytest.mark.parametrize(("place", "name"), [
    ("domain/claims.py", "db.claims"), ("domain/claims.py", "orjson"), ("db/claims.py", "planner"),
    ("planner/plan.py", "asyncpg"), ("planner/plan.py", "strawberry"), ("resolvers/claims.py", "schema.claims"),
    ("resolvers/claims.py", "strawberry.dataloader"), ("domain/claims.py", "chinese_calendar"),
    ("schema/claims.py", "db"), ("schema/claims.py", "asyncpg"),
    ("hub/app.py", "tests.conftest"),
])
def test_the_rule_notices(place: str, name: str) -> None:
    assert breach(place.split("/")[0], place, name)


@pytest.mark.parametrize(("place", "name"), [
    ("domain/claims.py", "dataclasses"), ("domain/claims.py", "domain.refusals"), ("db/claims.py", "asyncpg"),
    ("planner/plan.py", "graphql"), ("schema/claims.py", "strawberry"),
    ("domain/working_days.py", "chinese_calendar"), ("schema/claims.py", "resolvers.claims"),
    ("hub/app.py", "asyncpg"), ("hub/app.py", "db.events"),
])
def test_the_rule_lets_pass(place: str, name: str) -> None:
    assert breach(place.split("/")[0], place, name) is None


@pytest.mark.parametrize("room", ROOMS)
def test_the_rooms_that_are_found_are_ours(room: str) -> None:
    """`schema` is also the name of a package that anything may install."""
    assert importlib.import_module(room).__file__ == str(ROOT / room / "__init__.py")


def test_a_rule_names_a_field_and_not_where_its_value_came_from() -> None:
    """`starts_at` is `input.startsAt` of a mutation and a column of a workbook: whoever takes the value in says so."""
    texts = [(file.relative_to(ROOT).as_posix(), node.value) for room in ("domain", "db", "resolvers") for file in files(room)
             for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    assert [(place, text) for place, text in texts if isinstance(text, str) and text.startswith("input.")] == []


DATABASE_WORK = frozenset({"transaction", "execute", "executemany", "fetch", "fetchrow", "fetchval", "cursor",
                           "copy_records_to_table", "copy_to_table"})
SQL = re.compile(r"\s*(WITH\s+\w+\s+AS\b|SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|"
                 r"(CREATE|DROP|ALTER)\s+\w+\s|BEGIN\b|COMMIT\b|ROLLBACK\b|LOCK\s+TABLE\b|COPY\s+\w+\s)")


def database_work(source: str) -> Iterator[str]:
    """Each place where a program speaks to the database by itself."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DATABASE_WORK:
            yield f"line {node.lineno}: .{node.func.attr}("
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in ("loading.copy", "loading.record"):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield f"line {node.lineno}: {node.value[:30]!r}"


@pytest.mark.parametrize("room", ["domain", "hub"])
def test_transactions_and_sql_are_not_for_the_program(room: str) -> None:
    """It reads files, requests and settings; use cases open transactions, and `db` writes SQL."""
    assert [f"{file.relative_to(ROOT)}: {work}" for file in files(room)
            for work in database_work(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("source", [
    "async with connection.transaction(): pass", "await pool.execute(text)", "await one.fetchval(text)",
    "await one.fetch(text)",
    "await loading.copy(one, rows)", "STATEMENT = 'SELECT 1'", "STATEMENT = f'DELETE FROM item WHERE id = {number}'",
    "STATEMENT = \"\"\"\n    INSERT INTO item (id) VALUES ($1)\"\"\"", "db.UPDATE = 'UPDATE item SET state = $1'"])
def test_that_rule_notices(source: str) -> None:
    assert list(database_work(source))


# -- circles

LATE = {"schema/lazy.py"}
"""GraphQL's types know one another in circles, as their objects do: what names them late is left out, that only names them."""


def modules(room: str) -> dict[str, set[str]]:
    """The room's modules, each with those of them that it imports: at the top, within a function, or for mypy alone."""
    named = {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files(room)}
    return {name: set() if file.relative_to(ROOT).as_posix() in LATE else named.keys() & {*imports(file)} - {name}
            for name, file in named.items()}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import one another, be it by way of others."""
    left = {name: {*imported} for name, imported in graph.items()}
    while ends := {name for name, imported in left.items() if not imported & left.keys()}:
        left = {name: imported for name, imported in left.items() if name not in ends}
    while starts := left.keys() - {each for imported in left.values() for each in imported}:
        left = {name: imported for name, imported in left.items() if name not in starts}
    return [[name, *sorted(imported & left.keys())] for name, imported in sorted(left.items())]


@pytest.mark.parametrize("room", ROOMS)
def test_no_circles_within_a_room(room: str) -> None:
    assert circles(modules(room)) == []


def test_a_circle_is_noticed() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"a"}}) == [["b", "c"], ["c", "b"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_no_room_for_leftovers() -> None:
    leftovers = {"utils", "util", "helpers", "helper", "common", "misc"}
    named = [file.relative_to(ROOT).with_suffix("") for room in ROOMS for file in files(room)]
    assert [file for file in named if leftovers & set(file.parts)] == []
