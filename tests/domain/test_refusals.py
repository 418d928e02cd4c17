"""A refusal is declared once, with all that its GraphQL type needs: one that is not cannot be imported."""
from typing import Annotated, Any

import pytest

from domain.refusals import ClaimTooLarge, Detail, Refusal, SlotTaken

NO: dict[str, Any] = {"TEXT": "不行。No.", "ADVICE": "改。Change it."}


def _declare(description: str, **body: Any) -> type:
    return type("Declared", (Refusal,), body, **({"description": description} if description else {}))


@pytest.mark.parametrize(("description", "body", "fault"), [
    ("", NO, "has no description"),
    ("谢绝。No.", {"ADVICE": "改。Change it."}, "has no message"),
    ("谢绝。No.", {"TEXT": "不行。No."}, "does not say what to do"),
    ("谢绝。No.", {**NO, "__annotations__": {"left": int}}, r"without a description: \['left'\]"),
    ("谢绝。No.", {**NO, "__annotations__": {"left": list[str]}}, r"without a description: \['left'\]"),
    ("谢绝。No.", {**NO, "__annotations__": {"state": Annotated[str, "状态。The state."], "left": dict[str, int]}},
     r"without a description: \['left'\]")])
def test_what_is_not_described_is_an_error(description: str, body: dict[str, Any], fault: str) -> None:
    with pytest.raises(TypeError, match=fault):
        _declare(description, **body)
    assert "Declared" not in Refusal.KINDS


def test_a_refusal_says_what_it_is() -> None:
    assert Refusal.KINDS["ClaimTooLarge"] is ClaimTooLarge
    assert dict(ClaimTooLarge.DETAILS) == {"remaining": Detail(int, "还剩多少。How much is left.")}
    assert (SlotTaken.DETAILS, SlotTaken().message) == ({}, SlotTaken.TEXT)
