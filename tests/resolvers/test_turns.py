"""Long texts that are new are read one after the other, and others are served between."""
import asyncio
import time
from contextlib import suppress
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
    asked = [operations.run(each, context()) if way == "run" else getattr(operations.planning, way)(each) for each in texts]
    read_at = await together(operations, *asked)
    assert len(read_at) == 5
    assert all(before + 5 <= after for before, after in pairwise(read_at)), read_at


async def test_a_short_text_does_not_wait_for_long_ones(operations: Operations) -> None:
    async with operations.planning.long_turns:
        assert (await operations.run(Request("{ a: __typename }"), context())).executed


async def test_a_text_that_is_remembered_waits_for_nobody(operations: Operations) -> None:
    asked = Request(f"{{ __typename }} {PADDING}")
    for _ in range(3):
        await operations.run(asked, context())
    async with operations.planning.turns, operations.planning.long_turns:
        assert (await operations.run(asked, context())).executed


async def test_who_leaves_or_asks_nonsense_holds_up_nobody(operations: Operations) -> None:
    waiting = []
    async with operations.planning.long_turns:
        waiting = [asyncio.create_task(operations.run(Request(f"{{ a{number} {PADDING}"), context())) for number in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
    with suppress(asyncio.CancelledError):
        await waiting[0]
    assert [(await each).executed for each in waiting[1:]] == [False, False]
    assert isinstance(operations.planning.documents, Documents)


async def test_others_have_as_much_time_as_the_last_turn_took() -> None:
    turns = Turns()
    async with turns:
        time.sleep(0.05)  # noqa: ASYNC251  # holds the loop, as reading a text does
    ended, took = turns._ended, turns._took
    async with turns:
        assert took >= 0.05
        assert turns._began >= ended + took - 0.002  # the loop's clock has milliseconds
