"""The routing table of calls."""
from datetime import datetime

import strawberry

from domain import routes
from domain.routes import TimeUnit as TimeUnit
from domain.sight import OPEN
from planner.catalogue import Order
from resolvers import routes as use_cases
from schema.declare import column, entity, inline, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AnOrganization, ARoute, Organizations, Routes
from schema.nodes import PADDED, PADDED_EN, Node
from schema.words import Category, described
from schema.writes import Shown, mutation

described(TimeUnit, "时限的单位。In what a time limit is counted.")
MOST = "，".join(f"{unit.words.chinese}至多 {most}" for unit, most in routes.MOST.items())


@strawberry.input(description="时限。A time limit.")
class TimeLimitInput:
    count: int = strawberry.field(description=f"多少；{MOST}。How many; at most 2,000 hours or 250 working days.")
    unit: TimeUnit = strawberry.field(description="单位。Of what.")


@entity("签收时限，自派单起。The time to accept, from the dispatch on.", name="AcceptLimit")
class AcceptLimit:
    count: int = column("多少。How many.", "{t}.accept_in")
    unit: TimeUnit = column("单位。Of what.", "{t}.accept_unit")


@entity("办理时限，自派单起。The time to handle, from the dispatch on.", name="HandleLimit")
class HandleLimit:
    count: int = column("多少。How many.", "{t}.handle_in")
    unit: TimeUnit = column("单位。Of what.", "{t}.handle_unit")


@strawberry.input(description="筛选派单路由；各项同时成立。Which routes; all of it holds.")
class RouteFilter:
    category: list[Category] | None = where("类别之一。Of one of these categories.", "{t}.category = ANY({v:text[]})")
    division_id: strawberry.ID | None = where("该区划的。Of this division.", "{t}.division_id = {v:id(Organization)}")
    lead_id: strawberry.ID | None = where("由此组织主办的。Led by this organisation.", "{t}.lead_id = {v:id(Organization)}")
    within_division: str | None = where(f"所属区划在此区划之内；{PADDED}。Whose division lies within this one; {PADDED_EN}.",
                                        "starts_with({t}.division_code, {v:division})")


@entity("派单路由：一个区划内一类诉求由谁主办、谁协办、多久签收和办结；区划最小的优先。A route: who handles calls of a category within a division, who "
        "assists, and in what time; the one of the smallest division counts.", table="route", tag="rt", visible=OPEN, keys={"id": "id"},
        orders={"DIVISION": Order("{t}.division_code || ' ' || {t}.category", "text", unique=True)})
class Route(Node):
    division: AnOrganization = one("区县、街道或社区。The district, street or community.", "{t}.id = {p}.division_id")
    category: Category = column("类别。The category.")
    lead: AnOrganization = one("主办。Who handles it.", "{t}.id = {p}.lead_id")
    assisting = many(Organizations, "协办。Who assists.", key="{p}.id",
                     on="EXISTS (SELECT FROM route_assisting a WHERE a.route_id = {k} AND a.organization_id = {t}.id)")
    accept_in: AcceptLimit = inline("签收时限。The time to accept.")
    handle_in: HandleLimit = inline("办理时限。The time to handle.")
    set_at: datetime = column("设定时间。When it was set.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")


@strawberry.input(description="定派单路由；该区划该类别原有的由它代替。Set a route; it takes the place of the one that the division has for the category.")
class SetRouteInput:
    idempotency_key: str = strawberry.field(description=KEY)
    division_id: strawberry.ID = identifier("区县、街道或社区。A district, a street or a community.", "Organization")
    category: Category = strawberry.field(description="类别。The category.")
    lead_id: strawberry.ID = identifier("主办：部门、驻区单位或街道。Who handles it: a department, a unit or a street.", "Organization")
    accept_in: TimeLimitInput = strawberry.field(description="签收时限，自派单起。The time to accept, from the dispatch on.")
    handle_in: TimeLimitInput = strawberry.field(description="办理时限，自派单起。The time to handle, from the dispatch on.")
    assisting_ids: list[strawberry.ID] = identifier("协办。Who assists.", "Organization", default_factory=list)


@strawberry.input(description="删除派单路由。Remove a route.")
class RemoveRouteInput:
    idempotency_key: str = strawberry.field(description=KEY)
    route_id: strawberry.ID = identifier("派单路由。The route.", "Route")


SET = mutation("定派单路由（区县的工作人员）。Set a route; officers' over the district.", use_cases.set_, SetRouteInput,
               Shown("route", ARoute, "该路由。The route.", "route"))
REMOVE = mutation("删除派单路由（区县的工作人员）。Remove a route; officers' over the district.", use_cases.remove, RemoveRouteInput,
                  Shown("division", AnOrganization, "其区划。Its division.", "division"))
ROUTES = many(Routes, "派单路由表，按区划。The routing table, by division.", filter=RouteFilter)
