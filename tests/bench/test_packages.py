"""What a part needs is looked for before the first is measured."""
import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import packages
from tests.conftest import ROOT


def _installed(root: Path, folder: Path) -> None:
    (root / folder / "node_modules").mkdir(parents=True)
    (root / folder / "node_modules" / ".package-lock.json").touch()


def test_each_missing_folder_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(packages.NotInstalled, match=r"`npm ci` in bench/peers and sdl/gateway$"):
        packages.check(bench.PARTS, tmp_path)
    _installed(tmp_path, packages.PEERS)
    packages.check(["requests", "fanout", "hot", "audience"], tmp_path)
    with pytest.raises(packages.NotInstalled, match=r"`npm ci` in sdl/gateway$"):
        packages.check(["hot", "federation"], tmp_path)


def test_a_part_that_needs_none(tmp_path: Path) -> None:
    packages.check(["hot", "audience"], tmp_path)
    assert packages.NEEDED.keys() <= bench.PARTS.keys()


def test_the_gateway_needs_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(tmp_path, packages.GATEWAY)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(packages.NotInstalled, match="Node"):
        packages.check(["federation"], tmp_path)


def test_the_program_says_so_in_a_line(tmp_path: Path) -> None:
    """Before it starts anything: here there is no Node.js, whether or not there are packages for it."""
    (tmp_path / "wrk").touch(0o755)
    ended = subprocess.run([sys.executable, "-m", "bench", "--part", "federation"], cwd=ROOT, env={"PATH": str(tmp_path)},
                           capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert "npm" in ended.stderr or "Node.js" in ended.stderr
    assert ended.stderr.count("\n") == 1
