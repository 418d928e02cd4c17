"""A payload's SELECT behind the statement of a write."""
from db import returning
from db.returning import Part, PayloadQuery, Write
from db.select import ROOT, Expression, Join, Select, all_of

CLAIM = Part("claim", "INSERT INTO claim (id, item_id) VALUES ($1, $2)", returns="claim")
DONE = Part("done", "INSERT INTO event SELECT claim.item_id FROM claim RETURNING true", reads={"claim": ["item_id"]})
WRITE = Write((CLAIM, DONE), "done", 2)
WRITES = "WITH claim AS (INSERT INTO claim (id, item_id) VALUES ($1, $2) RETURNING {}), done AS ("


def _of(alias: str, column: str) -> Expression:
    return Expression((f"{alias}.{column}",), frozenset({(alias, column)}))


def _equals(alias: str, column: str, value: int | str) -> Expression:
    return Expression((f"{alias}.{column} = ", value), frozenset({(alias, column)}))


STATE = Select((_of("t1", "state"),), joins=(Join("claim", "t1", _equals("t1", "id", 1), ("state",)),))


def test_the_payload_reads_the_written_rows_behind_the_writes_parameters() -> None:
    assert returning.behind(WRITE, STATE).endswith(
        "RETURNING true) SELECT t1.state FROM done AS root LEFT JOIN LATERAL (SELECT t1.state "
        "FROM claim t1 WHERE t1.id = $3 LIMIT 1) t1 ON true")


def test_a_part_returns_what_is_read_of_it_and_no_more() -> None:
    is_claimant = Expression(("t4.id = t1.claimant_id",), frozenset({("t4", "id"), ("t1", "claimant_id")}))
    owner = Join("organization", "t4", is_claimant, ("name",))
    payload = Select((*STATE.columns, _of("t4", "name")), joins=(*STATE.joins, owner))
    assert returning.behind(WRITE, payload).startswith(
        WRITES.format("claim.claimant_id, claim.id, claim.item_id, claim.state"))


def test_a_write_whose_payload_is_read_later_says_that_all_was_written() -> None:
    made = returning.behind(WRITE, None)
    assert made.startswith(WRITES.format("claim.item_id"))
    assert made.endswith(" SELECT true FROM done")


def test_a_part_of_which_nothing_is_read_returns_that_there_is_a_row() -> None:
    assert returning.behind(Write((CLAIM,), "claim", 2), None) == (
        "WITH claim AS (INSERT INTO claim (id, item_id) VALUES ($1, $2) RETURNING true) SELECT true FROM claim")


def test_a_payload_of_each_row_has_its_roots_columns_in_place_of_their_values() -> None:
    kind = all_of([_equals("t1", "id", 1), _equals("t1", "kind", 2), _equals("root", "state", 3)])
    payload = PayloadQuery(Select(STATE.columns, joins=(Join("claim", "t1", kind, ("state",)),)), [7, "x", 7])
    for_each = returning.of_each(payload, {7: "id", 8: "item_id"})
    assert (for_each.sql, for_each.values) == (
        f"SELECT t1.state, root.id FROM {ROOT} LEFT JOIN LATERAL (SELECT t1.state FROM claim t1 WHERE t1.id = "
        "root.id AND t1.kind = $1 AND root.state = root.id LIMIT 1) t1 ON true", ["x"])
    assert for_each.select.reads_of("claim", "claim") == {"id", "kind", "state"}


def test_equal_payloads_of_each_row_are_one_value() -> None:
    """Proposals that read the same are written together."""
    again = Select(STATE.columns, joins=STATE.joins)
    assert returning.of_each(PayloadQuery(STATE, [7]), {7: "id"}).select == returning.of_each(
        PayloadQuery(again, [8]), {8: "id"}).select


def test_where_the_payload_is_read_later_each_row_says_its_id() -> None:
    select, values = returning.of_each(None, {7: "id"})
    assert (select.sql, values) == (f"SELECT root.id FROM {ROOT}", [])
    made = returning.behind(Write((CLAIM,), "claim", 2), select)
    assert made.endswith("RETURNING claim.id) SELECT root.id FROM claim AS root")


def test_what_looks_further_than_at_the_rows_it_joins_says_so() -> None:
    counted = Expression(("(SELECT count(*) FROM claim)",))
    assert not STATE.looks_further
    assert Select((counted,)).looks_further
    assert Select(STATE.columns, joins=(Join("claim", "t1", counted, ()),)).looks_further
