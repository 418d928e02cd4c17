"""Organisations: the tree of divisions and the units stationed in its communities."""
from datetime import date, datetime
from enum import Enum

import strawberry

from planner.catalogue import Order
from schema.claims import ClaimFilter, ClaimOrder
from schema.declare import column, entity, inline, many, one, where
from schema.items import ItemFilter, ItemOrder, PointInput
from schema.lazy import AnOrganization, Claims, Committees, Items, Offices, Organizations, Stations
from schema.nodes import PLACE_PRESENT, Node, Place
from schema.words import OrganizationKind


@strawberry.enum(description="组织的排序。Orders of organisations.")
class OrganizationOrder(Enum):
    CODE = strawberry.enum_value("CODE", description="按区划代码，单位在最后。By division code; units come last.")
    NAME = strawberry.enum_value("NAME", description="按名称的文字编码。By name, as its characters are encoded.")


ORDERS = {"CODE": Order("coalesce({t}.division_code, '~') COLLATE \"C\"", "text"), "NAME": Order('{t}.name COLLATE "C"', "text")}


@strawberry.input(description="筛选组织。Which organisations.")
class OrganizationFilter:
    kind: list[OrganizationKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    name: str | None = where("名称含有此文字。The name contains this text.", "strpos({t}.name, {v:text}) > 0")
    within_division: str | None = where(
        "本身在此区划之内，或驻在其中。Lies within this division, or is stationed there.",
        "(starts_with({t}.division_code, {v:text}) OR EXISTS (SELECT FROM station s JOIN organization h "
        "ON h.id = s.community_id WHERE s.unit_id = {t}.id AND starts_with(h.division_code, {v:text})))")


@entity("组织：区划（省至网格）或单位。An organisation: a division, from province to grid, or a unit.",
        table="organization", tag="or", orders=ORDERS,
        keys={"id": "id", "divisionCode": "division_code", "creditCode": "credit_code"})
class Organization(Node):
    kind: OrganizationKind = column("种类。What it is.")
    name: str = column("名称。Its name.")
    division_code: str | None = column(
        "行政区划代码：省 2、市 4、区县 6、街道 9、社区 12 位，网格另加 3 位；单位为空。"
        "The national division code of 2, 4, 6, 9 or 12 digits, 15 for a grid; null for a unit.")
    credit_code: str | None = column(
        "统一社会信用代码（GB 32100-2015）；没有则为空。The unified social credit code; null when it has none.")
    place: Place | None = inline("地点；未填为空。Where it is; null when not given.", PLACE_PRESENT)
    version: int = column("版本，每次修改加一。Its version: one more at each change.")
    created_at: datetime = column("登记时间。When it was registered.")
    parent: AnOrganization | None = one("上级区划；省与单位为空。The division above; null for a province and a unit.",
                                        "{t}.division_code = {p}.parent_code")
    children = many(Organizations, "下级区划；单位为空页。The divisions below; none for a unit.",
                    on="{t}.parent_code = {k}", key="{p}.division_code", key_type="text",
                    filter=OrganizationFilter, order=OrganizationOrder)
    stations = many(Stations, "驻在哪些社区；区划为空页。The communities that a unit is stationed in.",
                    on="{t}.unit_id = {k}", key="{p}.id")
    stationed = many(Stations, "驻在本社区的单位。The units stationed in this community.",
                     on="{t}.community_id = {k}", key="{p}.id")
    committees = many(Committees, "本级大工委（大党委），及本单位有席位的。Its own joint committee, and those it has a seat on.",
                      on="({t}.organization_id = {k} OR EXISTS (SELECT FROM seat s WHERE s.committee_id = {t}.id "
                         "AND s.organization_id = {k}))", key="{p}.id")
    offices = many(Offices, "任职，含已结束的。Who acts or acted for it.", on="{t}.organization_id = {k}", key="{p}.id")
    items = many(Items, "本组织发布、您可见的条目。What it published, as far as you may see it.",
                 on="{t}.publisher_id = {k}", key="{p}.id", filter=ItemFilter, order=ItemOrder, near=PointInput)
    claims = many(Claims, "本组织提出、您可见的认领。The claims it made, as far as you may see them.",
                  on="{t}.claimant_id = {k}", key="{p}.id", filter=ClaimFilter, order=ClaimOrder)


@entity("驻区关系：一个单位驻在一个社区。A unit's being stationed in a community.", table="station", tag="st",
        keys={"id": "id"}, orders={"OLDEST": Order("{t}.since", "date")})
class Station(Node):
    unit: AnOrganization = one("单位。The unit.", "{t}.id = {p}.unit_id")
    community: AnOrganization = one("社区。The community.", "{t}.id = {p}.community_id")
    since: date = column("自何日起。Since when.")
