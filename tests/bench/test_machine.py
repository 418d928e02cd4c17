"""What runs on the machine while it is measured: processes come and go."""
import os
import subprocess
import sys

from bench import machine


def test_a_process_that_has_ended_is_a_family_of_its_own() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert machine.family(ended.pid) == [ended.pid]
    assert machine.processor_seconds([ended.pid]) == 0


def test_children_are_of_the_family() -> None:
    with subprocess.Popen(["sleep", "30"]) as child:
        assert child.pid in machine.family(os.getpid())
        child.kill()
