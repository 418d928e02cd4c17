"""What the READMEs, and pages that they lead to, tell a newcomer to type works as it stands there, on a demo."""
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.hub.test_program import PATIENCE, Demo, environment, killed, served, until
from tests.ports import free_port

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"\s*(?:(?<!\S)(?:#|--)|//) .*")
TEXT = re.compile(r"'[^'\n]*'")
WITHOUT_END = "sandan watch"  # tests/hub/test_program.py has it beside a demand that is published
CURL_ENDS = 'curl() { command curl --max-time 2 "$@"; }\n'  # an event stream does not by itself
FILES = (("divisions FILE.csv", "divisions hub/demo/divisions.csv"),
         ("organizations FILE.csv", "organizations hub/demo/units.csv"),
         ("--by HANDLE", "--by community"), ("[--all] [FILE.xlsx]", "--all all.xlsx"))


def blocks(name: str) -> list[tuple[str, str]]:
    """(language, text) of each."""
    return BLOCK.findall((ROOT / name).read_text("utf-8"))


def commands(holding: str) -> str:
    """The README's shell block with these words."""
    (block,) = (text for language, text in blocks("README.md") if language == "sh" and holding in text)
    return block


ASKING = commands("gql() {").split("\n\n")[0] + "\n"  # what asks as one of the demo's people


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with served() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As good as the project's, and what commands write does not stay."""
    (tmp_path / "hub").symlink_to(ROOT / "hub")
    programs = tmp_path / ".venv" / "bin"  # of the Python that runs the tests, whosever it is
    programs.mkdir(parents=True)
    shutil.copy2(ROOT / "sandan.sh", programs / "sandan")
    (programs / "python").write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' \"$@\"\n", "utf-8")
    (programs / "python").chmod(0o755)
    return tmp_path


def typed(demo: Demo, folder: Path, script: str) -> tuple[str, str]:
    """What a shell prints and complains of."""
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment(**demo.variables), text=True,
                          capture_output=True, timeout=PATIENCE)
    return done.stdout, done.stderr


def told_between(first: str, last: str) -> str:
    """All that the README types from one block to another."""
    told = [text for language, text in blocks("README.md") if language == "sh"]
    some = told[told.index(commands(first)):told.index(commands(last)) + 1]
    return "\n".join(text for text in some if WITHOUT_END not in text)


def answers(printed: str) -> list[Any]:
    """The data of each answer, of which none has an error."""
    found = [json.loads(line.removeprefix("data: ")) for line in printed.splitlines() if line.startswith(("{", "data: {"))]
    assert [answer for answer in found if "errors" in answer] == []
    return [answer["data"] for answer in found]


def test_a_claim_from_beginning_to_end(demo: Demo, folder: Path) -> None:
    """From the first query on, and what a subscriber is told of it, in one shell."""
    told = told_between("gql() {", "gql street-member") + commands("event-stream")
    printed, complaints = typed(demo, folder, CURL_ENDS + told)
    found = answers(printed)
    assert found[0]["viewer"]["member"] and found[1]["demands"]["totalCount"]
    assert found[2]["node"]["remaining"] == 2
    assert [each["kind"] for each in found[2]["node"]["history"]["nodes"]] == [
        "ITEM_PUBLISHED", "CLAIM_PROPOSED", "CLAIM_ACCEPTED", "CARD_PROPOSED", "CLAIM_DELIVERED", "CLAIM_CONFIRMED"]
    assert found[3]["claimItem"]["__typename"] == "ClaimTooLarge"
    assert [found[4]["node"] is None, found[5]["node"] is None, found[6]["items"]["totalCount"]] == [False, True, 0]
    assert any("demandPublished" in data for data in found[7:])
    for state in ("ACCEPTED", "DELIVERED", "CONFIRMED"):
        assert f"  {state}  " in printed
    assert re.findall("^sandan: .*|Traceback", complaints, re.MULTILINE) == ["sandan: 仅剩 2 可认领。Only 2 left to claim."]


def test_from_a_resolution_to_a_project_and_a_call_to_its_end(demo: Demo, folder: Path) -> None:
    """In another shell, which knows how to ask."""
    printed, complaints = typed(demo, folder, ASKING + told_between("holdConference", "closeWhistle"))
    found = answers(printed)
    assert [one["completeProject"] for one in found if "completeProject" in one] == [
        {"__typename": "MilestonesOpen", "message": "尚有 1 个节点未确认。"}, {"jointProject": {"state": "COMPLETED"}}]
    assert {"confirmResolution": {"resolution": {"state": "CONFIRMED"}}} in found
    assert [one["triageWhistle"]["whistle"]["resident"]["masked"] for one in found if "triageWhistle" in one] == [True]
    assert [one["closeWhistle"]["whistle"]["state"] for one in found if "closeWhistle" in one] == ["CLOSED"]
    assert re.findall("^sandan: .*|Traceback", complaints, re.MULTILINE) == []


