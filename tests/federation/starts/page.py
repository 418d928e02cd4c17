"""The programs of docs/starts.md: each block that begins with the name of its file."""
import re

from tests.conftest import ROOT

BLOCK = re.compile(r"^```\w+\n((?:#|//) ([\w/]+\.\w+)\n.*?)^```", re.DOTALL | re.MULTILINE)
FILES = {name: text for text, name in BLOCK.findall((ROOT / "docs" / "starts.md").read_text("utf-8"))}
