"""How the program ends, whoever asks for it: Ctrl-C, SIGTERM (also by `timeout`), or SIGHUP when the terminal is closed.

By way of atexit, where the embedded PostgreSQL is stopped. A second signal, as sent by who loses patience and by whatever
signals a whole group, does not break that off.
"""
import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
AGAIN = 2  # seconds after which leaving is tried once more


def prepare() -> None:
    """From now on SIGTERM and SIGHUP end the program in order, as Ctrl-C does. What `nohup` has ignored stays ignored."""
    for each in (signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, _leave)


def hear_no_more() -> None:
    """The program ends already: whatever comes now is ignored, also by the programs that it starts to end others."""
    signal.alarm(0)
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def hang_up_is_terminate() -> None:
    """Where SIGTERM has a handler of its own, SIGHUP has the same."""
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _leave(number: int, _: FrameType | None) -> None:
    """An exit that is raised in a finalizer is lost, since Python ignores what is raised there: so it is raised again."""
    hear_no_more()
    signal.signal(signal.SIGALRM, lambda *_: _leave(number, None))
    signal.alarm(AGAIN)
    sys.exit(128 + number)


@contextlib.contextmanager
def later() -> Iterator[None]:
    """What asks to end within the block is heard after it, also by what it starts: half started, nobody could stop it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
