"""Each enumeration's values have their Chinese names, all different, and are found again by either name."""
from enum import StrEnum

import pytest
from graphql import GraphQLEnumType

from domain import claims, committees, items, organizations, stations, viewer, words
from domain.words import Worded, Words
from schema import graphql

OF_THEMSELVES: list[type[Worded]] = [
    items.Scope, items.Category, items.Urgency, items.ResourceKind, items.ClaimStatus, organizations.OrganizationKind,
    viewer.OfficeKind, committees.SeatKind, committees.CommitteeLevel]
NAMES: list[tuple[type[StrEnum], dict[str, str]]] = [
    (items.List, items.List.chinese()), (stations.Side, stations.Side.chinese()),
    *((each, each.chinese()) for each in OF_THEMSELVES),
    *((each, {name: called.chinese for name, called in process.words_of_states.items()}) for each, process in (
        (items.ItemState, items.PROCESS), (claims.ClaimState, claims.PROCESS), (stations.StationState, stations.PROCESS)))]


@pytest.mark.parametrize(("enumeration", "names"), NAMES)
def test_every_value_has_a_name_of_its_own(enumeration: type[StrEnum], names: dict[str, str]) -> None:
    assert list(names) == list(enumeration)
    assert len(set(names.values())) == len(names)
    for value, name in names.items():
        assert words.value_of(names, name) == words.value_of(names, value.lower()) == value
    assert words.value_of(names, "无此词") is None


@pytest.mark.parametrize(("name", "enumeration"), [
    ("StationSide", stations.Side), *((each.__name__, each) for each in OF_THEMSELVES)])
def test_the_schema_calls_each_value_as_workbooks_do(name: str, enumeration: type[Worded]) -> None:
    described = graphql.ours()[0]._schema.type_map[name]
    assert isinstance(described, GraphQLEnumType)
    shown = {name: value.description for name, value in described.values.items()}
    assert shown == {each.name: each.words.description for each in enumeration}


def test_a_value_is_the_text_that_is_stored() -> None:
    assert items.Urgency("SOON") is items.Urgency.SOON
    assert (items.Urgency.SOON == "SOON", f"{items.Urgency.SOON}", type(items.Urgency.SOON.value)) == (True, "SOON", str)
    assert items.Urgency.SOON.words == Words("较急", "Wanted soon.")


def test_a_value_without_words_is_an_error() -> None:
    with pytest.raises((ValueError, RuntimeError)):  # RuntimeError: Python 3.11 wraps it
        class Mute(Worded):
            ONE = "ONE"
