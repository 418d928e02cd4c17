"""A payload's SELECT behind the statement of a write."""
from db import returning

WRITE = ("WITH claim AS (INSERT INTO claim (id, item_id) VALUES ($1, $2) RETURNING claim.*), "
         "done AS (INSERT INTO event SELECT claim.item_id FROM claim RETURNING true)")
WRITES = "WITH claim AS (INSERT INTO claim (id, item_id) VALUES ($1, $2) RETURNING {}), "


def test_the_payload_reads_the_written_rows_behind_the_writes_parameters() -> None:
    payload = (f"SELECT t1.state FROM {returning.ROOT} LEFT JOIN LATERAL (SELECT t1.state FROM claim t1 WHERE t1.id = $1::uuid "
               "LIMIT 1) t1 ON true")
    made = returning.behind(WRITE, "done", 2, payload)
    assert made.endswith("RETURNING true) SELECT t1.state FROM done AS root LEFT JOIN LATERAL (SELECT t1.state "
                         "FROM claim t1 WHERE t1.id = $3::uuid LIMIT 1) t1 ON true")


def test_a_part_returns_what_is_read_of_it_and_no_more() -> None:
    payload = (f"SELECT t3.state FROM {returning.ROOT} LEFT JOIN LATERAL (SELECT t3.state FROM claim t3 WHERE t3.id = $1) t3 "
               "ON true LEFT JOIN LATERAL (SELECT t4.name FROM organization t4 WHERE t4.id = t3.claimant_id) t4 ON true")
    returned = "claim.claimant_id, claim.id, claim.item_id, claim.state"
    assert returning.behind(WRITE, "done", 2, payload).startswith(WRITES.format(returned))


def test_a_write_whose_payload_is_read_later_says_that_all_was_written() -> None:
    made = returning.behind(WRITE, "done", 2, None)
    assert made.startswith(WRITES.format("claim.item_id"))
    assert made.endswith(" SELECT true FROM done")


def test_a_part_of_which_nothing_is_read_returns_that_there_is_a_row() -> None:
    assert returning.behind("WITH claim AS (INSERT INTO claim (id) VALUES ($1) RETURNING claim.*)", "claim", 1, None) == (
        "WITH claim AS (INSERT INTO claim (id) VALUES ($1) RETURNING true) SELECT true FROM claim")


def test_a_payload_of_each_row_has_its_roots_columns_in_place_of_their_values() -> None:
    payload = returning.PayloadQuery(f"SELECT t1.state FROM {returning.ROOT} LEFT JOIN LATERAL (SELECT t1.state FROM claim t1 "
                             "WHERE t1.id = $1::uuid AND t1.kind = $2) t1 ON true WHERE $3", [7, "x", 7])
    assert returning.of_each(payload, {7: "id", 8: "item_id"}) == (
        f"SELECT t1.state, root.id FROM {returning.ROOT} LEFT JOIN LATERAL (SELECT t1.state FROM claim t1 WHERE t1.id = "
        "root.id::uuid AND t1.kind = $1) t1 ON true WHERE root.id", ["x"])


def test_where_the_payload_is_read_later_each_row_says_its_id() -> None:
    assert returning.of_each(None, {7: "id"}) == (f"SELECT root.id FROM {returning.ROOT}", [])
    assert returning.behind("WITH claim AS (INSERT INTO claim (id) VALUES ($1) RETURNING claim.*)", "claim", 1,
                       returning.of_each(None, {}).sql).endswith("RETURNING claim.id) SELECT root.id FROM claim AS root")
