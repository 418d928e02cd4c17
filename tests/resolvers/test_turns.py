"""Long texts that are new are read one after the other, and others are served between."""
import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from planner.documents import Documents
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.planning import SHORT
from resolvers.executing.request import Request
from resolvers.executing.turns import Turns
from schema import graphql

PADDING = "#" * SHORT


@pytest.fixture
def operations() -> Operations:
    return graphql.operations()


class Others:
    """What is served meanwhile: how often it was its turn when each text was read."""

    def __init__(self, operations: Operations) -> None:
        self.turns, self.read_at = 0, list[int]()
        read = operations.planning.documents._read

        def noting(text: str) -> Any:
            self.read_at.append(self.turns)
            return read(text)

        operations.planning.documents._read = noting  # type: ignore[method-assign]  # and then does what it does

    async def go_on(self) -> None:
        while True:
            self.turns += 1
            await asyncio.sleep(0)


async def together(operations: Operations, *asked: Any) -> list[int]:
    others = Others(operations)
    going = asyncio.create_task(others.go_on())
    await asyncio.gather(*asked, return_exceptions=True)
    going.cancel()
    return others.read_at


def context() -> Context:
    return Context(None, None, "turns", lambda: datetime.now(UTC))  # type: ignore[arg-type]  # nothing is read of rows


@pytest.mark.parametrize("padding", ["", PADDING])
@pytest.mark.parametrize("way", ["run", "operation_kind", "in_turn"])
async def test_others_are_served_between_two_texts(operations: Operations, way: str, padding: str) -> None:
    texts = [Request(f"{{ a{number}: __typename }} {padding}") for number in range(5)]
    asked = [operations.run(each, context()) if way == "run" else getattr(operations.planning, way)(each, "who")
             for each in texts]
    read_at = await together(operations, *asked)
    assert len(read_at) == 5
    assert all(before + 5 <= after for before, after in pairwise(read_at)), read_at


async def test_a_short_text_does_not_wait_for_long_ones(operations: Operations) -> None:
    async with operations.planning.long_turns.turn("somebody"):
        assert (await operations.run(Request("{ a: __typename }"), context())).executed


async def test_a_text_that_is_remembered_waits_for_nobody(operations: Operations) -> None:
    asked = Request(f"{{ __typename }} {PADDING}")
    for _ in range(3):
        await operations.run(asked, context())
    async with operations.planning.turns.turn("a"), operations.planning.long_turns.turn("a"):
        assert (await operations.run(asked, context())).executed


async def test_who_leaves_or_asks_nonsense_holds_up_nobody(operations: Operations) -> None:
    waiting = []
    async with operations.planning.long_turns.turn("somebody"):
        waiting = [asyncio.create_task(operations.run(Request(f"{{ a{number} {PADDING}"), context())) for number in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
    with suppress(asyncio.CancelledError):
        await waiting[0]
    assert [(await each).executed for each in waiting[1:]] == [False, False]
    assert isinstance(operations.planning.documents, Documents)


async def test_others_have_as_much_time_as_the_last_turn_took() -> None:
    turns = Turns()
    async with turns.turn("a"):
        time.sleep(0.05)  # noqa: ASYNC251  # holds the loop, as reading a text does
    ended, took = turns._ended, turns._took
    async with turns.turn("a"):
        assert took >= 0.05
        assert turns._began >= ended + took - 0.002  # the loop's clock has milliseconds


async def test_whoever_sends_many_delays_others_by_one(operations: Operations) -> None:
    """Read in the order in which they came, the other's would be the last of all."""
    read: list[str] = []
    really = operations.planning.documents._read

    def noting(text: str) -> Any:
        read.append(text[2])
        return really(text)

    operations.planning.documents._read = noting  # type: ignore[method-assign]  # and then does what it does
    many = [Request(f"{{ m{number}: __typename }}") for number in range(20)]
    others = [Request("{ a: __typename }"), Request("{ b: __typename }")]
    asked = [operations.planning.in_turn(each, "many") for each in many]
    asked += [operations.planning.in_turn(each, each.query) for each in others]
    await asyncio.gather(*asked)
    assert "".join(read) == "mmab" + "m" * 18


async def test_operations_wait_in_their_askers_line(operations: Operations) -> None:
    done: list[object] = []

    async def run(number: int, asker: str) -> None:
        await operations.run(Request(f"{{ a{number}: __typename }}"), replace(context(), asker=asker))
        done.append(asker)

    await asyncio.gather(*(run(number, "many") for number in range(10)), run(10, "other"))
    assert done.index("other") <= 2


async def test_a_turn_that_comes_to_who_leaves_is_handed_on() -> None:
    turns, had = Turns(), list[str]()

    async def take(who: str) -> None:
        async with turns.turn(who):
            had.append(who)

    async with turns.turn("first"):
        waiting = [asyncio.create_task(take(who)) for who in ("leaves", "leaves too", "stays")]
        await asyncio.sleep(0)
        waiting[0].cancel()
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await take("later")
    assert had == ["stays", "later"]
