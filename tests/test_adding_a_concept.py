"""docs/adding-a-concept.md works: its concept, added to a copy of the house as it says, lives a whole life there."""
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.example import EXAMPLE, PAGE, Copy

TEXT = PAGE.read_text("utf-8")
FILES = re.findall(r"`((?:domain|db|planner|resolvers|schema|hub|sdl|tests|docs)/[\w./-]*)`", TEXT)
YOURS = re.compile(r"CONCEPT|NNNN")
CLOSED = ("planner/", "hub/", "resolvers/feed/", "resolvers/writing/", "resolvers/executing/", "db/log/", "db/driver/")
"""What no concept touches."""
MOST = 10  # files of the program that are there, besides generated ones, to which one adds a line or two
STORY = ("tests/api", "tests/test_schema.py", "tests/test_schema_writes.py", "tests/test_layers.py",
         "tests/domain/test_process.py", "tests/db/test_processes.py", "tests/resolvers/test_notices.py",
         "tests/resolvers/test_scheduler.py")
ABOUT = ("pledge or test_schema or test_process or test_layers or test_new_connections or each_mutation_has_its or every_kind "
         "or rules_are_of_kinds or declared_deadline_has_its_job")


def test_each_file_is_there() -> None:
    named = [each for each in FILES if not YOURS.search(each)]
    assert len(named) > 20
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_each_target_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {target for line in re.findall(r"^ +make ((?:[a-z]+ ?)+)", TEXT, re.MULTILINE) for target in line.split()}
    assert {"check", "demo", "sdl"} <= targets
    assert [each for each in targets if not re.search(rf"^{each}:", makefile, re.MULTILINE)] == []


def test_what_it_quotes_stands_in_the_example() -> None:
    quoted = re.findall(r"^```python\n# (\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert len(quoted) > 5
    assert [text for file, text in quoted if text not in (EXAMPLE / file).read_text("utf-8")] == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    made = Copy(Path(tmp_path_factory.mktemp("house")))
    made.add()
    return made


def test_it_touches_what_nobody_else_could_know(copy: Copy) -> None:
    assert len([each for each in copy.touched if not each.startswith(("tests/", "docs/"))]) == len({*copy.touched}) - 2 == MOST
    assert [each for each in (*copy.touched, *copy.made) if each.startswith(CLOSED)] == []


def test_it_lives_there(copy: Copy) -> None:
    copy.run("ruff", "check", "--fix", "--quiet", *[each for each in (*copy.touched, *copy.made) if each.endswith(".py")])
    for name, which in (("sandan", ()), ("subgraph", ("--subgraph",))):
        (copy.folder / "sdl" / f"{name}.graphql").write_text(copy.run("hub.main", "sdl", *which), "utf-8")
    copy.run("pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *STORY, "-k", ABOUT)
