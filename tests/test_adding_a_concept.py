"""docs/adding-a-concept.md names what is there: files, tests, targets, and the lists that a concept adds its line to."""
import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "adding-a-concept.md").read_text("utf-8")
FILES = re.findall(r"`((?:domain|db|planner|resolvers|schema|hub|sdl|tests|docs)/[\w./-]*)`", PAGE)
YOURS = re.compile(r"CONCEPT|NNNN")


def test_each_file_is_there() -> None:
    named = [each for each in FILES if not YOURS.search(each)]
    assert len(named) > 30
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_each_target_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {target for line in re.findall(r"^ +make ((?:[a-z]+ ?)+)", PAGE, re.MULTILINE) for target in line.split()}
    assert {"check", "demo", "sdl"} <= targets
    assert [each for each in targets if not re.search(rf"^{each}:", makefile, re.MULTILINE)] == []


def test_the_lists_that_it_adds_to_are_where_it_says() -> None:
    for file, name in re.findall(r"`(\w+/\w+\.py)` \| (?:in `(\w+)`|the \w+ in `\w+`)", PAGE):
        assert not name or re.search(rf"^{name}\b", (ROOT / file).read_text("utf-8"), re.MULTILINE), (file, name)
