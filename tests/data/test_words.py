"""Each enumeration's values have their Chinese names, all different, and are found again by either name."""
from collections.abc import Mapping
from enum import StrEnum

import pytest
from graphql import GraphQLEnumType

from domain import claims, committees, items, organizations, viewer, words
from schema import graphql

TABLES: list[tuple[Mapping[str, str], type[StrEnum]]] = [
    (words.LIST, items.List), (words.ITEM_STATE, items.ItemState), (words.SCOPE, items.Scope),
    (words.CATEGORY, items.Category), (words.URGENCY, items.Urgency), (words.RESOURCE_KIND, items.ResourceKind),
    (words.CLAIM_STATE, claims.ClaimState), (words.ORGANIZATION_KIND, organizations.OrganizationKind),
    (words.OFFICE_KIND, viewer.OfficeKind), (words.SEAT_KIND, committees.SeatKind),
    (words.COMMITTEE_LEVEL, committees.CommitteeLevel)]


@pytest.mark.parametrize(("table", "enumeration"), TABLES)
def test_every_value_has_a_name_of_its_own(table: Mapping[str, str], enumeration: type[StrEnum]) -> None:
    assert list(table) == list(enumeration)
    assert len(set(table.values())) == len(table)
    for value, word in table.items():
        assert words.value_of(table, word) == words.value_of(table, value.lower()) == value
    assert words.value_of(table, "无此词") is None


@pytest.mark.parametrize(("table", "enumeration"), TABLES[1:])
def test_the_schema_calls_each_value_as_workbooks_do(table: Mapping[str, str], enumeration: type[StrEnum]) -> None:
    described = graphql.ours()[0]._schema.type_map[enumeration.__name__]
    assert isinstance(described, GraphQLEnumType)
    for name, value in described.values.items():
        assert str(value.description).startswith(table[name])
