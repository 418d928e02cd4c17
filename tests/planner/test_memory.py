"""What the hub remembers of the texts that it was sent: no more than it has room for, and nothing that came once."""
from collections.abc import Callable
from dataclasses import replace

import pytest

from db import returning
from db.returning import Part, PayloadQuery, Write
from db.select import Expression, Select
from hub.http import negotiation
from planner import documents
from planner.documents import BadRequest, Document, Documents
from planner.limits import LIMITS
from schema import graphql


def _memory(kept: int = LIMITS.kept) -> Documents:
    return Documents(graphql.operations().planning.schema, replace(LIMITS, kept=kept))


def _text(number: int) -> str:
    return f"{{ a{number}: __typename }}"


def test_what_came_once_is_not_kept() -> None:
    memory = _memory()
    for number in range(50):
        memory.get(_text(number))
        memory.glance(_text(number))  # a look besides counts for nothing
    assert (memory.known, memory.weight) == ({}, 0)
    first = memory.get(_text(3))
    assert [*memory.known] == [_text(3)]
    assert memory.get(_text(3)) is first is memory.again(_text(3))
    assert memory.weight == first.weight > len(_text(3))


def test_a_text_is_read_once_for_one_request() -> None:
    memory = _memory()
    assert memory.glance(_text(1)) is memory.get(_text(1)) is memory.glance(_text(1))


@pytest.mark.parametrize("text", ["{ nope }", "{", "{ a(b: 1) }"])
def test_what_is_bad_is_not_kept(text: str) -> None:
    memory = _memory()
    for _ in range(4):
        with pytest.raises(BadRequest):
            memory.get(text)
    assert (memory.known, memory._seen) == ({}, {})


def test_hashes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_SEEN", 10)
    memory = _memory()
    for number in range(30):
        memory.get(_text(number))
    assert len(memory._seen) == 10
    memory.get(_text(5))  # forgotten: it comes for the first time again
    assert memory.known == {}


def test_the_weight_of_all_is_bounded() -> None:
    """Those used longest ago go; a text's weight is that of what it became."""
    memory = _memory(kept=200_000)
    for number in range(30):
        for _ in range(2):
            memory.get(_text(number))
        memory.get(_text(0))
        assert memory.weight == sum(each.weight for each in memory.known.values()) <= 200_000
    assert _text(0) in memory.known and _text(29) in memory.known and _text(1) not in memory.known
    assert not memory.get(_text(1)).kept


def _kept(memory: Documents, text: str) -> Document:
    memory.get(text)
    return memory.get(text)


def test_plans_weigh_too() -> None:
    """And let go of other texts; plans of a text that is no longer kept weigh nothing."""
    memory = _memory(kept=400_000)
    one, other = (_kept(memory, _text(number)) for number in range(2))
    before = memory.weight
    memory.keep_plan(other, "plan", object(), levels=3)
    assert memory.weight == before + documents.PLAN + 3 * documents.LEVEL + other.tokens * documents.TOKEN_OF_PLAN
    memory.keep_plan(one, "plan", object(), levels=5)
    assert memory.weight == one.weight + other.weight
    for number in range(2, 40):
        _kept(memory, _text(number))
    weight = memory.weight
    assert not one.kept
    memory.keep_plan(one, "another", object(), levels=5)
    assert memory.weight == weight


def test_the_plans_of_one_text_are_bounded_in_number_and_weight() -> None:
    memory = _memory()
    document = _kept(memory, _text(1))
    for number in range(documents.MOST_SHAPES + 5):
        memory.keep_plan(document, number, object(), levels=0)
    assert len(document.plans) == 5
    assert memory.weight == document.weight == document.bare + 5 * (documents.PLAN + document.tokens * documents.TOKEN_OF_PLAN)
    small = _memory(kept=400_000)
    document = _kept(small, _text(1))
    for number in range(10):
        small.keep_plan(document, number, object(), levels=3)
        assert document.weight <= 100_000
    assert small.known


def test_long_statements_of_writes_are_not_kept() -> None:
    returning._behind.cache_clear()
    write = Write((Part("a", "SELECT 1"),), "a", 0)
    for number in range(3):
        returning.behind(write, Select((Expression((f"{number}" + " " * returning.KEPT,)),)))
    assert returning._behind.cache_info().currsize == 0
    returning.behind(write, Select((Expression(("1",)),)))
    kept = returning._behind.cache_info()
    assert (kept.currsize, kept.maxsize) == (1, 200)


def test_long_payloads_of_writes_are_not_kept() -> None:
    returning._for_each.cache_clear()
    for text in (" " * returning.KEPT, " " * returning.KEPT, "1", "1"):
        returning.of_each(PayloadQuery(Select((Expression((text,)),)), ()), {})
    kept = returning._for_each.cache_info()
    assert (kept.currsize, kept.hits, kept.maxsize) == (1, 1, 200)


def test_long_headers_are_not_kept() -> None:
    read: list[str] = []
    known = negotiation._remembered(read.append)
    for accept in ("a" * 301, "b", "a" * 301, "b"):
        known(accept)
    assert read == ["a" * 301, "b", "a" * 301]


@pytest.mark.parametrize("reading", [negotiation.answer_type, negotiation.takes_events, negotiation.wants_page,
                                     negotiation.is_json], ids=lambda each: each.__name__)
def test_no_reader_of_headers_keeps_long_ones(reading: Callable[[str], object]) -> None:
    known = [cell.cell_contents for cell in reading.__closure__ or () if hasattr(cell.cell_contents, "cache_info")]
    before = known[0].cache_info().currsize
    reading("x" * 400)
    after = known[0].cache_info()
    assert (after.currsize, after.maxsize) == (before, 256)
