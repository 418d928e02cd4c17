"""Enums: the words of the field. Each value is stored under its own name."""
from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry
from strawberry import enum_value as word

from domain import claims, items, stations
from domain.claims import ClaimState as ClaimState
from domain.items import ItemState as ItemState
from domain.process import Words
from domain.stations import StationState as StationState
from domain.words import (
    CATEGORY,
    COMMITTEE_LEVEL,
    OFFICE_KIND,
    ORGANIZATION_KIND,
    RESOURCE_KIND,
    SCOPE,
    SEAT_KIND,
    URGENCY,
)


def named(names: Mapping[str, str], value: str, english: str, note: str = "") -> Any:
    """A value that is called as workbooks and the command line call it.

    note   follows the Chinese name
    """
    return word(value, description=f"{names[value]}{note}。{english}")


def described(cls: type[Enum], description: str, words: Mapping[str, Words],
              name: str | None = None) -> None:
    """Make an enumeration of the rules an enum of the schema, in the words that its process has for the values."""
    strawberry.enum(cls, name=name, description=description)
    for value in cls.__strawberry_definition__.values:  # type: ignore[attr-defined]  # Strawberry put it there
        value.description = words[value.name].description


@strawberry.enum(description="组织种类。What an organisation is.")
class OrganizationKind(Enum):
    PROVINCE = named(ORGANIZATION_KIND, "PROVINCE", "A province, or a municipality of its rank.", "（自治区、直辖市）")
    CITY = named(ORGANIZATION_KIND, "CITY", "A prefecture-level city.", "（地级）")
    DISTRICT = named(ORGANIZATION_KIND, "DISTRICT", "A district, a county or a city of its rank.", "（县、县级市）")
    STREET = named(ORGANIZATION_KIND, "STREET", "A subdistrict (street) or a town.", "（乡镇）")
    COMMUNITY = named(ORGANIZATION_KIND, "COMMUNITY", "A community or a village.", "（村）")
    GRID = named(ORGANIZATION_KIND, "GRID", "A grid of a community.")
    DEPARTMENT = named(ORGANIZATION_KIND, "DEPARTMENT", "A department of the administration.", "，职能部门")
    UNIT = named(ORGANIZATION_KIND, "UNIT", "A unit stationed in communities: a school, a hospital, a bank.", "等驻区单位")
    ENTERPRISE = named(ORGANIZATION_KIND, "ENTERPRISE", "A private enterprise.", "（两新组织）")
    SOCIAL_ORGANIZATION = named(ORGANIZATION_KIND, "SOCIAL_ORGANIZATION", "A social organisation.", "（两新组织）")


described(ItemState, "条目状态。Where a list item is in its life.", items.PROCESS.words_of_states)


@strawberry.enum(description="认领程度，由数量得出。How much of an item is claimed, told from its quantities.")
class ClaimStatus(Enum):
    OPEN = word("OPEN", description="无人认领。Nothing is claimed.")
    PARTLY_CLAIMED = word("PARTLY_CLAIMED", description="部分认领。Some is claimed, some is left.")
    FULLY_CLAIMED = word("FULLY_CLAIMED", description="全部认领。Nothing is left.")


@strawberry.enum(description="可见范围：在哪一级区划之内人人可见。Within which division everybody sees an item.")
class Scope(Enum):
    COMMUNITY = named(SCOPE, "COMMUNITY", "Its community.", "：条目所在社区")
    STREET = named(SCOPE, "STREET", "Its street or town.", "（乡镇）：条目所在街道")
    DISTRICT = named(SCOPE, "DISTRICT", "Its district or county.", "：条目所在区县")
    CITY = named(SCOPE, "CITY", "Its city.", "：条目所在市")
    PROVINCE = named(SCOPE, "PROVINCE", "Its province.", "：条目所在省")


