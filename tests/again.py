"""`python -m tests.again ...`: pytest with these arguments, and then once more, each alone, the few tests that failed.

For CI, whose tests run beside one another and beside whatever else its machine does: one that failed there for want of time
passes when it has the machine for itself, and one that found a fault fails again. What passed only then is said loudly, to be
mended. Where many fail it is no accident, and none is run again; nor is any when pytest itself could not go on.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

MOST = 3


def main(arguments: list[str]) -> int:
    """What pytest would exit with."""
    with tempfile.TemporaryDirectory(prefix="sandan-again-") as cache:
        code = run(*arguments, "-o", f"cache_dir={cache}")
        failed = lasting(Path(cache))
    if code != pytest.ExitCode.TESTS_FAILED or not 0 < len(failed) <= MOST or not all("::" in each for each in failed):
        return code  # a file without a test's name could not be read, and its tests were not run
    print(f"\nonce more, alone: {', '.join(failed)}", flush=True)
    left = [each for each in failed if run("-q", "-n", "0", "-p", "no:cacheprovider", each)]
    if passed := [each for each in failed if each not in left]:
        print("", "!" * 100, "PASSED ONLY WHEN RUN ALONE, and to be mended:", *passed, "!" * 100, sep="\n", flush=True)
    return code if left else 0


def run(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode


def lasting(cache: Path) -> list[str]:
    """The tests that failed, as pytest's own cache names them."""
    file = cache / "v" / "cache" / "lastfailed"
    return list(json.loads(file.read_text("utf-8"))) if file.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