def test_files_in_and_out(demo: Demo, folder: Path) -> None:
    script = commands("import divisions")
    for placeholder, meant in FILES:
        assert placeholder in script
        script = script.replace(placeholder, meant)
    printed, complaints = typed(demo, folder, f"set -e\n{script}\n.venv/bin/sandan verify")
    assert complaints == ""
    assert "events hold" in printed.splitlines()[-1]
    assert sorted(path.name for path in folder.glob("*.xlsx")) == ["admissions.xlsx", "all.xlsx", "lists.xlsx", "routes.xlsx"]


def test_both_languages_say_the_same() -> None:
    """The same blocks but for comments and texts, as many sections, list entries and rows of tables, and the same links."""
    english, chinese = ([(language, TEXT.sub("''", COMMENT.sub("", text)) if language == "js" else COMMENT.sub("", text))
                         for language, text in blocks(name)] for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese
    left, right = (BLOCK.sub("", (ROOT / name).read_text("utf-8")) for name in ("README.md", "README.zh-CN.md"))
    for mark in ("^## ", "^- ", r"^\| "):
        assert len(re.findall(mark, left, re.MULTILINE)) == len(re.findall(mark, right, re.MULTILINE)), mark
    assert links(left) == links(right)
    assert settings(left) == settings(right)


def links(text: str) -> set[str]:
    return set(re.findall(r"\]\(([^)]*)\)", text)) - {"README.md", "README.zh-CN.md"}


def settings(text: str) -> set[str]:
    """Settings, codes and commands that it names."""
    return set(re.findall(r"`([A-Z]+_[A-Z_]+|make [a-z-]+)[=`]", text))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_links_lead_somewhere(name: str) -> None:
    for link in links((ROOT / name).read_text("utf-8")):
        file, _, heading = link.partition("#")
        assert (ROOT / file).exists(), link
        headings = re.findall(r"^#+ (.*)", (ROOT / file).read_text("utf-8"), re.MULTILINE) if heading else []
        assert not heading or heading in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


def shown(page: str, holding: str) -> str:
    """A page's shell block with these words."""
    (block,) = (text for language, text in blocks(page) if language == "sh" and holding in text)
    return block


def test_a_call_of_the_demos_hotline(demo: Demo, folder: Path) -> None:
    """With the key that docs/systems.md tells how to take."""
    printed, complaints = typed(demo, folder, f"{ASKING}{shown('docs/systems.md', 'replaceSystemKey')}")
    assert complaints == ""
    assert json.loads(printed)["data"]["raiseWhistle"] == {
        "__typename": "RaiseWhistlePayload", "whistle": {"state": "REPORTED", "reference": "2026-0815"}}


def test_hours_of_ones_own(demo: Demo, folder: Path) -> None:
    """Which docs/dual-reports.md has a reader look at."""
    printed, complaints = typed(demo, folder, f"{ASKING}{shown('docs/dual-reports.md', 'gql department')}")
    own, communitys = answers(printed)
    assert complaints == ""
    confirmed = [each["hours"] for each in own["signUps"]["nodes"] if each["state"] == "ATTENDED"]
    assert len(confirmed) == 3 and {*confirmed} == {"2.50"}
    assert [each["state"] for each in own["dualReports"]["nodes"]] == ["CONFIRMED"]
    assert any(each["member"]["name"] == "孙国平" for each in communitys["signUps"]["nodes"])


def test_a_webhook_that_stays_on_the_machine(folder: Path, tmp_path: Path) -> None:
    """Listening, and what is heard, as docs/outgoing.md tells to try it; at a port that is free."""
    port = str(free_port())
    listening, telling = (shown("docs/outgoing.md", words).replace("9009", port) for words in ("HTTPServer(", "addWebhook("))
    with served(SANDAN_WEBHOOKS_INNER="127.0.0.0/8") as inner, (tmp_path / "heard").open("w+") as heard:
        receiver = subprocess.Popen(["bash", "-c", f"exec {listening}"], cwd=folder, text=True, stdout=heard,
                                    stderr=subprocess.DEVNULL)
        with killed(receiver):
            printed, complaints = typed(inner, folder, f"{ASKING}{telling}")
            assert (complaints, json.loads(printed.splitlines()[0])["data"]["addWebhook"]["webhook"]["state"]) == ("", "ACTIVE")
            until(lambda: '"CLAIM_PROPOSED"' in (tmp_path / "heard").read_text("utf-8"))
    receiver.wait(PATIENCE)
