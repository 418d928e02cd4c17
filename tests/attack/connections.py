"""The attacks of `tests.attack.wire`, several at once where they leave each other alone."""
import asyncio
from collections.abc import Awaitable, Sequence

from tests.attack import unread, wire
from tests.attack.attacks import Bed, attack

WITHIN = 20.0  # seconds in which the hub must have ended what it does not want: those of `tests.attack.served`, and a look
LARGE = "{ items(first: 100, filter: {state: null}) { nodes { title body publisher { name } history { nodes { kind } } } } }"
TIMES = " ".join(f"body{number}: body" for number in range(8))


def _replay(bed: Bed) -> str:
    """A subscription whose messages are half a megabyte each, thousands of them."""
    return f'subscription {{ changes(after: "{bed.long}") {{ cursor event {{ item {{ title {TIMES} }} }} }} }}'


async def _all(bed: Bed, plays: Sequence[Awaitable[wire.Outcome]], *, ends: bool = True, least: int = 0) -> None:
    """
    ends    whether the hub must have ended them all: it may hold one for whom nothing waits
    least   how many it must have ended at least
    """
    for outcome in await asyncio.gather(*plays):
        bed.seen["ended"] += outcome.ended
        bed.seen["held"] += outcome.held
        for status, count in outcome.answers.items():
            bed.seen[str(status)] += count
        if outcome.held and ends:
            bed.wrong.append(f"{outcome.held} connections are held after {WITHIN:.0f} s")
        if outcome.ended < least:
            bed.wrong.append(f"only {outcome.ended} connections were cut in {WITHIN:.0f} s")


def _hub(bed: Bed, who: str | None = None) -> wire.Hub:
    return wire.Hub(bed.host, bed.port, bed.tokens[who] if who else None)


@attack()
async def slow_and_silent_connections(bed: Bed) -> None:
    hub = _hub(bed)
    await _all(bed, [each(hub, seconds=WITHIN) for each in (wire.silence, wire.slow_head, wire.line_ends, wire.half_bodies)])


@attack()
async def heads_and_bodies_without_end(bed: Bed) -> None:
    hub = _hub(bed)
    await _all(bed, [each(hub, seconds=WITHIN) for each in (
        wire.endless_head, wire.many_headers, wire.endless_body, wire.endless_trailer)])


@attack()
async def requests_in_pipelines(bed: Bed) -> None:
    await _all(bed, [wire.pipelines(_hub(bed), seconds=WITHIN)])


@attack()
async def frames_without_end(bed: Bed) -> None:
    await _all(bed, [each(_hub(bed, "unit"), seconds=WITHIN) for each in (wire.pings, wire.messages, wire.fragments)])


@attack()
async def messages_by_halves(bed: Bed) -> None:
    await _all(bed, [wire.half_messages(_hub(bed, "unit"), seconds=WITHIN)])


@attack()
async def answers_that_nobody_reads(bed: Bed) -> None:
    await _all(bed, [unread.answers(_hub(bed, "member"), LARGE, seconds=WITHIN)], ends=False)


@attack(quotas=True)
async def replays_that_nobody_reads_of_one_person(bed: Bed) -> None:
    """Of whom the quotas let no more than so many begin."""
    await _all(bed, [unread.replays(_hub(bed, "street"), _replay(bed), seconds=WITHIN)], ends=False)


@attack(hub=200)
async def replays_that_nobody_reads(bed: Bed) -> None:
    """100 on each of 50 sockets, 5,000 subscriptions at once, which no quota lets one person have: the sockets are cut for
    whom something waits, the others' replays wait for room."""
    await _all(bed, [unread.replays(_hub(bed, "street"), _replay(bed), seconds=WITHIN)], ends=False, least=5)


@attack()
async def streams_that_nobody_reads(bed: Bed) -> None:
    await _all(bed, [unread.streams(_hub(bed, "street"), _replay(bed), seconds=WITHIN)])
