"""The web server around the app: its port is taken before anything else is started, and it stops with manners."""
import contextlib
import errno
import math
import os
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from hub import app, failures, settings
from hub.http import fast_path, leaving
from hub.websocket import frames


def listen(configured: settings.Settings) -> list[socket.socket]:
    """Take the port, once for each worker.

    raises   CannotStart
    """
    shared = configured.workers > 1
    try:
        family = socket.getaddrinfo(configured.host, configured.port, type=socket.SOCK_STREAM)[0][0]
        if shared:  # a port that another program holds alone is found out before any worker shares it
            socket.create_server((configured.host, configured.port), family=family).close()
        return [socket.create_server((configured.host, configured.port), family=family, backlog=2048,
                                     reuse_port=shared) for _ in range(configured.workers)]
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error
        raise failures.CannotStart(
            f"PORT={configured.port}: cannot listen on {configured.host}:{configured.port}: {reason}; "
            f"{_advice(configured, error)}") from error


def _advice(configured: settings.Settings, error: OSError) -> str:
    """What would help: another address, or a port that is free."""
    if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return (f"HOST={configured.host} is no address of this machine: HOST=127.0.0.1 for this machine alone, "
                "HOST=0.0.0.0 for every network")
    low = error.errno in (errno.EACCES, errno.EPERM)
    first = 8000 if low or configured.port > 65000 else configured.port + 1
    free = next((port for port in range(first, first + 100) if _is_free(configured.host, port)), 0)
    return f"{'below 1024 it takes the rights of root; ' if low else ''}another port: PORT={free or '…'}"


def _is_free(host: str, port: int) -> bool:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError:
        return False
    return True


class Server(uvicorn.Server):
    """Tells the app that it stops before it waits for open requests, so that streams end by themselves.

    ready   called when requests are answered
    """

    def __init__(self, config: uvicorn.Config, served: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._served = served
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app.stop(self._served)
        await super().shutdown(sockets)


def server(served: Starlette, configured: settings.Settings, ready: Callable[[], None]) -> Server:
    """The server of an app: sockets are closed with 1012, requests have SANDAN_STOP_SECONDS to finish."""
    return Server(uvicorn.Config(
        served, log_config=None, access_log=False, loop="uvloop", http=fast_path.Protocol, ws=frames.Protocol,
        ws_max_size=configured.body_bytes, ws_per_message_deflate=False, server_header=False,
        timeout_keep_alive=math.ceil(configured.idle_within.total_seconds()),
        proxy_headers=False,  # nobody asks where a request came from
        timeout_graceful_shutdown=math.ceil(configured.stop_within.total_seconds())), served, ready)


def serve(served: Starlette, configured: settings.Settings, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM."""
    signal.signal(signal.SIGTERM, _leave)  # uvicorn raises the signal again when done: leave by way of atexit
    leaving.hang_up_is_terminate()
    serving = server(served, configured, ready)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is the way to stop, and no failure
        serving.run(sockets=[taken])
    if not serving.started:
        sys.exit(1)  # the log has the reason


def _leave(_signal: int, _frame: FrameType | None) -> None:
    leaving.hear_no_more()
    sys.exit(0)
