"""Whoever ends a program that we start, and however often: what it has started ends with it."""
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from sdl import programs
from tests.conftest import ROOT
from tests.hub.test_program import PATIENCE, PROGRAM, environment, until
from tests.ports import free_port

HUP, TERM = signal.SIGHUP, signal.SIGTERM


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sandan-leaving-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


def started(command: list[str], data: Path, **variables: str) -> "subprocess.Popen[bytes]":
    """In a session of its own, as a terminal's."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, preexec_fn=_as_in_a_terminal,
                            env=environment(**{"SANDAN_DATA": str(data), "PORT": str(free_port()), **variables}))


def _as_in_a_terminal() -> None:
    """Who runs the tests may have it ignored, as `nohup` does."""
    signal.signal(HUP, signal.SIG_DFL)


def below(process: "subprocess.Popen[bytes]", data: Path) -> list[Any]:
    """What it has started, and the server that has its data there, which is nobody's child."""
    return [*psutil.Process(process.pid).children(recursive=True), *below_data(data)]


def serves(data: Path) -> bool:
    with contextlib.suppress(OSError):
        return "ready" in (data / "postgres/postmaster.pid").read_text("utf-8")
    return False


def ends(process: "subprocess.Popen[bytes]", data: Path, signals: list[signal.Signals], whole_group: bool = False) -> None:
    """Signalled so, it ends, and nothing is left."""
    left = below(process, data)
    try:
        for each in signals:
            os.killpg(process.pid, each) if whole_group else process.send_signal(each)
            time.sleep(0.3)  # two at once are one
        process.wait(PATIENCE)
        alive = psutil.wait_procs(left, 60)[1]
        told = [each.as_dict(["cmdline", "status", "ppid"]) for each in alive]
        assert told == [], (data / "postgres/log").read_text("utf-8")
        assert below_data(data) == []
        assert not (data / "postgres/postmaster.pid").exists()
    finally:
        for each_left in [*left, *below_data(data)]:
            with contextlib.suppress(psutil.Error):
                each_left.kill()
        process.kill()
        process.wait()


def below_data(data: Path) -> list[Any]:
    return [each for each in psutil.process_iter(["name", "cmdline"])
            if each.info["name"] == "postgres" and str(data) in " ".join(each.info["cmdline"] or ())]


@pytest.mark.parametrize(("signals", "workers"), [
    ([HUP], "1"), ([HUP, HUP], "2"), ([TERM, TERM], "1"), ([TERM, HUP, TERM], "2")])
def test_a_demo_ends_with_its_database_and_workers(data: Path, signals: list[signal.Signals], workers: str) -> None:
    process = started([*PROGRAM, "demo"], data, WORKERS=workers)
    until(lambda: serves(data) or process.poll() is not None)
    ends(process, data, signals)  # while it loads its data, or serves: as it comes


def test_a_demo_ends_in_the_midst_of_starting(data: Path) -> None:
    process = started([*PROGRAM, "demo"], data)
    until(lambda: (data / "postgres").exists() or process.poll() is not None)
    ends(process, data, [TERM])


def test_timeout_ends_make_demo_and_all_of_it(data: Path) -> None:
    process = started(["make", "demo"], data)
    until(lambda: serves(data) or process.poll() is not None)
    ends(process, data, [TERM, TERM], whole_group=True)  # as timeout does: the program, then its group


def test_an_import_ends_with_its_database(data: Path) -> None:
    rows = data.with_name("many.csv")
    rows.write_text("code,name\n" + "".join(f"{10 + n},省{n}\n" for n in range(80)), "utf-8")
    process = started([*PROGRAM, "import", "divisions", str(rows)], data)
    until(lambda: serves(data) or process.poll() is not None)
    if process.poll() is None:
        ends(process, data, [HUP, TERM])


TESTS = """
import time
async def test_that_lasts(connected):
    time.sleep(600)
"""


def test_tests_end_with_what_they_started(data: Path, tmp_path: Path) -> None:
    file = ROOT / "tests" / f"test_lasting_{os.getpid()}.py"
    file.write_text(TESTS, "utf-8")
    temporary = data.parent
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "1", str(file)], cwd=ROOT,
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment(TMPDIR=str(temporary)))
        until(lambda: any(serves(found.parent.parent) for found in temporary.glob("sandan-tests/*/postmaster.pid"))
              or below_data(temporary) != [] or process.poll() is not None)
        time.sleep(3)
        ends(process, temporary, [TERM, TERM], whole_group=True)
    finally:
        file.unlink()


@pytest.mark.skipif(shutil.which("node") is None, reason="the graph's gateway needs Node.js")
def test_a_graph_ends_with_all_its_programs(data: Path) -> None:
    first = free_port()
    process = started([sys.executable, "-m", "sdl"], data, FEDERATION_PORT=str(first))
    until(lambda: process.poll() is not None or not programs._is_free(first + 1))  # hub and partner, the rest is to come
    ends(process, data, [HUP, TERM, HUP])
    assert programs._is_free(first + 1)


def test_a_foreign_program_is_not_taken_for_ours(data: Path) -> None:
    data.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as foreign:
        port = foreign.getsockname()[1]
        graph = programs.Programs(data, {"incidents": port}, quiet=True)
        with pytest.raises(programs.DidNotStart, match=f"another program has port {port}"):
            graph.start("incidents")
        assert graph.running == {}


def test_what_answers_in_the_place_of_a_program_that_ended_is_not_it() -> None:
    with pytest.raises(programs.DidNotStart, match="another program answers"):
        programs.wait_for(lambda: True, 1, lambda: True, "hours")
