"""What is measured on: the cores and what runs where, processor time, memory, and a description for the report."""
import os
import platform
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
CACHE = ROOT / "bench" / ".cache"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class TooSmall(Exception):
    """The machine has too few cores to keep a server apart from the database and the load."""


def cores() -> tuple[int, int]:
    """The core of the server that is measured, and the one of PostgreSQL and the load generator.

    raises   TooSmall
    """
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2:
        raise TooSmall("two cores are needed: one for the server, one for PostgreSQL and the load generator")
    return usable[0], usable[1]


def processor_seconds(pids: Iterable[int]) -> float:
    """Seconds of processor time that the processes used so far, with their ended children's."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def _ticks(pid: int) -> int:
    after_name = _of_process(pid, "stat").rpartition(")")[2].split()
    return sum(int(each) for each in after_name[11:15])  # utime, stime, cutime, cstime


@dataclass
class Stolen:
    """Of the time since it was made: how much of it a hypervisor gave to other machines, while something here wanted to run."""

    _before: float = field(default_factory=lambda: _stolen_ticks())
    _since: float = field(default_factory=time.perf_counter)

    @property
    def percent(self) -> float:
        """Of all cores' time."""
        passed = (time.perf_counter() - self._since) * TICKS * (os.cpu_count() or 1)
        return (_stolen_ticks() - self._before) / passed * 100


def _stolen_ticks() -> int:
    return int(Path("/proc/stat").read_text().split()[8])  # the first line, of all cores together


def resident(pids: Iterable[int]) -> int:
    """Bytes of memory that the processes hold."""
    return sum(int(pages) * PAGE for pid in pids for pages in _of_process(pid, "statm").split()[1:2])


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):  # it has ended since its parent named it
        tasks = []
    children = "".join(_of_process(pid, f"task/{task.name}/children") for task in tasks)
    return [pid, *(found for child in children.split() for found in family(int(child)))]


def _of_process(pid: int, file: str) -> str:
    """What /proc says; nothing of a process or thread that has ended in the meantime."""
    try:
        return Path(f"/proc/{pid}/{file}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def commit() -> str:
    """The commit that is checked out, marked when files differ from it."""
    found = _said("git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD")
    changed = _said("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no")
    return f"{found} with changes" if changed else found


def description() -> str:
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")), "")
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30
    return (f"{model or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}, "
            f"Python {platform.python_version()}")


def load_average() -> float:
    return os.getloadavg()[0]


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
