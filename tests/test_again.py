"""What failed beside other tests is run once more alone: CI passes then and says so, and fails with what fails again."""
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hub.test_program import environment

ONCE = """
def test_that_fails_once(number=0):
    seen = pathlib.Path(f"seen-{number}")
    seen.touch() if (first := not seen.exists()) else None
    assert not first
"""
ALWAYS = "def test_that_fails():\n    assert False\n"
GOOD = "def test_that_passes():\n    pass\n"


def ran(folder: Path, tests: str, *more: str) -> "subprocess.CompletedProcess[str]":
    (folder / "test_made.py").write_text(f"import pathlib, pytest\n{GOOD}{tests}", "utf-8")
    return subprocess.run([sys.executable, "-m", "tests.again", "-q", "-n", "2", "test_made.py", *more], cwd=folder, text=True,
                          env=environment(PYTHONPATH=str(ROOT)), capture_output=True, timeout=240, check=False)


def test_what_passes_alone_is_said(tmp_path: Path) -> None:
    done = ran(tmp_path, f"@pytest.mark.parametrize('number', ['a b', 'é[::1]'])\n{ONCE.strip().replace('=0', '')}\n")
    assert done.returncode == 0
    said = done.stdout.partition("PASSED ONLY WHEN RUN ALONE")[2]
    assert "test_made.py::test_that_fails_once[a b]" in said
    assert len([line for line in said.splitlines() if line.startswith("test_made.py::")]) == 2


def test_what_fails_again_is_a_failure(tmp_path: Path) -> None:
    done = ran(tmp_path, ONCE + ALWAYS)
    assert done.returncode == 1
    assert "test_made.py::test_that_fails_once" in done.stdout.partition("PASSED ONLY WHEN RUN ALONE")[2]
    assert "test_made.py::test_that_fails\n" not in done.stdout.partition("PASSED ONLY WHEN RUN ALONE")[2]


@pytest.mark.parametrize("many", [f"@pytest.mark.parametrize('number', range(4))\n{ONCE.strip().replace('=0', '')}\n",
                                  "raise ZeroDivisionError\n", "def test_that_ends_all():\n    pytest.exit('no')\n" + ONCE])
def test_many_and_what_ended_pytest_are_not_run_again(tmp_path: Path, many: str) -> None:
    done = ran(tmp_path, many)
    assert done.returncode != 0
    assert "once more" not in done.stdout


def test_what_passes_is_run_once(tmp_path: Path) -> None:
    done = ran(tmp_path, "")
    assert (done.returncode, "once more" in done.stdout) == (0, False)
