"""A hub of the attacks' own: a demo with a folder, a port and a log of its own."""
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from hub import settings
from hub.sign_in import demo_keys
from tests.attack import long_log, watch
from tests.attack.long_log import BEGINNING
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from hub.main import main; main()", "demo"]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "DATABASE_URL")
LIFTED = {f"SANDAN_{each}": "0" for each in (
    "MEMBER_COST", "MEMBER_WRITES", "MEMBER_SUBSCRIPTIONS", "MEMBER_SOCKETS", "VISITOR_COST", "ADDRESS_COST",
    "ADDRESS_SOCKETS")}


IMPATIENT = {f"SANDAN_{each}_SECONDS": "3" for each in ("HEAD", "BODY", "IDLE", "UNREAD")}  # so that an attack is over soon


@dataclass(frozen=True)
class Served:
    """
    process   None: it was there before
    log       empty when it cannot be read
    long      cursor behind which its log of events is long
    """

    host: str
    port: int
    tokens: Mapping[str, str]
    process: int | None = None
    log: Path | None = None
    long: str = BEGINNING
    postmaster: int | None = None

    def hub(self) -> list[int]:
        """Its processes, without those of the database that it started."""
        if self.process is None:
            return []
        database = set(self.postgres())
        return [each for each in watch.descendants(self.process) if each not in database]

    def postgres(self) -> list[int]:
        return watch.descendants(self.postmaster) if self.postmaster else []

    def logged(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log else ""


@contextlib.contextmanager
def demo(folder: Path, *, quotas: bool) -> Iterator[Served]:
    """A demo that runs as long as the block.

    folder   of its data, which stay for the next one
    quotas   as by default, or lifted
    """
    port, log = free_port(), folder / f"log-{'with' if quotas else 'without'}-quotas"
    own = {"SANDAN_DATA": str(folder / "data"), "PORT": str(port), "SANDAN_LOG_FORMAT": "text"}
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment = kept | own | IMPATIENT | ({} if quotas else LIFTED)
    with log.open("w") as written, subprocess.Popen(
            PROGRAM, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=written, text=True) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if "Ctrl-C" in line:
                    break
            else:
                raise RuntimeError(f"the hub did not start: {log.read_text()[-2000:]}")
            pid = folder / "data" / "postgres" / "postmaster.pid"
            yield Served("127.0.0.1", port, _tokens(folder / "data"), process.pid, log,
                         asyncio.run(long_log.write(os.environ.get("DATABASE_URL") or _embedded(pid))),
                         int(pid.read_text().split()[0]) if pid.exists() else None)
        finally:
            process.send_signal(signal.SIGTERM)


def _embedded(pid: Path) -> str:
    """The URL of the demo's own server, as its file says."""
    _, _, _, port, socket, *_ = pid.read_text().splitlines()
    return f"postgresql://postgres@/postgres?{urlencode({'host': socket, 'port': port})}"


def _tokens(folder: Path) -> dict[str, str]:
    key, known = demo_keys.load(folder), settings.Settings()
    handles = {handle: handle for handle in demo_keys.HANDLES} | {"nul": "\0", "long": "x" * 5_000}
    return {name: demo_keys.sign(key, handle, issuer=known.jwt_issuer, audience=known.jwt_audience, now=datetime.now(UTC))
            for name, handle in handles.items()}
