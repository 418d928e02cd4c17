"""Cells as people type them."""
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from domain import dates
from hub.imports import cells, columns
from hub.imports.problems import BadCell


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=dates.CHINA)  # type: ignore[arg-type,misc]  # as many numbers as the test gives


@pytest.mark.parametrize(("read", "cell", "value"), [
    (cells.code_of, 110111007001.0, "110111007001"), (cells.code_of, " １１０１１１ ", "110111"),
    (cells.code_of, "12110111dem000014n", "12110111DEM000014N"),
    (cells.quantity_of, "１２", 12), (cells.quantity_of, 12.0, 12), (cells.quantity_of, "1,200", 1200),
    (cells.yuan_of, "1e3", Decimal("1000.00")), (cells.yuan_of, 0.1 + 0.2, Decimal("0.30")),
    (cells.phone_of, 13900000000, "13900000000"), (cells.phone_of, "（0355）123 4567", "0355-1234567"),
    (cells.title_of, "  两行\n标题 ", "两行 标题"), (cells.body_of, "一\r\n二\r三", "一\n二\n三"),
    (cells.body_of, 12.0, "12"),
    (cells.longitude_of, "113.12", 113.12),
    (cells.start_of, "2026-12-1", _at(2026, 12, 1)), (cells.start_of, "2026/12/01 9:05", _at(2026, 12, 1, 9, 5)),
    (cells.start_of, "2026年12月1日 9:05:06", _at(2026, 12, 1, 9, 5, 6)),
    (cells.start_of, "2026.12.1", _at(2026, 12, 1)),
    (cells.start_of, "２０２６－１２－０１　０９：３０", _at(2026, 12, 1, 9, 30)),
    (cells.start_of, datetime(2026, 12, 1, 9, 29, 59, 999_600), _at(2026, 12, 1, 9, 30)),
    (cells.start_of, date(2026, 12, 1), _at(2026, 12, 1)),
    (cells.deadline_of, date(2026, 12, 31), _at(2027, 1, 1)), (cells.deadline_of, "2026-12-31", _at(2027, 1, 1)),
    (cells.deadline_of, datetime(2026, 12, 31), _at(2027, 1, 1)),
    (cells.deadline_of, "2026-12-31 00:00", _at(2026, 12, 31)),
    (cells.deadline_of, datetime(2026, 12, 31, 18), _at(2026, 12, 31, 18))])
def test_what_is_meant(read: Callable[[Any], Any], cell: cells.Cell, value: object) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(("read", "cell"), [
    (cells.quantity_of, "nan"), (cells.quantity_of, "inf"), (cells.quantity_of, ""), (cells.yuan_of, -1),
    (cells.yuan_of, 1e12), (cells.start_of, "12-01"), (cells.start_of, 46000), (cells.start_of, "2026-12-01 25:00"),
    (cells.start_of, time(9, 30)), (cells.title_of, "a\0b"), (cells.title_of, "\ud800"), (cells.body_of, "长" * 20_001),
    (cells.phone_of, "1234"), (cells.latitude_of, 86)])
def test_what_is_not_guessed(read: Callable[[Any], Any], cell: cells.Cell) -> None:
    with pytest.raises(BadCell):
        read(cell)


@pytest.mark.parametrize("moment", [_at(2026, 12, 31), _at(2026, 12, 31, 18), _at(2026, 12, 31, 23, 59, 59)])
def test_moments_are_shown_as_they_are_read(moment: datetime) -> None:
    assert cells.start_of(columns.start_as_cell(moment)) == moment
    assert cells.deadline_of(columns.deadline_as_cell(moment)) == moment
