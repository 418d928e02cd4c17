"""The supergraph's checks, and the newcomer's guide taken at its word."""
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sdl import programs
from sdl.programs import ROOT
from tests.federation import conformance
from tests.federation.gateway.asking import Asking
from tests.ports import free_port

SDL = ROOT / "sdl"
GIT = ["git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.cn", "-c", "init.defaultBranch=main"]
FIELD = "volunteerHours: VolunteerHours"
GUIDE = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "joining.md").read_text("utf-8"), re.DOTALL)


def run(*command: str | Path, cwd: Path = ROOT) -> tuple[int, str]:
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    return done.returncode, done.stdout


def test_the_committed_supergraph_is_the_subgraphs() -> None:
    code, output = run("node", SDL / "gateway" / "compose.mjs", "--check")
    assert code == 0, output


def test_a_stale_supergraph_is_noticed(tmp_path: Path) -> None:
    stale = tmp_path / "supergraph.graphql"
    text = (SDL / "supergraph.graphql").read_text("utf-8")
    stale.write_text(text.replace(FIELD, "another: VolunteerHours"), "utf-8")
    before = stale.read_text("utf-8")
    code, output = run("node", SDL / "gateway" / "compose.mjs", "--check", "--out", stale)
    assert code == 1
    assert "stale" in output
    assert stale.read_text("utf-8") == before


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository whose main branch has today's supergraph."""
    gateway = tmp_path / "sdl" / "gateway"
    gateway.mkdir(parents=True)
    shutil.copy(SDL / "gateway" / "breaking.mjs", gateway)
    (gateway / "node_modules").symlink_to(SDL / "gateway" / "node_modules")
    shutil.copy(SDL / "supergraph.graphql", tmp_path / "sdl")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n", "utf-8")
    for words in (["init", "--quiet"], ["add", "sdl/supergraph.graphql", "CHANGELOG.md"], ["commit", "--quiet", "-m", "1"]):
        assert run(*GIT, *words, cwd=tmp_path)[0] == 0
    return tmp_path


def check(checkout: Path) -> tuple[int, str]:
    return run("node", checkout / "sdl" / "gateway" / "breaking.mjs", cwd=checkout)


def break_it(checkout: Path) -> None:
    file = checkout / "sdl" / "supergraph.graphql"
    text = file.read_text("utf-8")
    assert FIELD in text
    file.write_text(text.replace(FIELD, "hoursOfVolunteers: VolunteerHours"), "utf-8")


@pytest.mark.parametrize("committed", [False, True])
def test_a_breaking_change_must_be_named(checkout: Path, committed: bool) -> None:
    assert check(checkout)[0] == 0
    break_it(checkout)
    if committed:
        run(*GIT, "commit", "--quiet", "-a", "-m", "2", cwd=checkout)
    code, output = check(checkout)
    assert code == 1
    assert "`Organization.volunteerHours`" in output
    with (checkout / "CHANGELOG.md").open("a") as changelog:
        changelog.write("- Breaking: `Organization.volunteerHours` is gone.\n")
    assert check(checkout)[0] == 0


def test_on_a_branch_the_main_branch_is_the_measure(checkout: Path) -> None:
    run(*GIT, "switch", "--quiet", "-c", "work", cwd=checkout)
    break_it(checkout)
    run(*GIT, "commit", "--quiet", "-a", "-m", "2", cwd=checkout)
    run(*GIT, "commit", "--quiet", "--allow-empty", "-m", "3", cwd=checkout)
    assert check(checkout)[0] == 1


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The guide's program, running: its file and its URL."""
    assert GUIDE
    port = free_port()
    file = tmp_path / "centres.py"
    file.write_text(GUIDE[1].replace("8103", str(port)), "utf-8")
    process = subprocess.Popen([sys.executable, str(file)])
    url = f"http://127.0.0.1:{port}/graphql"
    try:
        programs.wait_for(lambda: conformance.listens(port), 30, lambda: process.poll() is not None, "centres")
        yield file, url
    finally:
        process.terminate()
        process.wait(60)


def test_a_fourth_system_joins_in_under_fifty_lines(newcomer: tuple[Path, str], gateway: Callable[..., Asking],
                                                    tmp_path: Path) -> None:
    file, url = newcomer
    assert len(file.read_text("utf-8").splitlines()) < 50
    code, sdl = run(sys.executable, "-c", "from centres import schema; print(schema.as_str())", cwd=tmp_path)
    assert code == 0, sdl
    file.with_suffix(".graphql").write_text(sdl, "utf-8")
    listed = [{**each, "sdl": str((SDL / "gateway" / each["sdl"]).resolve())}
              for each in json.loads((SDL / "gateway" / "subgraphs.json").read_text("utf-8"))]
    subgraphs, supergraph = tmp_path / "subgraphs.json", tmp_path / "supergraph.graphql"
    subgraphs.write_text(json.dumps([*listed, {"name": "centres", "url": url, "sdl": "centres.graphql"}]), "utf-8")
    code, output = run("node", SDL / "gateway" / "compose.mjs", "--subgraphs", subgraphs, "--out", supergraph)
    assert code == 0, output
    answer = gateway(SUPERGRAPH=supergraph).ask('{ organization(by: {divisionCode: "110111007001"}) { name '
                                                "serviceCentres { name } incidents(first: 0) { totalCount } } }")
    assert "errors" not in answer
    assert answer["data"]["organization"]["serviceCentres"] == [{"name": "星城第一社区党群服务中心"}]
    assert answer["data"]["organization"]["incidents"]["totalCount"] == 3
