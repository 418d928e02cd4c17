"""The planner knows of tables and columns what declarations say: none is named in its code."""
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.catalogue import Entity

ROOT = Path(__file__).parents[2]
COMMON = {"id", "key", "place", "after", "before", "longitude", "latitude", "name", "level", "operation", "list", "event",
          "text", "at", "type", "one", "language", "operations", "places"}
"""Words that are columns or tables somewhere and mean something else here: every table's key, a row's place, Python's list,
arguments and casts, types of GraphQL, messages."""


def _names() -> set[str]:
    """Of every table and column."""
    tables = re.findall(r"CREATE TABLE (?:public\.)?(\w+) \((.*?)\n\)", (ROOT / "db/schema.sql").read_text("utf-8"), re.DOTALL)
    columns = {name for _, body in tables for name in re.findall(r"^    ([a-z_]+) ", body, re.MULTILINE)}
    return {name for name, _ in tables} | columns


def _texts() -> Iterator[tuple[str, str]]:
    """Every text in the planner's code but docstrings."""
    for path in sorted((ROOT / "planner").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        yield from ((f"{path.name}:{node.lineno}", node.value) for node in ast.walk(tree)
                    if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said)


def test_no_table_and_no_column_is_named() -> None:
    names = _names()
    assert {"item", "claim", "scope_code", "state"} <= names
    assert [(place, text) for place, text in _texts() if names.intersection(re.findall(r"\w+", text)) - COMMON] == []


def test_a_table_says_who_sees_its_rows() -> None:
    with pytest.raises(TypeError, match="Notice: say who sees the rows of notice"):
        Entity("Notice", {}, table="notice")
