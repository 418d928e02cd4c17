"""The demo is whole and believable."""
from collections import Counter
from hashlib import sha256

from db.driver.connection import Connection
from domain import claims, items
from hub.demo import data, loading
from hub.files.store import Store
from tests.data.demo import counts, sizes


async def test_it_is_all_there(reading: Connection, demo: loading.Loaded) -> None:
    tables = await sizes(reading)
    assert demo.was_empty
    assert demo.items == tables["item"] >= 300
    assert (demo.claims, demo.members) == (tables["claim"], tables["member"] - tables["system"])
    by_list = await counts(reading, "SELECT list, count(*) FROM item GROUP BY 1")
    assert by_list.keys() == set(items.List)
    assert min(by_list.values()) >= 50
    assert tables["share"] >= 10
    assert 0 < await reading.fetchval("SELECT count(*) FROM share WHERE guest_id IS NOT NULL") < tables["share"]
    assert await reading.fetchval("SELECT count(DISTINCT scope) FROM item WHERE community_days IS NOT NULL") > 1
    assert tables["contact"] >= 200
    kinds = await counts(reading, "SELECT kind, count(*) FROM organization GROUP BY 1")
    assert kinds["STREET"] == 1 + 16 + 19
    assert kinds["COMMUNITY"] == 7 + 175 + 215
    assert demo.committees == kinds["STREET"] + kinds["COMMUNITY"]
    assert 0 < await reading.fetchval("SELECT count(*) FROM attachment WHERE object_type = 'Agreement'") < tables["agreement"]


async def test_its_files_are_there(reading: Connection, demo: loading.Loaded, files: Store) -> None:
    attached = await reading.fetch("SELECT id, digest FROM attachment")
    assert attached
    for file in attached[:5]:
        content = b"".join([part async for part in files.read(file["id"], file["digest"])])
        assert sha256(content).hexdigest() == file["digest"]


async def test_it_reads_well(reading: Connection, demo: loading.Loaded) -> None:
    texts = await reading.fetch("SELECT title, body, address, category FROM item")
    titles = Counter(row["title"] for row in texts)
    assert [title for title, times in titles.items() if times > 1] == []
    assert not [row for row in texts if any(sign in f"{row['title']}{row['body']}{row['address']}" for sign in "{}|")]
    assert min(len(row["body"]) for row in texts) >= 20
    assert {row["category"] for row in texts} == set(items.Category)
    assert len(data.texts()) >= 120
    assert len({text.body for text in data.texts()}) == len(data.texts())


async def test_every_kind_of_state_scope_and_kind_occurs(reading: Connection, demo: loading.Loaded) -> None:
    async def found(column: str, table: str) -> set[object]:
        rows = await reading.fetch(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        return {row[0] for row in rows}
    assert await found("state", "item") == set(items.ItemState)
    assert await found("state", "claim") == set(claims.ClaimState)
    assert await found("state", "card") >= {"PROPOSED", "AGREED", "DECLINED"}
    assert await found("number", "card") >= {1, 2}
    assert await found("urgency", "item") == set(items.Urgency)
    assert await found("scope", "item") >= {"PAIRED", "COMMUNITY", "STREET", "DISTRICT", "CITY"}
    assert await found("resource_kind", "item") >= {"VENUE", "SERVICE", "EXPERTISE", "EQUIPMENT", "ACTIVITY"}
    assert await found("rating", "claim") == {3, 4, 5}
    assert await reading.fetchval("SELECT count(*) FROM item WHERE grid_id IS NOT NULL") >= 3
    assert await reading.fetchval("SELECT count(*) FROM item WHERE lead_seat_id IS NOT NULL") >= 10
    assert await reading.fetchval("SELECT count(*) FROM claim WHERE during IS NOT NULL") >= 1


async def test_everything_lies_in_its_district(reading: Connection, demo: loading.Loaded) -> None:
    around = {"110111": (115.98, 39.72), "341181": (119.00, 32.69), "140403": (113.12, 36.20)}
    rows = await reading.fetch("SELECT district, longitude, latitude FROM item")
    assert {row["district"] for row in rows} == around.keys()
    for row in rows:
        longitude, latitude = around[row["district"]]
        assert abs(row["longitude"] - longitude) < 0.2
        assert abs(row["latitude"] - latitude) < 0.2
