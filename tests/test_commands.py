"""Whoever names what is not there is told so, and nothing is run: a filter that fits nothing is no success."""
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(("command", "names"), [
    (["tests.attack", "counts", "nothing"], "counts in aliases"),
    (["bench", "--part", "nothing"], "fanout"),
    (["bench", "--question", "nothing"], "nested"),
    (["tests.federation.conformance", "nothing"], ""),
    (["tests.attack.texts", "nothing"], ""),
    (["sdl", "nothing"], ""),
    (["hub.main", "nothing"], ""),
    (["hub.main", "import", "nothing"], ""),
])
def test_what_is_not_there_is_refused(command: list[str], names: str) -> None:
    """names   one of those that there are, which it says"""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 2
    assert "nothing" in done.stderr
    assert names in done.stderr
    assert done.stdout == ""


def test_the_attacks_need_to_know_whom_to_ask_as_at_another_hub() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.attack"], cwd=ROOT, capture_output=True, text=True, timeout=240,
                          env={"PATH": "", "URL": "http://127.0.0.1:1"})
    assert (done.returncode, "TOKENS" in done.stderr) == (2, True)
