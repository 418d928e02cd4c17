"""An exit that is raised where nothing can be raised is not lost."""
import subprocess
import sys

from tests.conftest import ROOT

LOST = """
import os, signal, time
from hub.http import leaving

class Dying:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)

leaving.prepare()
try:
    Dying()
    print("it went on", flush=True)
    time.sleep(60)
finally:
    leaving.hear_no_more()
    print("and left", flush=True)
"""


def test_an_exit_within_a_finalizer_is_raised_again() -> None:
    done = subprocess.run([sys.executable, "-c", LOST], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 128 + 15
    assert done.stdout.split("\n")[:2] == ["it went on", "and left"]


REAPED = """
import os, signal, socket
from hub import workers

wait = os.wait

def overtaken():
    found = wait()
    os.kill(os.getpid(), signal.SIGTERM)
    return found

os.wait = overtaken
workers.run([socket.socket()], lambda _: None)
print("left")
"""


def test_an_exit_that_comes_just_after_a_worker_has_ended_breaks_nothing() -> None:
    """Its process is no more, and still known: there is nobody to signal, and the others are signalled all the same."""
    done = subprocess.run([sys.executable, "-c", REAPED], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert (done.returncode, done.stdout) == (0, "left\n"), done.stderr