@strawberry.enum(description="类别。What an item is about.")
class Category(Enum):
    HEALTH = named(CATEGORY, "HEALTH", "Health.")
    EDUCATION = named(CATEGORY, "EDUCATION", "Education.")
    CULTURE = named(CATEGORY, "CULTURE", "Culture and sports.")
    LEGAL_AID = named(CATEGORY, "LEGAL_AID", "Legal aid.")
    SAFETY = named(CATEGORY, "SAFETY", "Safety and fraud prevention.")
    ENVIRONMENT = named(CATEGORY, "ENVIRONMENT", "Environment and cleaning.")
    PROPERTY = named(CATEGORY, "PROPERTY", "Property management.")
    PARKING = named(CATEGORY, "PARKING", "Parking and charging.")
    ELDERLY_CARE = named(CATEGORY, "ELDERLY_CARE", "Care for the elderly.")
    CHILD_CARE = named(CATEGORY, "CHILD_CARE", "Care for children.")
    EMPLOYMENT = named(CATEGORY, "EMPLOYMENT", "Employment.")
    VENUE = named(CATEGORY, "VENUE", "Venues and facilities.")
    FINANCE = named(CATEGORY, "FINANCE", "Finance.")
    VOLUNTEERING = named(CATEGORY, "VOLUNTEERING", "Volunteering.")
    PARTY_BUILDING = named(CATEGORY, "PARTY_BUILDING", "Party building.")
    OTHER = named(CATEGORY, "OTHER", "Anything else.")


@strawberry.enum(description="紧急程度。How urgent a demand is.")
class Urgency(Enum):
    ROUTINE = named(URGENCY, "ROUTINE", "Routine.")
    SOON = named(URGENCY, "SOON", "Wanted soon.")
    URGENT = named(URGENCY, "URGENT", "Urgent.")


@strawberry.enum(description="资源类型。What a resource is.")
class ResourceKind(Enum):
    VENUE = named(RESOURCE_KIND, "VENUE", "A venue, claimed by time slots.", "，按时段认领")
    SERVICE = named(RESOURCE_KIND, "SERVICE", "A service.")
    EXPERTISE = named(RESOURCE_KIND, "EXPERTISE", "Expertise.", "、专业知识")
    EQUIPMENT = named(RESOURCE_KIND, "EQUIPMENT", "Equipment.", "、物资")
    FUND = named(RESOURCE_KIND, "FUND", "Funds.")
    ACTIVITY = named(RESOURCE_KIND, "ACTIVITY", "An activity.")


described(ClaimState, "认领状态。Where a claim is in its life.", claims.PROCESS.words_of_states)


@strawberry.enum(description="大工委（大党委）层级。The level of a joint committee.")
class CommitteeLevel(Enum):
    COMMUNITY = named(COMMITTEE_LEVEL, "COMMUNITY", "Of a community.")
    STREET = named(COMMITTEE_LEVEL, "STREET", "Of a street.")


@strawberry.enum(description="委员席位种类。The kind of a seat.")
class SeatKind(Enum):
    SECRETARY = named(SEAT_KIND, "SECRETARY", "Secretary.")
    FIRST_SECRETARY = named(SEAT_KIND, "FIRST_SECRETARY", "First secretary, a liaison leader.", "（联系领导）")
    FULL_TIME = named(SEAT_KIND, "FULL_TIME", "Full-time member.")
    PART_TIME = named(SEAT_KIND, "PART_TIME", "Part-time member.")


@strawberry.enum(description="任职种类。What a member does for an organisation.")
class OfficeKind(Enum):
    LIAISON = named(OFFICE_KIND, "LIAISON", "A liaison who acts for a unit.", "，代表驻区单位")
    SECRETARY = named(OFFICE_KIND, "SECRETARY", "Secretary of a community or street.", "（社区、街道）")
    OFFICER = named(OFFICE_KIND, "OFFICER", "An officer of a street or district.", "（街道、区县）")


ItemAction = items.Action
described(ItemAction, "对条目的操作。What can be done with an item.", items.ACTIONS, name="ItemAction")


ClaimAction = claims.Step
described(ClaimAction, "对认领的操作。What can be done with a claim.", claims.PROCESS.words_of_steps, name="ClaimAction")

described(StationState, "驻区关系的状态。Where a station is in its life.", stations.PROCESS.words_of_states)


@strawberry.enum(description="驻区关系的一方。A side of a station.")
class StationSide(Enum):
    UNIT = word("UNIT", description="单位：其联络员，或其登记地及上级的工作人员。The unit: its liaisons, and officers over its home division.")
    COMMUNITY = word("COMMUNITY", description="社区：其书记及上级的工作人员。The community: its secretary, and officers over it.")


StationAction = stations.StationStep
described(StationAction, "对驻区关系的操作。What can be done with a station.", stations.PROCESS.words_of_steps, name="StationAction")
