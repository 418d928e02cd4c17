"""`sandan explain`: what it says of a plan is what the plan does."""
import re
from pathlib import Path

import pytest

from hub import explaining
from schema import graphql
from tests.conftest import ROOT
from tests.hub.test_program import sandan

PAGE = """query Page($words: String, $after: String, $n: Int) {
    demands(first: $n, after: $after, filter: {text: $words, withinDivision: "110111"}) {
        totalCount nodes { title publisher { name } history(first: 3) { nodes { kind } } } } }"""
CURSOR = "WyJORVdFU1QiLCIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsIjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwIl0"


def _explained(kind: str, text: str = PAGE, **variables: object) -> str:
    return "\n".join(explaining.explained(graphql.operations(), text, variables, explaining.viewer(kind)))


def test_each_statement_is_told_with_its_place_in_the_answer() -> None:
    told = _explained("street", words="社区", n=2)
    assert "Statement 1 of 2: demands, one list" in told
    assert "Statement 2 of 2: demands.nodes.history, a page for each row above" in told


def test_each_parameter_says_where_its_value_comes_from() -> None:
    told = _explained("unit", words="社区", after=CURSOR, n=2)
    for said in ("filter.text $words: ['%社区%']", "filter.withinDivision: '110111'", "one of the viewer's scopes: '1101'",
                 "one of the viewer's organizations: ", "the key in the cursor after $after: ",
                 "the id in the cursor after $after: ",
                 "one row more than the page has: 3", "the run's moment: ", "the text's grams of one of the viewer's scopes: ",
                 "$1 = the keys of the rows above"):
        assert said in told, said
    assert "= ?:" not in told


def test_each_condition_says_why_it_is_there() -> None:
    told = _explained("unit", words="社区", after=CURSOR, n=2)
    for said in ("relation: t2.id = t1.publisher_id", "partition: t1.state = 'PUBLISHED'", "filter.text: t1.words LIKE ALL",
                 "index condition of filter.text: placed_grams(", "access path by scope_code: ",
                 "access path by claim and share: ", "keyset: (t1.listed_at, t1.id) < (", "visibility: ("):
        assert said in told, said


def test_rights_change_the_plan() -> None:
    assert "access path by scope_code" in _explained("member", n=2)
    of_officer = _explained("district", n=2)
    assert "access path by district" in of_officer
    assert "access path by scope_code" not in of_officer


@pytest.mark.parametrize("path", sorted(ROOT.glob("bench/questions/*.hub.graphql")), ids=lambda path: path.name)
def test_no_parameter_is_without_an_origin(path: Path) -> None:
    given = {name: value for name, value in {
        "id": "de" + "0" * 32, "committee": "jc" + "0" * 32, "words": "社区", "categories": ["HEALTH"], "division": "110111",
        "input": {"idempotencyKey": "explain-1", "itemId": "de" + "0" * 32, "claimantId": "or" + "0" * 32, "quantity": 1},
    }.items() if f"${name}" in path.read_text("utf-8")}
    told = _explained("street", path.read_text("utf-8"), **given)
    assert "Statement 1 of" in told
    assert "= ?:" not in told


def test_a_list_of_what_everybody_sees_has_no_condition_of_visibility() -> None:
    assert "visibility" not in _explained("member", "{ organizations(first: 2) { nodes { name } } }")


def test_sql_is_broken_at_its_clauses() -> None:
    assert explaining.readable("SELECT a, f(b FROM c) FROM t WHERE x IN (SELECT y FROM z) ORDER BY a").splitlines() == [
        "SELECT a, f(b FROM c)", "FROM t", "WHERE x IN (", "  SELECT y", "  FROM z)", "ORDER BY a"]


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    operation = tmp_path / "page.graphql"
    operation.write_text(PAGE, "utf-8")
    done = sandan("explain", str(operation), "--viewer", "unit", "--variables", '{"words": "社区", "n": 2}',
                  DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 0, done.stderr
    assert re.search(r"Statement 1 of 2: demands", done.stdout)


def test_what_is_no_operation_is_one_line(tmp_path: Path) -> None:
    operation = tmp_path / "page.graphql"
    operation.write_text("{ nothing }", "utf-8")
    done = sandan("explain", str(operation))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "nothing" in done.stderr
