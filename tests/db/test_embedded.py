"""The embedded PostgreSQL: in folders of any name, moved, copied, and after a machine that was switched off."""
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

START = """
import asyncio, asyncpg, sys
from pathlib import Path
from db.server import embedded
async def ask(url):
    one = await asyncpg.connect(url)
    print(await one.fetchval(sys.argv[2]), await one.fetchval("SHOW data_directory"), sep="\\n", flush=True)
    await one.close()
asyncio.run(ask(embedded.start(Path(sys.argv[1]))))
if len(sys.argv) > 3:
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a name that every user may read, as PostgreSQL's own user must when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="sandan-embedded-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def ask(data: Path, sql: str) -> list[str]:
    """What the server of that folder answers, started for it, and where it says that its data are."""
    done = subprocess.run([sys.executable, "-c", START, str(data), sql], cwd=ROOT, text=True, capture_output=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert not (data / "postmaster.pid").exists(), "it stopped with its last user"
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", ["a b", "三单 it's (1) & #2 100%?", "d" * 120])
def test_a_folder_of_any_name(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    assert ask(folder / name / "postgres", "SELECT 1") == ["1", str(folder / name / "postgres")]


NOTED = """
import subprocess
run = subprocess.run
def noted(command, **options):
    print(command[-1], options.get("timeout"))
    return run(command, **options)
subprocess.run = noted
"""


def test_a_start_may_take_as_long_as_it_does(folder: Path) -> None:
    """On a busy machine, or after a crash: what is given up starts all the same, and is left behind."""
    done = subprocess.run([sys.executable, "-c", NOTED + START, str(folder / "data"), "SELECT 1"], cwd=ROOT, text=True,
                          capture_output=True, timeout=240)
    assert "start None" in done.stdout.splitlines(), done.stderr


def test_a_folder_that_was_moved_has_its_data(folder: Path) -> None:
    data = folder / "old place" / "postgres"
    data.parent.mkdir()
    ask(data, "CREATE TABLE kept AS SELECT 7 AS n")
    data.parent.rename(folder / "new")
    assert ask(folder / "new" / "postgres", "SELECT n FROM kept")[0] == "7"


def test_what_runs_elsewhere_is_not_taken_for_ours(folder: Path) -> None:
    """A folder that was copied while its server ran says that it runs; so does one whose machine was switched off."""
    data = folder / "first"
    with subprocess.Popen([sys.executable, "-c", START, str(data), "SELECT 1", "stay"], cwd=ROOT, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None and first.stdin is not None
        assert first.stdout.readline() == "1\n"
        told = (data / "postmaster.pid").read_text("utf-8")
        first.stdin.close()
        first.wait(240)
    for name, number in (("copy", told.split()[0]), ("off", str(os.getpid()))):
        shutil.copytree(data, folder / name)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "--reference", str(data / "PG_VERSION"), str(folder / name)], check=True)
        (folder / name).chmod(0o700)
        (folder / f"{name}/sandan.complete").touch()
        (folder / f"{name}/postmaster.pid").write_text(told.replace(told.split()[0], number, 1), "utf-8")
        assert ask(folder / name, "SELECT 1")[1] == str(folder / name)


def test_one_that_was_moved_while_it_ran_is_started_anew(folder: Path) -> None:
    data, moved = folder / "before", folder / "after"
    with subprocess.Popen([sys.executable, "-c", START, str(data), "SELECT 1", "stay"], cwd=ROOT, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "1\n"
        first.kill()
    data.rename(moved)
    assert ask(moved, "SELECT 1") == ["1", str(moved)]
