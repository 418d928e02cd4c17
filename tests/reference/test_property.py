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

EXAMPLES = int(os.environ.get("EXAMPLES", "150"))
"""More by hand: EXAMPLES=5000 looks in places that the suite never looks in."""

SEE_MUCH = ("province", "city", "district", "district", "street", "street", "two-units")
Made = tuple[str, Operation]


@st.composite
def made(draw: Callable[[Any], Any], both: Both) -> Made:
    """A member's handle and a valid operation."""
    choices = Draw(draw)
    operation = Maker(both.schema, Values(choices, both.tables), choices).operation()
    assume(compare.is_valid(both.schema, operation))
    return choices.one([*both.city.members, *SEE_MUCH]), operation


@given(data=st.data())
@settings(max_examples=EXAMPLES, derandomize=EXAMPLES == 150, deadline=None, database=None,
          phases=[Phase.generate] if EXAMPLES == 150 else [Phase.generate, Phase.shrink],
          suppress_health_check=list(HealthCheck))
async def test_planner_and_reference_agree(both: Both, data: st.DataObject) -> None:
    handle, operation = data.draw(made(both))
    await both.agree(handle, operation.text, **operation.variables)
