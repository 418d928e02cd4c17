"""The SQL that the docs show is what their operations become."""
import re
import shlex
import subprocess
import sys

import pytest

from tests.api.client import Client
from tests.conftest import ROOT
from tests.planner import library

BLOCK = re.compile(r"^```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
LEFT_OUT = re.compile(r"-- ….*")


def _blocks(name: str) -> list[str]:
    return BLOCK.findall((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
async def test_the_statements_of_a_readme(client: Client, name: str) -> None:
    blocks = _blocks(name)
    at = next(at for at, block in enumerate(blocks) if block.startswith("query ($n: Int)"))
    await library.build(client)
    await client.send("unit", blocks[at], n=20)
    for sent, shown in zip(client.sent, blocks[at + 1:at + 3], strict=True):
        parts = [re.escape(_unspaced(part)) for part in LEFT_OUT.split(shown)]
        assert re.fullmatch(".*".join(parts), _unspaced(sent)), f"{name} shows another statement than {sent}"


def _unspaced(sql: str) -> str:
    return re.sub(r"\s", "", sql).removesuffix(";")


def test_the_planners_guide_explains_an_operation() -> None:
    command = _blocks("docs/planner.md")[0].replace("\\\n", " ").replace(".venv/bin/sandan", "")
    done = subprocess.run([sys.executable, "-c", "from hub.main import main; main()", *shlex.split(command)], cwd=ROOT,
                          capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert "index condition of filter.text: placed_grams(" in done.stdout
