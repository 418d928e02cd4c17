"""Which stage follows which, and when: what a limit, a claim and a revision do to the time of a stage."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import codes, dates, homes, widening
from domain.items import Item, ItemState, Scope
from domain.refusals import BadInput, Refusal, WrongState
from domain.widening import LastStage, NoTimeLimit

FRIDAY = datetime(2026, 5, 15, 3, tzinfo=UTC)
BOTH = {"community_days": 3, "street_days": 5}
ON_WEDNESDAY = datetime(2026, 5, 21, tzinfo=dates.CHINA)  # the end of the third working day, Wednesday the 20th


def item(**changes: Any) -> Item:
    given: dict[str, Any] = {"list": "DEMAND", "state": "PUBLISHED", "publisher_id": UUID(int=1), "scope": "COMMUNITY",
                             "home_code": "110111007001", "quantity": 10, "claimed": 0, "deadline": None,
                             "next_stage_at": FRIDAY}
    return Item(**{**given, **changes})


def test_stages_are_scopes_each_wider_than_the_one_before() -> None:
    assert [str(stage) for stage in widening.STAGES] == ["PAIRED", "COMMUNITY", "STREET", "DISTRICT"]
    digits = [codes.DIGITS_OF_SCOPE[stage] for stage in widening.STAGES[1:]]
    assert digits == sorted(digits, reverse=True)
    following = [widening.next_stage(scope, "110111007001") for scope in Scope]
    assert following == ["COMMUNITY", "STREET", "DISTRICT", None, None, None]
    assert [widening.is_wider(scope, "STREET") for scope in Scope] == [False, False, False, True, True, True]


@pytest.mark.parametrize(("home", "stage"), [("110111007001", "COMMUNITY"), ("110111007001002", "COMMUNITY"),
                                             ("110111007", "STREET"), ("110111", "DISTRICT"), ("1101", "CITY")])
def test_after_who_is_paired_comes_the_homes_own_level(home: str, stage: str) -> None:
    assert widening.next_stage("PAIRED", home) == stage
    assert homes.scope_around(home, "PAIRED") == "PAIRED"


@pytest.mark.parametrize(("scope", "limits", "ends_at"), [
    ("COMMUNITY", BOTH, ON_WEDNESDAY), ("COMMUNITY", {"street_days": 5}, None), ("COMMUNITY", {"community_days": None}, None),
    ("STREET", {"street_days": 3}, ON_WEDNESDAY), ("DISTRICT", BOTH, None), ("CITY", BOTH, None)])
def test_the_time_of_a_stage_is_counted_in_working_days(scope: str, limits: dict[str, Any], ends_at: datetime | None) -> None:
    assert widening.ends_at(scope, limits, FRIDAY) == ends_at


@pytest.mark.parametrize(("scope", "claimed", "moved"), [
    ("PAIRED", 0, ("COMMUNITY", ON_WEDNESDAY)),
    ("COMMUNITY", 0, ("STREET", datetime(2026, 5, 23, tzinfo=dates.CHINA))), ("STREET", 0, ("DISTRICT", None)),
    ("COMMUNITY", 1, ("COMMUNITY", ON_WEDNESDAY)), ("DISTRICT", 0, ("DISTRICT", None))])
def test_where_it_goes_when_the_time_is_up(scope: str, claimed: int, moved: tuple[str, datetime | None]) -> None:
    """Whatever is claimed of it: it stays, and its stage's time begins anew."""
    assert widening.moved(scope, "110111007001", claimed, BOTH, FRIDAY) == moved


@pytest.mark.parametrize(("changes", "restarted"), [
    ({"title": "改"}, {}), ({"street_days": 9}, {}), ({"community_days": 3}, {"next_stage_at": ON_WEDNESDAY}),
    ({"community_days": None}, {"next_stage_at": None}),
    ({"scope": "STREET", "street_days": 3}, {"next_stage_at": ON_WEDNESDAY}),
    ({"scope": "CITY"}, {"next_stage_at": None})])
def test_a_revision_begins_the_time_of_its_stage_anew(changes: dict[str, Any], restarted: dict[str, Any]) -> None:
    assert widening.restarted(item(), {"community_days": 9, "street_days": 9}, changes, FRIDAY) == restarted
    assert widening.restarted(item(state="DRAFT"), BOTH, changes, FRIDAY) == {}


def test_limits_are_read_by_the_stages_names() -> None:
    assert widening.read_limits({"street": 5}) == {"street_days": 5}
    assert widening.read_limits({"community": None}) == {"community_days": None}
    assert widening.read_limits(None) == {"paired_days": None, "community_days": None, "street_days": None}
    with pytest.raises(BadInput) as wrong:
        widening.read_limits({"community": 0, "street": 1001})
    assert [fault.field for fault in wrong.value.all] == ["stage_limits.community", "stage_limits.street"]


@pytest.mark.parametrize("check", [widening.check_widening, widening.check_hold])
def test_only_what_is_published_has_stages(check: Any) -> None:
    for state in set(ItemState) - {ItemState.PUBLISHED}:
        with pytest.raises(WrongState):
            check(item(state=state))
    check(item())


@pytest.mark.parametrize(("check", "changes", "no"), [
    (widening.check_widening, {"scope": "DISTRICT"}, LastStage("DISTRICT")),
    (widening.check_widening, {"scope": "PROVINCE"}, LastStage("PROVINCE")),
    (widening.check_hold, {"next_stage_at": None}, NoTimeLimit())])
def test_what_is_refused(check: Any, changes: dict[str, Any], no: Refusal) -> None:
    with pytest.raises(type(no)) as refused:
        check(item(**changes))
    assert refused.value.message == no.message


def test_a_late_clock_gives_the_next_stage_its_whole_time() -> None:
    late = FRIDAY + timedelta(days=30)
    assert widening.moved("COMMUNITY", "110111007001", 0, {"street_days": 1}, late)[1] > late  # type: ignore[operator]
