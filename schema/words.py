"""Enums: the words of the field. Each value is stored under its own name."""
from collections.abc import Mapping
from enum import Enum

import strawberry

from domain import claims, items, stations
from domain.claims import ClaimState as ClaimState
from domain.committees import CommitteeLevel as CommitteeLevel
from domain.committees import SeatKind as SeatKind
from domain.items import Category as Category
from domain.items import ClaimStatus as ClaimStatus
from domain.items import ItemState as ItemState
from domain.items import ResourceKind as ResourceKind
from domain.items import Scope as Scope
from domain.items import Urgency as Urgency
from domain.organizations import OrganizationKind as OrganizationKind
from domain.stations import StationState as StationState
from domain.viewer import OfficeKind as OfficeKind
from domain.words import Worded, Words


def _described(cls: type[Enum], description: str, words: Mapping[str, Words], name: str | None = None) -> None:
    """Make an enumeration of the rules an enum of the schema, in the words that its process has for the values."""
    strawberry.enum(cls, name=name, description=description)
    for value in cls.__strawberry_definition__.values:  # type: ignore[attr-defined]  # Strawberry put it there
        value.description = words[value.name].description


def _worded(cls: type[Worded], description: str, name: str | None = None) -> None:
    """The same of one whose values have their words themselves."""
    _described(cls, description, {each.name: each.words for each in cls}, name)


_worded(OrganizationKind, "组织种类。What an organisation is.")
_worded(CommitteeLevel, "大工委（大党委）层级。The level of a joint committee.")
_worded(SeatKind, "委员席位种类。The kind of a seat.")
_worded(OfficeKind, "任职种类。What a member does for an organisation.")

_described(ItemState, "条目状态。Where a list item is in its life.", items.PROCESS.words_of_states)
_worded(ClaimStatus, "认领程度，由数量得出。How much of an item is claimed, told from its quantities.")
_worded(Scope, "可见范围：在哪一级区划之内人人可见。Within which division everybody sees an item.")
_worded(Category, "类别。What an item is about.")
_worded(Urgency, "紧急程度。How urgent a demand is.")
_worded(ResourceKind, "资源类型。What a resource is.")
ItemAction = items.Action
_described(ItemAction, "对条目的操作。What can be done with an item.", items.ACTIONS, name="ItemAction")

_described(ClaimState, "认领状态。Where a claim is in its life.", claims.PROCESS.words_of_states)
ClaimAction = claims.Step
_described(ClaimAction, "对认领的操作。What can be done with a claim.", claims.PROCESS.words_of_steps, name="ClaimAction")

_described(StationState, "驻区关系的状态。Where a station is in its life.", stations.PROCESS.words_of_states)
StationSide = stations.Side
_worded(StationSide, "驻区关系的一方。A side of a station.", name="StationSide")
StationAction = stations.StationStep
_described(StationAction, "对驻区关系的操作。What can be done with a station.", stations.PROCESS.words_of_steps, name="StationAction")
