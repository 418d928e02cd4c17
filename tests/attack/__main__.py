"""`make attack`: each attack against a running hub, and what it did to others: what stalled, what grew, what leaked.

It starts a demo of its own; or URL=http://… TOKENS=unit:eyJ…,district:eyJ… attacks another, which is yours. What takes long in
a calm second before an attack is the machine's: a bound is reckoned from there. Exit code 1 when one is passed twice in a row.
"""
import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.attack import watch
from tests.attack.attacks import ATTACKS, NAME, PHONE, Attack
from tests.attack.kinds import KINDS
from tests.attack.served import ROOT, Served, demo

LINE = "{:<44} {:>6} {:>8} {:>8} {:>7} {:>9}  {}"
LEAKS = {"a stack trace": "Traceback", "a crash": "crashed", "a broken operation": "an operation broke", "a name": NAME,
         "a phone": PHONE, "a control character": "\x1b", "a token": "eyJ"}


def main() -> int:
    chosen = _chosen(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever ends this ends the hub too
    print(LINE.format("attack", "held", "healthz", "honest", "hub MB", "PG MB", "answers"))
    failed = []
    with tempfile.TemporaryDirectory(prefix="sandan-attack-", ignore_cleanup_errors=True) as folder:
        for quotas in (False, True):
            if some := [each for each in chosen if each.quotas == quotas]:
                with _hub(Path(folder), quotas) as served:
                    failed += [each.name for each in some if not _holds(served, each)]
    print(f"\nnot held: {', '.join(failed)}" if failed else "\nnothing stalled, grew or leaked")
    return 1 if failed else 0


def _chosen(given: Sequence[str]) -> list[Attack]:
    """The attacks in whose names one of the words is; without words, all.

    raises   SystemExit, with the names, when a word is in none
    """
    assert KINDS
    names = "\n  ".join(ATTACKS)
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__, epilog=f"attacks:\n  {names}",
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="word", help="only attacks in whose name it is; more words: and those")
    words = parser.parse_args(given).words
    if unknown := [word for word in words if not any(word in name for name in ATTACKS)]:
        parser.error(f"no attack's name has {', '.join(map(repr, unknown))} in it; there are:\n  {names}")
    if "URL" in os.environ and ":" not in os.environ.get("TOKENS", ""):
        parser.error("URL= needs TOKENS=handle:token,…: whom the attacks ask as")
    return [each for each in ATTACKS.values() if not words or any(word in each.name for word in words)]


@contextmanager
def _hub(folder: Path, quotas: bool) -> Iterator[Served]:
    if url := os.environ.get("URL"):
        parts = urlsplit(url)
        tokens = dict(each.split(":", 1) for each in os.environ["TOKENS"].split(","))
        yield Served(parts.hostname or "", parts.port or 80, tokens)
    else:
        with demo(folder, quotas=quotas) as served:
            yield served


def _holds(served: Served, attack: Attack) -> bool:
    return not _problems(served, attack) or not _problems(served, attack)


def _problems(served: Served, attack: Attack) -> list[str]:
    """What is not as it should be after an attack; printed with what was seen."""
    before = len(served.logged())
    calm = asyncio.run(watch.calm(_watched(served)))
    seen, said = asyncio.run(_attacked(served, attack))
    bound, logged = attack.bound, served.logged()[before:]
    problems = [*said["wrong"], *seen.failed[:3]]
    for what, found, most in (("the event loop", seen.held, bound.held),
                              ("/healthz", seen.healthz, bound.healthz + calm.healthz),
                              ("an honest read", seen.honest, bound.honest + calm.honest),
                              ("the hub's memory", seen.hub, bound.hub),
                              ("PostgreSQL's memory", seen.postgres, bound.postgres)):
        if found is not None and found > most:
            problems.append(f"{what}: {found:.0f}, at most {most:.0f}")
    problems += [f"{what} in the log" for what, text in LEAKS.items() if text in logged]
    answers = ", ".join(f"{count} x {what}" for what, count in Counter(said["seen"]).most_common(4))
    print(_row(attack.name, seen, answers), f"(calm: {calm.healthz:.0f}, {calm.honest:.0f})")
    for problem in problems:
        print(f"    NOT HELD {problem}")
    sys.stdout.flush()
    return problems


def _row(name: str, seen: watch.Seen, rest: str) -> str:
    return LINE.format(name[:44], *map(_number, (seen.held, seen.healthz, seen.honest, seen.hub, seen.postgres)), rest)


def _number(found: float | None) -> str:
    return "-" if found is None else f"{found:.0f}"


def _watched(served: Served) -> watch.Watched:
    return watch.Watched(f"http://{served.host}:{served.port}", served.tokens["district"], served.hub, served.postgres)


async def _attacked(served: Served, attack: Attack) -> tuple[watch.Seen, dict[str, Any]]:
    async with watch.watching(_watched(served)) as seen:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.attack.one", cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        given = {"host": served.host, "port": served.port, "tokens": dict(served.tokens), "long": served.long,
                 "name": attack.name}
        said, _ = await process.communicate(json.dumps(given).encode())
    if process.returncode:
        return seen, {"wrong": ["the attack itself broke"], "seen": {}}
    return seen, json.loads(said)


if __name__ == "__main__":
    sys.exit(main())
