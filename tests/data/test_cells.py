"""Cells as people type them."""
from collections.abc import Callable
from datetime import UTC, date, datetime, time
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
    (cells.body_of, 12.0, "12"), (cells.title_of, " 义\u200b诊 ", "义诊"), (cells.code_of, "110111007000", "110111007"),
    (cells.community_codes_of, "110111007001、110111007002；110111007003", ["110111007001", "110111007002", "110111007003"]),
    (cells.division_code_of, "３４１１００", "3411"), (cells.grid_code_of, "110111007001001", "110111007001001"),
    *((cells.deadline_of, end, None) for end in ("长期", "无", "长期有效", "9999-12-31", "9999/12/31 23:59", date(9999, 12, 31),
                                                  datetime(9999, 12, 31, 23, 59, 59, 999_999))),
    (cells.deadline_of, "2026-12-31 24:00", _at(2027, 1, 1)), (cells.start_of, "2026-12-31 24:00:00", _at(2027, 1, 1)),
    (cells.deadline_of, "9998-12-31", datetime(9998, 12, 31, 16, tzinfo=UTC)), (cells.start_of, "1900-01-01", _at(1900, 1, 1)),
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
    (cells.phone_of, "1234"), (cells.latitude_of, 86), (cells.yuan_of, 999_999_999_999.995), (cells.yuan_of, "0.005"),
    (cells.start_of, "9999-12-31"), (cells.start_of, "长期"), (cells.start_of, "0001-01-01"), (cells.start_of, date(1, 1, 1)),
    (cells.start_of, datetime(1, 1, 1)), (cells.start_of, datetime.max), (cells.deadline_of, "1899-12-31"),
    (cells.deadline_of, datetime.min), (cells.start_of, "2026-12-31 24:01"), (cells.title_of, "\u200b"), (cells.title_of,
                                                                                                          "a\ufffd"),
    (cells.name_of, "王?"), (cells.credit_code_of, "362322198709086409"), (cells.code_of, "0" * 18),
    (cells.division_code_of, "12110111DEM000014N"), (cells.grid_code_of, "110111007001000"), (cells.community_codes_of,
                                                                                              "110111007")])
def test_what_is_not_guessed(read: Callable[[Any], Any], cell: cells.Cell) -> None:
    with pytest.raises(BadCell):
        read(cell)


@pytest.mark.parametrize("moment", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC),
                                    datetime(9999, 12, 31, 20, tzinfo=UTC), datetime(1899, 1, 1, tzinfo=UTC)])
def test_moments_that_no_workbook_knows_are_left_out(moment: datetime) -> None:
    assert columns.start_as_cell(moment) is None
    assert columns.deadline_as_cell(moment) is None


@pytest.mark.parametrize("moment", [_at(2026, 12, 31), _at(2026, 12, 31, 18), _at(2026, 12, 31, 23, 59, 59)])
def test_moments_are_shown_as_they_are_read(moment: datetime) -> None:
    assert cells.start_of(columns.start_as_cell(moment)) == moment
    assert cells.deadline_of(columns.deadline_as_cell(moment)) == moment
