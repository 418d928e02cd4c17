"""What an operation becomes: NAME.graphql in, the statements that it sent in NAME.sql, the answer in NAME.json.

A change of the planner shows here as a change of its SQL. `REWRITE_TRIPLES=1 make test TESTS=tests/planner` writes
them anew, to be read before they are committed. The first line of an operation says as whom it is sent: `# as unit`.
Variables stand in NAME.variables.json, where `@lamp` is the id of what `library` calls so.
"""
import os
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.api.client import Client
from tests.planner import library, printing
from tests.planner.printing import Placeholders

TRIPLES = Path(__file__).parent / "triples"
NAMES = sorted(path.stem for path in TRIPLES.glob("*.graphql"))
REWRITE = bool(os.environ.get("REWRITE_TRIPLES"))


@pytest.mark.parametrize("name", NAMES)
async def test_triple(client: Client, name: str) -> None:
    known = await library.build(client)
    ids, rows = library.names(known), {each: row for each, (_, row) in known.items()}
    operation = (TRIPLES / f"{name}.graphql").read_text("utf-8")
    given = printing.variables(_variables(name), ids, rows)
    answer = Placeholders(ids, rows).answer(await _sent(client, operation, given))
    sent = _after_the_write(client.sent) if "\nmutation" in operation else client.sent
    statements = list(dict.fromkeys(map(printing.statement, sent)))
    _same(TRIPLES / f"{name}.sql", "\n".join(statements))
    _same(TRIPLES / f"{name}.json", orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n")


def _variables(name: str) -> dict[str, Any]:
    path = TRIPLES / f"{name}.variables.json"
    return orjson.loads(path.read_bytes()) if path.exists() else {}


async def _sent(client: Client, operation: str, given: dict[str, Any]) -> Any:
    handle = operation.splitlines()[0].removeprefix("# as ")
    if "\nsubscription" in operation:
        return await client.pushed(handle, operation, **given)
    return await client.send(handle, operation, **given)


def _after_the_write(sent: list[str]) -> list[str]:
    """What reads a mutation's payload: all behind the statement that keeps the answer, and its COMMIT if it has one."""
    return sent[max(place for place, sql in enumerate(sent, 1) if sql == "COMMIT;" or "INTO idempotency_key" in sql):]


def _same(path: Path, text: str) -> None:
    if REWRITE:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8"), f"{path.name} differs; read the change, then REWRITE_TRIPLES=1"


def test_no_part_is_left_over() -> None:
    parts = {path.name.split(".", 1)[0] for path in TRIPLES.iterdir()}
    assert parts == set(NAMES)
