"""Checks that do not need one another are all done, and all that they find is said."""
import pytest

from domain.faults import Fault, Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed, NotFound


def _wrong(field: str) -> str:
    raise BadInput(field, Bilingual("不对。", "Wrong."))


def test_what_is_right_comes_through() -> None:
    with Faults() as faults:
        assert faults.of(str.upper, "a") == "A"


def test_all_is_found_in_its_order() -> None:
    with pytest.raises(BadInput) as found, Faults() as faults:
        faults.of(_wrong, "a")
        with Faults() as inner:
            inner.of(_wrong, "b")
            inner.note(BadInput("c", Bilingual("不对。", "Wrong.")))
            raise NotFound("d")
    assert [each.field for each in found.value.all] == ["a", "b", "c", "d"]
    assert found.value.field == "a" and str(found.value) == "a: 不对。Wrong."


def test_a_refusal_goes_before() -> None:
    with pytest.raises(NotAllowed), Faults() as faults:
        faults.of(_wrong, "a")
        raise NotAllowed("PUBLISH")


def test_a_crash_is_no_fault() -> None:
    with pytest.raises(ZeroDivisionError), Faults() as faults:
        faults.of(_wrong, "a")
        faults.of(lambda: 1 // 0)


def test_one_fault_is_itself() -> None:
    with pytest.raises(Fault) as found, Faults() as faults:
        faults.of(_wrong, "a")
    assert found.value.others == () and found.value == BadInput("a", Bilingual("不对。", "Wrong."))
