"""The glossary's terms are those of the code."""
import re

import pytest

from tests.conftest import ROOT
from tests.test_layers import ROOMS

ROWS = re.findall(r"^\| (\*\*.+?) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
FILES = [*(path for room in ROOMS for pattern in ("*.py", "*.sql") for path in (ROOT / room).rglob(pattern)),
         ROOT / "sdl/subgraph.graphql"]


@pytest.fixture(scope="module")
def words() -> set[str]:
    """Every word of the code and the schema, and the names of its files."""
    found = {path.stem for path in FILES}
    for path in FILES:
        if "node_modules" not in path.parts:
            found.update(re.findall(r"\w+", path.read_text("utf-8")))
    return found


def test_every_name_in_the_glossary_is_in_the_code(words: set[str]) -> None:
    names = {name: term for term, _, where, _ in ROWS for name in re.findall(r"`(\w+)`", where)}
    assert len(names) > 60
    assert {name: term for name, term in names.items() if name not in words} == {}


def test_no_term_is_there_twice() -> None:
    terms = [term for terms, *_ in ROWS for term in re.findall(r"\*\*(.+?)\*\*", terms)]
    assert len(terms) == len(set(terms))
