from tests.api.client import Client, global_id, mutation, new_key
from tests import city as place
async def test_x(client: Client) -> None:
    item = await client.desk.add(place.add_item, client.city.bank, place.COMMUNITY)
    await client.write("unit", "claimItem", "", itemId=global_id("Demand", item))
    for s in client.sent: print(s[:150])
    for f in ["items(filter: {text: $t}) { totalCount }", "items(after: $t) { nodes { id } }", "demands(filter: {gridCode: $t}) { nodes { id } }","organizations(filter: {name: $t}) { totalCount }"]:
        r = await client.send("unit", f"query($t: String) {{ {f} }}", t="a\0"); print(f, r["errors"][0]["extensions"], r["errors"][0]["message"][:50])
