"""Enums: the words of the field. Each value is stored under its own name."""
from collections.abc import Mapping
from enum import Enum

import strawberry

from domain import claims, committees, items, stations, terms
from domain.claims import ClaimState as ClaimState
from domain.committees import CommitteeLevel as CommitteeLevel
from domain.committees import SeatKind as SeatKind
from domain.items import Category as Category
from domain.items import ClaimStatus as ClaimStatus
from domain.items import ItemState as ItemState
from domain.items import ResourceKind as ResourceKind
from domain.items import Scope as Scope
from domain.items import Urgency as Urgency
from domain.notices import NoticeKind as NoticeKind
from domain.organizations import OrganizationKind as OrganizationKind
from domain.stations import StationState as StationState
from domain.terms import TermState as TermState
from domain.viewer import OfficeKind as OfficeKind
from domain.words import Worded, Words


def described(cls: type[Enum], description: str, words: Mapping[str, Words] | None = None, name: str | None = None) -> None:
    """Make an enumeration of the rules an enum of the schema.

    words   that its process has for the values; None: a `Worded`, whose values have them themselves
    """
    called = words or {each.name: each.words for each in cls if isinstance(each, Worded)}
    strawberry.enum(cls, name=name, description=description)
    for value in cls.__strawberry_definition__.values:  # type: ignore[attr-defined]  # Strawberry put it there
        value.description = called[value.name].description


described(OrganizationKind, "组织种类。What an organisation is.")
described(CommitteeLevel, "大工委（大党委）层级。The level of a joint committee.")
described(SeatKind, "委员席位种类。The kind of a seat.")
described(OfficeKind, "任职种类。What a member does for an organisation.")

described(TermState, "任期的哪一段。Where an office or a seat is in its term.", committees.SEAT.words_of_states)
TermAction = terms.TermStep
described(TermAction, "对任职或席位的操作。What can be done with an office or a seat.", committees.SEAT.words_of_steps, name="TermAction")

described(ItemState, "条目状态。Where a list item is in its life.", items.PROCESS.words_of_states)
described(ClaimStatus, "认领程度，由数量得出。How much of an item is claimed, told from its quantities.")
described(Scope, "可见范围：在哪一级区划之内人人可见。Within which division everybody sees an item.")
described(Category, "类别。What an item is about.")
described(Urgency, "紧急程度。How urgent a demand is.")
described(ResourceKind, "资源类型。What a resource is.")
ItemAction = items.Action
described(ItemAction, "对条目的操作。What can be done with an item.", items.ACTIONS, name="ItemAction")

described(ClaimState, "认领状态。Where a claim is in its life.", claims.PROCESS.words_of_states)
ClaimAction = claims.Step
described(ClaimAction, "对认领的操作。What can be done with a claim.", claims.PROCESS.words_of_steps, name="ClaimAction")

described(NoticeKind, "通知的种类：因何告知。The kind of a notice: why somebody is told.")

described(StationState, "驻区关系的状态。Where a station is in its life.", stations.PROCESS.words_of_states)
StationSide = stations.Side
described(StationSide, "驻区关系的一方。A side of a station.", name="StationSide")
StationAction = stations.StationStep
described(StationAction, "对驻区关系的操作。What can be done with a station.", stations.PROCESS.words_of_steps, name="StationAction")
