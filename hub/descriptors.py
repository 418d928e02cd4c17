"""How many files and connections the system lets one process have open (`ulimit -n`)."""
import resource

import structlog

KEPT = 64  # for what is no client's: the database's connections, listening sockets, files

log = structlog.get_logger()


def raise_limit() -> None:
    """Take as many as the system allows: shells start programs with 1,024 or 256."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    while soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            return
        except (OSError, ValueError):  # macOS says that there is no limit, and has one
            if soft >= (hard := 10_240):
                return


def most_connections(pool_size: int) -> int:
    """How many clients' connections leave enough for everything else."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, soft - KEPT - pool_size) if soft != resource.RLIM_INFINITY else 1_000_000_000


def warn(sockets: int, pool_size: int) -> None:
    """Say at the start when SANDAN_SOCKETS cannot be reached."""
    if (most := most_connections(pool_size)) < sockets:
        log.warning("fewer connections than SANDAN_SOCKETS: raise ulimit -n", connections=most, sockets=sockets)
