"""The attacks of `tests.attack.wire`, several at once where they leave each other alone."""
import asyncio
from collections.abc import Awaitable, Sequence

from tests.attack import wire
from tests.attack.attacks import Bed, attack

WITHIN = 20.0  # seconds in which the hub must have ended what it does not want: those of `tests.attack.served`, and a look
LARGE = "{ items(first: 100, filter: {state: null}) { nodes { title body publisher { name } history { nodes { kind } } } } }"
FROM_THE_BEGINNING = 'subscription { changes(after: "ZXZlbnQ6MA") { cursor previous } }'


async def _all(bed: Bed, plays: Sequence[Awaitable[wire.Outcome]], *, ends: bool = True) -> None:
    """ends   whether the hub must have ended them: it may hold one for whom nothing waits"""
    for outcome in await asyncio.gather(*plays):
        bed.seen["ended"] += outcome.ended
        bed.seen["held"] += outcome.held
        for status, count in outcome.answers.items():
            bed.seen[str(status)] += count
        if outcome.held and ends:
            bed.wrong.append(f"{outcome.held} connections are held after {WITHIN:.0f} s")


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
    await _all(bed, [wire.unread_answers(_hub(bed, "member"), LARGE, seconds=WITHIN)], ends=False)


@attack(quotas=True)
async def replays_that_nobody_reads(bed: Bed) -> None:
    await _all(bed, [wire.unread_replays(_hub(bed, "street"), FROM_THE_BEGINNING, seconds=WITHIN)], ends=False)


@attack(quotas=True)
async def streams_that_nobody_reads(bed: Bed) -> None:
    await _all(bed, [wire.unread_streams(_hub(bed, "street"), FROM_THE_BEGINNING, seconds=WITHIN)], ends=False)
