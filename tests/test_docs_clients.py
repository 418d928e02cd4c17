"""docs/clients.md says of each client and tool that `make conformance` installs what is tried with it, and where."""
import json
import re

from tests.conftest import ROOT

FEDERATION = ROOT / "tests" / "federation"
TABLE = (ROOT / "docs" / "clients.md").read_text("utf-8").partition("## What is tried")[2]
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TABLE.splitlines() if line.startswith("| ")][1:]
NAME = re.compile(r"`([^`]+)`")
MEANS = {"@babel/core", "eslint", "graphql", "jest", "rxjs", "typescript", "vue", "wonka", "ws"}
"""Packages that others need to be tried at all."""


def _installed() -> set[str]:
    packages = [FEDERATION / "clients" / "package.json", ROOT / "sdl" / "gateway" / "package.json"]
    npm, of_gateway = (json.loads(each.read_text("utf-8"))["dependencies"].keys() for each in packages)
    wanted = (FEDERATION / "generated" / "requirements.in").read_text("utf-8").split()
    hive = {each for each in of_gateway if each.startswith("@graphql-hive/")}
    return {*npm, *hive, *(each.partition(">")[0] for each in wanted)} - MEANS


def test_each_package_that_is_installed_has_its_row() -> None:
    told = {name for row in ROWS for cell in row[:2] for name in NAME.findall(cell)}
    assert _installed() - told == set()


def test_each_row_names_where_it_is() -> None:
    assert len(ROWS) > 20
    for row in ROWS:
        places = NAME.findall(row[-1])
        assert places and all((FEDERATION / each).exists() for each in places), row
