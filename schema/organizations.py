"""Organisations: the tree of divisions and the units stationed in its communities."""
from datetime import date, datetime
from typing import Any

import strawberry

from domain import access, beginnings, codes, stations
from domain.sight import OPEN
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import Order
from schema import whistle_figures
from schema.activities import ActivityFilter, ActivityOrder
from schema.agreements import AgreementFilter, AgreementOrder
from schema.cards import CardFilter, CardOrder
from schema.claims import ClaimFilter, ClaimOrder
from schema.declare import column, computed, entity, given, inline, many, one, where
from schema.dual_reports import DualReportFilter, DualReportOrder
from schema.funds import CommunityFundFilter
from schema.items import ItemFilter, ItemOrder, PointInput
from schema.lazy import (
    Activities,
    Agreements,
    AnOrganization,
    AServiceDuty,
    Cards,
    Claims,
    Committees,
    CommunityFunds,
    DualReports,
    Items,
    Offices,
    Organizations,
    Pairings,
    Stations,
    Teams,
)
from schema.nodes import PADDED, PADDED_EN, PLACE_PRESENT, Node, Place
from schema.pairings import PairingFilter, PairingOrder
from schema.permissions import PERMISSION, Permission
from schema.teams import TeamFilter, TeamOrder
from schema.words import OrganizationAction, OrganizationKind, StationAction, StationSide, StationState, described


class OrganizationOrder(Worded):
    CODE = "CODE", Words("按区划代码", "By division code; units come last.", "，单位在最后")
    NAME = "NAME", Words("按名称", "By name, as its characters are encoded.", "的文字编码")


described(OrganizationOrder, "组织的排序。Orders of organisations.")

ORDERS = {"CODE": Order("coalesce({t}.division_code, '~') COLLATE \"C\"", "text"), "NAME": Order('{t}.name COLLATE "C"', "text")}


