"""What a use case declares: mypy checks its input, and it is answered as it says."""
from uuid import UUID, uuid4

import pytest

from domain.committees import AlreadySeated
from domain.refusals import Refusal
from resolvers import claims, items
from resolvers.executing.context import Context
from resolvers.writing.results import Answer
from resolvers.writing.use_cases import Settled, Write, use_case
from tests import city as place
from tests.desk import Desk

KEY = "the-same-key"


async def _of_mistyped(context: Context) -> list[Answer]:  # never called: each `ignore` that mypy has no use for is an error
    return [
        await claims.accept.answer(context, KEY, claim_id="a text"),  # type: ignore[arg-type]  # is no UUID
        await claims.accept.answer(context, KEY, claim_id=uuid4(), tusk="none"),  # type: ignore[call-arg]  # a misspelt one
        await claims.decline.answer(context, KEY, claim_id=uuid4()),  # type: ignore[call-arg]  # the reason is missing
        await items.publish_demand.answer(context, KEY, title="修灯"),  # type: ignore[call-arg]  # so is the category
        await items.revise.answer(context, KEY, item_id=uuid4(), quantity="two"),  # type: ignore[arg-type]  # is no number
        await items.revise.answer(context, KEY, item_id=uuid4(), quantity=None)]


async def test_a_use_case_is_done_from_python(desk: Desk) -> None:
    item = await desk.add(place.add_item, desk.city.community, place.COMMUNITY)
    answer = await claims.propose.answer(desk.context("unit"), KEY, item_id=item, quantity=2)
    assert await claims.propose.answer(desk.context("unit"), KEY, item_id=item, quantity=2) == answer
    assert (await desk.row("item", item))["claimed"] == 2


@pytest.mark.parametrize("settled", Settled)
async def test_a_refusal_that_is_not_declared_is_a_bug(desk: Desk, settled: Settled) -> None:
    """The schema has no type for it in the result, and it is not kept as the answer."""
    @use_case(AlreadySeated, settled=settled)
    async def refuse(_: Write, *, kind: str) -> dict[str, UUID]:
        raise Refusal.KINDS[kind]()

    await desk.refused(AlreadySeated, "unit", refuse, kind="AlreadySeated")
    assert "refuse" in await desk.fails(AssertionError, "unit", refuse, kind="MemberInactive")


def test_its_name_is_what_the_keys_remember() -> None:
    """An answer that was given before an update is found after it."""
    assert (claims.propose.name, items.publish_demand.name, claims.return_.name) == (
        "claims.propose", "items.publish_demand", "claims.return_")
