"""Several processes on one port: each has a socket of its own on it, and the kernel shares the connections out.

One of them places the events (the relay's lock elects it); each follows the log and serves its own subscribers.
"""
import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

import structlog

from hub.http import leaving

log = structlog.get_logger()

SETTLED = 5.0  # seconds that a worker must have lived to be started again at once


def run(sockets: list[socket.socket], serve: Callable[[socket.socket], None]) -> None:
    """Serve each socket in a process of its own until SIGINT or SIGTERM; one that dies is started again.

    serve   serves a socket until it is told to stop
    """
    started: dict[int, tuple[int, float]] = {}  # process id -> number of its socket, when it was started
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for process in started:
            with contextlib.suppress(ProcessLookupError):  # it has ended, and is taken out in a moment
                os.kill(process, signal.SIGTERM)

    for each in leaving.SIGNALS:
        if signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, stop)
    def start(number: int) -> None:
        """Who asks to end meanwhile is heard when the new one is known, or not begun."""
        with leaving.later():
            if not stopping:
                started[_fork(number, sockets, serve)] = number, time.monotonic()

    for number in range(len(sockets)):
        start(number)
    while started:
        process, status = os.wait()
        number, since = started.pop(process, (-1, 0.0))
        if stopping or number < 0:
            continue
        log.warning("a worker ended, starting another", worker=number, status=os.waitstatus_to_exitcode(status))
        if time.monotonic() - since < SETTLED:
            time.sleep(1)
        start(number)


def _fork(number: int, sockets: list[socket.socket], serve: Callable[[socket.socket], None]) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        leaving.prepare()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, leaving.SIGNALS)  # that came meanwhile: the parent's handlers are not ours
        serve(sockets[number])
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except Exception:
        log.exception("a worker broke", worker=number)
    finally:
        os._exit(code)  # what is to be done at the program's exit is the parent's to do
