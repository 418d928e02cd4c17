"""What the measurements count as the same answer."""
from typing import Any
from uuid import UUID

import pytest

from bench import answers
from planner import ids

ROW = UUID("01890000-0000-7000-8000-000000000001")


def test_a_global_id_is_its_row() -> None:
    assert answers.alike({"id": ids.encoder("de")(ROW)}) == answers.alike({"id": str(ROW)})


@pytest.mark.parametrize(("one", "other"), [
    ("2026-01-02T03:04:05Z", "2026-01-02T11:04:05.000+08:00"),
    ("2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123Z"),
])
def test_moments_are_one_in_every_zone_and_to_the_millisecond(one: str, other: str) -> None:
    assert answers.alike({"at": one}) == answers.alike({"at": other})


def test_money_is_a_number_in_every_form() -> None:
    assert answers.alike({"budgetYuan": "12000.00"}) == answers.alike({"budgetYuan": "12000"})


def test_lists_are_looked_into() -> None:
    assert answers.alike([{"id": str(ROW), "clientMutationId": None}]) == [{"id": str(ROW)}]


@pytest.mark.parametrize(("found", "where"), [
    ({"nodes": [{"title": "甲"}, {"title": "丙"}]}, r"data\.nodes\[1\]\.title"),
    ({"nodes": [{"title": "甲"}]}, r"data\.nodes is"),
    ({"nodes": [{"title": "甲"}, {"name": "乙"}]}, r"data\.nodes\[1\] is"),
])
def test_a_difference_is_named_with_its_place(found: Any, where: str) -> None:
    expected = {"nodes": [{"title": "甲"}, {"title": "乙"}]}
    answers.compare("page of the hub", expected, expected)
    with pytest.raises(answers.Different, match=where):
        answers.compare("page of the hub", expected, found)
