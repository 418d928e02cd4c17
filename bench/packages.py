"""What parts of the bench need from npm: said before anything is measured, not when the last part's turn has come."""
import shutil
from collections.abc import Iterable
from pathlib import Path

from bench import machine

PEERS, GATEWAY = Path("bench", "peers"), Path("sdl", "gateway")
NEEDED = {"requests": PEERS, "fanout": PEERS, "federation": GATEWAY}
"""In which folder a part's packages are; the others need none."""


class NotInstalled(Exception):
    """What a part would start is not there; the message says how to get it."""


def check(parts: Iterable[str], root: Path = machine.ROOT) -> None:
    """raises NotInstalled"""
    folders = dict.fromkeys(NEEDED[part] for part in parts if part in NEEDED)
    missing = [str(folder) for folder in folders if not (root / folder / "node_modules" / ".package-lock.json").is_file()]
    if missing:
        raise NotInstalled(f"packages of npm are missing: `make bench` installs them, or `npm ci` in {' and '.join(missing)}")
    if GATEWAY in folders and shutil.which("node") is None:
        raise NotInstalled("the gateway needs Node.js, which is not installed")
