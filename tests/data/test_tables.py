"""Reading CSV: rows that are looked at together give what each gives when it is looked at alone."""
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.imports import divisions, tables
from resolvers.importing.problems import Problem, Rejected

CELLS = st.sampled_from(["11", "1101", "12", "乙", " 甲 ", "", "  ", "code", "name", '"a\nb"', '"a,b"', "x\x01", "１２", "1a"])
ROWS = st.lists(CELLS, max_size=4).map(",".join)
FILES = st.lists(ROWS | st.just("code,name") | st.just("name,code,cityCode"), max_size=12).map(
    lambda rows: "\n".join(["code,name", *rows]))


def _read(text: str) -> tuple[list[object], list[Problem]]:
    problems: list[Problem] = []
    try:
        return [row for piece in tables.pieces(text, problems, required=("code", "name"), ignored=divisions.SOURCE_COLUMNS)
                for row in zip(piece.numbers, piece.columns["code"], piece.columns["name"], strict=True)], problems
    except Rejected as rejected:
        return [], rejected.problems


def _checked(text: str) -> tuple[list[object], dict[str, int], list[Problem]]:
    numbers, problems = dict[str, int](), list[Problem]()
    try:
        taken: list[object] = list(divisions._rows(text, numbers, problems))
    except Rejected as rejected:
        return [], {}, rejected.problems
    return taken, numbers, sorted(problems, key=lambda problem: (problem.row or 0, problem.column or ""))


@given(FILES, st.integers(1, 5))
def test_rows_read_together_are_the_rows_read_one_by_one(text: str, together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "PIECE", together)
        found = _read(text)
        patch.setattr(tables._Below, "are_plain", lambda *_: False)
        assert found == _read(text)


@given(FILES, st.integers(1, 5))
def test_rows_checked_together_are_the_rows_checked_one_by_one(text: str, together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "PIECE", together)
        taken, numbers, problems = _checked(text)
        patch.setattr(divisions, "_are_right", lambda *_: False)
        alone, alone_numbers, alone_problems = _checked(text)
    assert (numbers, problems) == (alone_numbers, alone_problems)
    assert problems or taken == alone


def test_an_ordinary_file_is_not_looked_at_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a country takes Python twice as long; headings and the rows beside them are few."""
    looked: list[int] = []
    plain = tables._Below.cells

    def counted(self: tables._Below, number: int, row: list[str]) -> list[str]:
        looked.append(number)
        return plain(self, number, row)

    monkeypatch.setattr(tables._Below, "cells", counted)
    text = "\n".join(["code,name", *(f"{number:06},甲" for number in range(5_000))])
    assert len(_read(text)[0]) == 5_000
    assert len(looked) <= tables.PIECE
