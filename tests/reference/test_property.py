"""Random operations of random viewers: the planner answers what the reference answers."""
import os

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.reference import compare
from tests.reference.conftest import Both
from tests.reference.draw import Draw
from tests.reference.operations import Maker
from tests.reference.values import Values

EXAMPLES = int(os.environ.get("EXAMPLES", "150"))
"""More by hand: EXAMPLES=5000 looks in places that the suite never looks in."""


@given(data=st.data())
@settings(max_examples=EXAMPLES, derandomize=EXAMPLES == 150, deadline=None, database=None,
          suppress_health_check=list(HealthCheck))
async def test_planner_and_reference_agree(both: Both, data: st.DataObject) -> None:
    draw = Draw(data.draw)
    operation = Maker(both.schema, Values(draw, both.tables), draw).operation()
    assume(compare.is_valid(both.schema, operation))
    await both.agree(draw.one(list(both.city.members)), operation.text, **operation.variables)
