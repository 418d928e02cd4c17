"""The pages of the API's reference: one for all that the API has, and no link that leads nowhere."""
import json
import re
from pathlib import Path

import pytest

from domain.error_codes import CODES
from domain.refusals import Refusal
from schema import graphql
from sdl import examples
from sdl.reference.__main__ import write

LINK = re.compile(r"\]\((/[^)#]*)")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference") / "pages"
    write(folder)
    return folder


def test_all_that_the_api_has_is_there(pages: Path) -> None:
    schema = graphql.public(graphql.build())
    operations = {file.stem for folder in ("queries", "mutations", "subscriptions") for file in (pages / folder).glob("*.md")}
    assert operations == set(examples.names())
    types = {file.stem for file in (pages / "types").glob("*.md")}
    assert {name for name in schema.type_map if not name.startswith("__")} - types == {
        "Query", "Mutation", "Subscription", "Boolean", "Float", "ID", "Int", "String"}
    said = (pages / "errors.md").read_text("utf-8")
    assert all(f"`{name}`" in said for name in (*CODES, *Refusal.KINDS))


def test_links_lead_to_pages_and_the_sidebar_to_all_of_them(pages: Path) -> None:
    known = {f"/{file.relative_to(pages).with_suffix('')}" for file in pages.rglob("*.md")} | {
        f"/{file.name}" for file in (pages / "public").iterdir()} | {"/"}
    for file in pages.rglob("*.md"):
        assert set(LINK.findall(file.read_text("utf-8"))) <= known, file.name
    listed = set(re.findall(r'"link": "([^"]+)"', json.dumps(json.loads((pages / "sidebar.json").read_text("utf-8")))))
    assert listed - {"/"} == {each for each in known if not each.startswith("/sandan.")} - {"/", "/index"}


def test_nothing_is_read_into_a_description(pages: Path) -> None:
    """Two braces outside of code would be an expression to the generator."""
    for file in pages.rglob("*.md"):
        text = re.sub(r"^```.*?^```|`[^`\n]*`", "", file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        assert "{{" not in text, file.name
