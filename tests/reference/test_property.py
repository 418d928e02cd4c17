"""Random operations of random viewers: the planner answers what the reference answers."""
import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.reference import compare
from tests.reference.conftest import Both
from tests.reference.draw import Draw
from tests.reference.operations import Maker, Operation
from tests.reference.values import Values

BY_HAND = os.environ.get("EXAMPLES")
"""EXAMPLES=5000 looks in places where the suite never looks, and makes what it finds small, which takes minutes."""
EXAMPLES = int(BY_HAND or 150)
SEE_MUCH = ("province", "city", "district", "district", "street", "street", "two-units")
Made = tuple[str, Operation]


@st.composite
def made(draw: Callable[[Any], Any], both: Both) -> Made:
    """A member's handle and an operation, nearly always a valid one."""
    choices = Draw(draw)
    operation = Maker(both.schema, Values(choices, both.tables), choices).operation()
    return choices.one([*both.city.members, *SEE_MUCH]), operation


@given(data=st.data())
@settings(max_examples=EXAMPLES, derandomize=BY_HAND is None, deadline=None, database=None,
          phases=[Phase.generate, *([Phase.shrink] if BY_HAND else [])], suppress_health_check=list(HealthCheck))
async def test_planner_and_reference_agree(both: Both, data: st.DataObject) -> None:
    handle, operation = data.draw(made(both))
    assume(compare.is_valid(both.schema, operation))
    await both.agree(handle, operation.text, **operation.variables)
