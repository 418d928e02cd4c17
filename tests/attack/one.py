"""One attack in a process of its own, so that whoever watches is not held up: what and whom as JSON on standard input, and
how it went on standard output."""
import asyncio
import json
import sys

from tests.attack.attacks import ATTACKS, Bed
from tests.attack.kinds import KINDS

MOST = 30.0  # seconds of one attack


async def _run(bed: Bed, name: str) -> None:
    try:
        async with asyncio.timeout(MOST):
            await ATTACKS[name].do(bed)
    except TimeoutError:
        bed.seen["not done in time"] += 1


def main() -> None:
    assert KINDS
    given = json.load(sys.stdin)
    bed = Bed(given["host"], given["port"], given["tokens"], given["long"])
    asyncio.run(_run(bed, given["name"]))
    json.dump({"seen": bed.seen, "wrong": bed.wrong[:5]}, sys.stdout)


if __name__ == "__main__":
    main()
