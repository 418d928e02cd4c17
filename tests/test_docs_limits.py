"""docs/limits.md and docs/threats.md name tests that exist: a guard's row without its test says more than is so."""
import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROW = re.compile(r"\| *(.+?) *\|")
NAMED = re.compile(r"`((?:tests/[\w/]+(?:\.py)?)?(?:::)?(?:test_\w+|Test\w+)?)`")


def _rows(page: str) -> list[list[str]]:
    """The cells of each row of the tables whose last column is its test."""
    found: list[list[str]] = []
    tested = False
    for line in (ROOT / "docs" / page).read_text("utf-8").splitlines():
        cells = [each.strip() for each in line.strip("|").split(" | ")] if line.startswith("|") else []
        if not cells:
            tested = False
        elif cells[-1].startswith("test"):
            tested = True
        elif tested and not cells[0].startswith("---"):
            found.append(cells)
    return found


def _tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}


@pytest.mark.parametrize("page", ["limits.md", "threats.md"])
def test_each_row_names_a_test_that_is_there(page: str) -> None:
    """A row of only `::name` is of the file before it; "the same" is the row before."""
    rows, everywhere = _rows(page), set[str]().union(*(_tests(file) for file in (ROOT / "tests").rglob("test_*.py")))
    assert len(rows) > 20
    for cells in rows:
        named, file = [each for each in NAMED.findall(cells[-1]) if each], ""
        for each in named:
            path, _, name = each.partition("::") if "::" in each else (each, "", "") if "/" in each else ("", "", each)
            file = path or file
            assert (ROOT / file).exists(), f"{cells[0]}: {file}"
            known = _tests(ROOT / file) if file and "::" in each else everywhere
            assert not name or name.rpartition("::")[2] in known, f"{cells[0]}: {each}"
