"""The checkout as an installation: in a folder of any name, moved, and with no more installed than is needed."""
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDER = "三单 it's (a copy) & more"


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """The checkout with its environment, as if it had been moved: nothing in it was installed there."""
    if not (ROOT / ".venv" / "sandan.tools.installed").exists():
        pytest.skip("the checkout has no environment of its own: make tools")
    folder = tmp_path / FOLDER
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True,
                            text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(ROOT / ".venv", folder / ".venv", symlinks=True, copy_function=_linked)
    return folder


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def run(*command: str, cwd: Path) -> str:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(command, cwd=cwd, env={**environment, "COLUMNS": "200"}, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_moved_checkout_runs_by_itself(moved: Path, tmp_path: Path) -> None:
    sandan = str(moved / ".venv/bin/sandan")
    assert "appoint" in run(sandan, "--help", cwd=tmp_path)
    (tmp_path / "linked").symlink_to(sandan)
    assert "appoint" in run(str(tmp_path / "linked"), "--help", cwd=ROOT)
    found = "import db, domain, hub, schema; print(*{m.__file__ for m in (db, domain, hub, schema)}, sep='\\n')"
    for file in run(str(moved / ".venv/bin/python"), "-c", found, cwd=tmp_path).splitlines():
        assert Path(file).is_relative_to(moved), "none is the one of the folder where it was installed"


def test_what_a_folder_holds_does_not_take_the_programs_place(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub/__init__.py").write_text("raise SystemExit('the wrong one')")
    assert "appoint" in run(str(ROOT / ".venv/bin/sandan"), "--help", cwd=tmp_path)


def test_targets_work_in_a_moved_checkout(moved: Path) -> None:
    run("make", "sdl-check", "settings-check", cwd=moved)
    assert "All checks passed" in run("make", "lint", cwd=moved)


def packages(file: str) -> set[str]:
    return {line.split("==")[0] for line in (ROOT / file).read_text("utf-8").splitlines() if re.match(r"[a-z0-9].*==", line)}


def test_what_runs_needs_no_tools_for_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tools = {re.split(r"[>=<\[]", tool)[0] for tool in project["optional-dependencies"]["dev"]}
    assert tools <= packages("requirements-dev.txt")
    assert tools & packages("requirements.txt") == set()
    assert packages("requirements.txt") <= packages("requirements-dev.txt"), "in the same versions"
    for target in ("demo", "serve", "federation", "install"):
        assert "requirements-dev" not in run("make", "-Bn", target, cwd=ROOT)
    for target in ("test", "lint", "types", "layers", "bench", "conformance", "dump"):
        assert "requirements-dev" in run("make", "-Bn", target, cwd=ROOT)


def test_pins_are_hashed_and_name_no_index() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text("utf-8")
        assert text.count("--hash=sha256:") >= len(packages(file))
        assert not re.search(r"^(-i|--|-f)|://", text, re.MULTILINE)