@strawberry.input(description="筛选组织。Which organisations.")
class OrganizationFilter:
    kind: list[OrganizationKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    name: str | None = where("名称含有此文字。The name contains this text.", "strpos({t}.name, {v:text}) > 0")
    within_division: str | None = where(
        f"本身在此区划之内，或驻在其中；{PADDED}。Lies within this division, or is stationed there; {PADDED_EN}.",
        "(starts_with({t}.division_code, {v:division}) OR EXISTS (SELECT FROM station s JOIN organization h "
        "ON h.id = s.community_id WHERE s.unit_id = {t}.id AND s.state = 'CONFIRMED' "
        "AND starts_with(h.division_code, {v:division})))")


@strawberry.input(one_of=True, description="组织的名字，只填一项。By which of its names an organisation is meant: exactly one of these.")
class OrganizationBy:
    id: strawberry.ID | None = where("全局标识。The global ID.", "{t}.id = {v:uuid}")
    division_code: str | None = where(f"行政区划代码；{PADDED}。The division code; {PADDED_EN}.", "{t}.division_code = {v:division?}")
    credit_code: str | None = where("统一社会信用代码。The unified social credit code.", "{t}.credit_code = {v:text}")


@strawberry.input(description="筛选驻区关系。Which stations.")
class StationFilter:
    state: list[StationState] | None = where(
        "状态之一；默认只要已确认的，null 为全部。In one of these states; by default confirmed ones, null for all.",
        "{t}.state = ANY({v:text[]})", default_factory=lambda: [StationState.CONFIRMED])


@entity(PERMISSION)
class StationPermission(Permission):
    action: StationAction = given("操作。The action.")


@entity(PERMISSION)
class OrganizationPermission(Permission):
    action: str = given("操作。The action.", graphql_type=OrganizationAction)


def _of_organization(viewer: Viewer, kind: str, code: str | None) -> list[access.Permission]:
    return beginnings.organization_actions(viewer, kind, code or "")


def _viewer_can(viewer: Viewer, *row: Any) -> list[access.Permission]:
    return stations.actions(viewer, stations.Station(**dict(zip(RULED, row, strict=True))))


RULED = {"state": "{t}.state", "proposed_by": "{t}.proposed_by", "unit_id": "{t}.unit_id",
         "unit_home": "(SELECT g.home_code FROM organization g WHERE g.id = {t}.unit_id)",
         "community_code": "(SELECT g.division_code FROM organization g WHERE g.id = {t}.community_id)"}


@entity("组织：区划（省至网格）或单位。An organisation: a division, from province to grid, or a unit.",
        table="organization", tag="or", visible=OPEN, orders=ORDERS, groups={"KIND": "{t}.kind"},
        keys={"id": "id", "divisionCode": "division_code", "creditCode": "credit_code"}, written={"division_code": codes.meant})
class Organization(Node):
    kind: OrganizationKind = column("种类。What it is.")
    name: str = column("名称。Its name.")
    division_code: str | None = column(
        "行政区划代码：省 2、市 4、区县 6、街道 9、社区 12 位，网格另加 3 位；单位为空。"
        "The national division code of 2, 4, 6, 9 or 12 digits, 15 for a grid; null for a unit.")
    credit_code: str | None = column(
        "统一社会信用代码（GB 32100-2015）；没有则为空。The unified social credit code; null when it has none.")
    home_code: str | None = column(
        "所归区划代码：区划即其本身，单位为其登记时的第一个社区；由该区划及上级的工作人员任命、更名。不明则为空。"
        "The code of the division that it is at home in: a division's own, of a unit the community that it was registered in. "
        "Officers over it give its offices and its name. Null when not known.", "coalesce({t}.division_code, {t}.home_code)")
    no_credit_code_reason: str | None = column("单位没有信用代码的原因；有代码则为空。Why a unit has no credit code; null when it has one.")
    place: Place | None = inline("地点；未填为空。Where it is; null when not given.", PLACE_PRESENT)
    version: int = column("版本，每次修改加一。Its version: one more at each change.")
    created_at: datetime = column("登记时间。When it was registered.")
    parent: AnOrganization | None = one("上级区划；省与单位为空。The division above; null for a province and a unit.",
                                        "{t}.division_code = {p}.parent_code")
    children = many(Organizations, "下级区划；单位为空页。The divisions below; none for a unit.",
                    on="{t}.parent_code = {k}", key="{p}.division_code", key_type="text",
                    filter=OrganizationFilter, order=OrganizationOrder)
    stations = many(Stations, "驻在哪些社区；区划为空页。The communities that a unit is stationed in.",
                    on="{t}.unit_id = {k}", key="{p}.id", filter=StationFilter)
    stationed = many(Stations, "驻在本社区的单位。The units stationed in this community.",
                     on="{t}.community_id = {k}", key="{p}.id", filter=StationFilter)
    committees = many(Committees, "本级大工委（大党委），及本单位有席位的。Its own joint committee, and those it has a seat on.",
                      on="({t}.organization_id = {k} OR EXISTS (SELECT FROM seat s WHERE s.committee_id = {t}.id "
                         "AND s.organization_id = {k}))", key="{p}.id")
    agreements = many(Agreements, "以本组织为一方、您可见的共建协议。The agreements of which it is a side, as far as you may see them.",
                      on="({t}.host_id = {k} OR {t}.unit_id = {k})", key="{p}.id", filter=AgreementFilter, order=AgreementOrder)
    pairings = many(Pairings, "以本组织为一方、您可见的结对。The pairings of which it is a side, as far as you may see them.",
                    on="({t}.host_id = {k} OR {t}.partner_id = {k})", key="{p}.id", filter=PairingFilter, order=PairingOrder)
    activities = many(Activities, "社区或街道发布的活动，您可见的。The activities that a community or street published, as far as you may see them.",
                      on="{t}.organization_id = {k}", key="{p}.id", filter=ActivityFilter, order=ActivityOrder)
    teams = many(Teams, "社区、街道或单位的服务队，您可见的。The teams of a community, a street or a unit, as far as you may see them.",
                 on="{t}.organization_id = {k}", key="{p}.id", filter=TeamFilter, order=TeamOrder)
    service_duty: AServiceDuty | None = one("区县对报到党员每年的要求，您可见的；未规定为空。What a district wants of members in a year, as far as you may see it; "
                                            "null where it says nothing.", "{t}.organization_id = {p}.id")
    dual_reports = many(DualReports, "向本社区的、或本单位人员的双报到，您可见的。Registrations with this community, or of this unit's people, as far as you "
                        "may see them.", on="({t}.community_id = {k} OR {t}.unit_id = {k})", key="{p}.id", filter=DualReportFilter,
                        order=DualReportOrder)
    funds = many(CommunityFunds, "社区各年度的服务经费，您可见的。A community's funds of service money, by year, as far as you may see them.",
                 on="{t}.organization_id = {k}", key="{p}.id", filter=CommunityFundFilter)
    whistle_figures = whistle_figures.OF_ORGANIZATION
    offices = many(Offices, "任职，含已结束的。Who acts or acted for it.", on="{t}.organization_id = {k}", key="{p}.id")
    items = many(Items, "本组织发布、您可见的条目。What it published, as far as you may see it.",
                 on="{t}.publisher_id = {k}", key="{p}.id", filter=ItemFilter, order=ItemOrder, near=PointInput)
    cards = many(Cards, "以本组织为一方、您可见的四单，各版在内。The cards of which it is a party, every version, as far as you may see them.",
                 on="({t}.proposer_id = {k} OR {t}.asked_id = {k})", key="{p}.id", filter=CardFilter, order=CardOrder)
    claims = many(Claims, "本组织提出、您可见的认领。The claims it made, as far as you may see them.",
                  on="{t}.claimant_id = {k}", key="{p}.id", filter=ClaimFilter, order=ClaimOrder)
    viewer_can: list[OrganizationPermission] = computed(
        "您可为它发起什么，不能的附原因。What the viewer can begin for it, with the reason where not.",
        _of_organization, "{t}.kind", "{t}.division_code")


@entity("驻区关系：一个单位驻在一个社区，双方均须同意。A unit's being stationed in a community, which both have to want.",
        table="station", tag="st", visible=OPEN, keys={"id": "id"}, orders={"OLDEST": Order("{t}.since", "date")})
class Station(Node):
    unit: AnOrganization = one("单位。The unit.", "{t}.id = {p}.unit_id")
    community: AnOrganization = one("社区。The community.", "{t}.id = {p}.community_id")
    state: StationState = column("状态；只有已确认的才产生权限。Where it is in its life; only a confirmed one gives rights.")
    proposed_by: StationSide | None = column(
        "由哪一方提出；一人代表双方、或导入的为空。Which side proposed it; null when one person spoke for both, or it was imported.")
    since: date = column("自何日起。Since when.")
    ended_on: date | None = column("何日结束；未结束为空。When it ended; null when it has not.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    viewer_can: list[StationPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, *RULED.values())
