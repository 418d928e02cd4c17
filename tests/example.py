"""docs/adding-a-concept.md followed to the letter: its example's files and the lines that it adds, in a copy of the house."""
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "adding-a-concept.md"
EXAMPLE = ROOT / "docs" / "example"
HOUSE = ("domain", "db", "planner", "resolvers", "schema", "hub", "sdl", "tests", "docs", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__", "dist", "example", ".data")
BLOCK = re.compile(r"^```diff\n--- (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Copy:
    """A copy of the house, to which the page's concept is added.

    made     the files that it brings
    touched  the files that were there, and that it adds lines to
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.made, self.touched = folder, list[str](), list[str]()
        for each in HOUSE:
            if (ROOT / each).is_dir():
                shutil.copytree(ROOT / each, folder / each, ignore=LEFT_OUT)
            else:
                shutil.copy2(ROOT / each, folder / each)

    def add(self) -> None:
        """Everything that the page says."""
        number = max(int(each.name[:4]) for each in (self.folder / "db" / "migrations").glob("*.sql")) + 1
        for file in sorted(each for each in EXAMPLE.rglob("*") if each.is_file() and "__pycache__" not in each.parts):
            name = file.relative_to(EXAMPLE).as_posix().replace("NNNN", f"{number:04}")
            assert not (self.folder / name).exists(), name
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, self.folder / name)
            self.made.append(name)
        for name, hunks in BLOCK.findall(PAGE.read_text("utf-8")):
            for hunk in hunks.split("@@\n"):
                self._insert(name, hunk.splitlines())
            self.touched.append(name)

    def _insert(self, name: str, lines: list[str]) -> None:
        """Put the lines that begin with + where the others, which are there, say."""
        file = self.folder / name
        text = file.read_text("utf-8")
        before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
        assert f"\n{text}".count(f"\n{before}") == 1, f"{name} has not once: {before}"
        after = "".join(f"{line[1:]}\n" for line in lines)
        file.write_text(f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:], "utf-8")

    def run(self, *command: str) -> str:
        """Run a Python module in the copy; what it prints.

        raises   AssertionError with that when it fails
        """
        done = subprocess.run([sys.executable, "-m", *command], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-6000:]}{done.stderr[-3000:]}"
        return done.stdout
