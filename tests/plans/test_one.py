"""One row by its id costs the same however many there are, seen or not."""
from planner import ids
from tests.plans.conftest import Crowd

DEMAND = "SELECT id FROM item WHERE list = 'DEMAND' AND state = 'PUBLISHED' AND home_code LIKE $1 ORDER BY id LIMIT 1"


async def test_an_item(crowd: Crowd) -> None:
    near, far = [ids.encoder("de")(await crowd.connection.fetchval(DEMAND, code)) for code in ("110111%", "110105%")]
    for handle in ("bank", "district", "nobody"):
        for item in (near, far):
            text = f'{{ node(id: "{item}") {{ ... on Demand {{ title publisher {{ name }} }} }} }}'
            found, = await crowd.explain(handle, text)
            assert not found.whole, (handle, found)
            assert found.read["item"] == 1
            assert found.read.get("claim", 0) + found.read.get("share", 0) <= 8, (handle, found)
