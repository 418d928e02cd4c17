"""`python -m bench`: runs the measurements and writes bench/results.md."""
import argparse
import sys

from bench import (
    answers,
    audience,
    bed,
    crowd,
    fanout,
    federation,
    hot,
    latency,
    load,
    machine,
    many,
    packages,
    processes,
    questions,
    report,
    requests,
    servers,
)
from sdl import programs


def main() -> int:
    asked = _arguments()
    try:
        load.check()
        packages.check(asked.part or PARTS)
        _run(asked)
    except (load.NoGenerator, load.Refused, packages.NotInstalled, machine.TooSmall, bed.PortTaken, processes.DidNotStart,
            answers.Different, requests.WrongEffect, crowd.NotHeard, hot.UntrueRefusal, programs.DidNotStart) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=10, help="many and short: a machine's speed changes within seconds")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be given again")
    parser.add_argument("--question", action="append", default=[], choices=questions.NAMES,
                        help="of the requests, only this; may be given again")
    return parser.parse_args()


def _run(asked: argparse.Namespace) -> None:
    made = report.Report()
    for part in asked.part or PARTS:
        PARTS[part](made, asked)
    how = (f"Medians of {asked.rounds} interleaved rounds, of the ratios too, in each of which a server is asked four times, "
           f"for {asked.seconds:g} s or more; the server on one core, PostgreSQL and the load on the other; loopback.")
    whole = made.whole(how)
    if not asked.part and not asked.question:  # a part's figures do not take the place of all
        report.FILE.write_text(whole, "utf-8")
    print(whole)
    print("\n".join(made.lines()))


def _requests(made: report.Report, asked: argparse.Namespace) -> None:
    with bed.made(servers.compared) as test_bed:
        report.requests(made, test_bed, requests.run(test_bed, seconds=asked.seconds, rounds=asked.rounds,
                                                        only=asked.question))


def _fan_out(made: report.Report, _: argparse.Namespace) -> None:
    with bed.made(servers.listened) as test_bed:
        report.fan_out(made, test_bed, fanout.run(test_bed))
    with bed.made(lambda url: [servers.hub(url)]) as test_bed:
        report.latency(made, latency.run(test_bed))
    with bed.made(lambda url: [servers.hub(url, workers=2)]) as test_bed:
        report.many(made, many.run(test_bed))


def _hot(made: report.Report, asked: argparse.Namespace) -> None:
    with bed.made(lambda url: [servers.hub(url)]) as test_bed:
        report.hot(made, hot.run(test_bed, seconds=asked.seconds, rounds=asked.rounds))


def _audience(made: report.Report, _: argparse.Namespace) -> None:
    report.audience(made, audience.run())


def _federation(made: report.Report, asked: argparse.Namespace) -> None:
    report.federation(made, federation.run(asked.rounds))


PARTS = {"requests": _requests, "fanout": _fan_out, "hot": _hot, "audience": _audience, "federation": _federation}

if __name__ == "__main__":
    sys.exit(main())
