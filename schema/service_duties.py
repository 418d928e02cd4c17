"""What districts want of members in a year, and how far each is."""
from datetime import datetime

import strawberry

from domain import service_duties
from domain.sight import OPEN
from resolvers import service_duties as use_cases
from schema.declare import column, entity, many, one
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AnOrganization, AServiceDuty, Events
from schema.nodes import Node
from schema.scalars import Decimal
from schema.writes import Shown, mutation

OF_YEAR = "{t}.dual_report_id = {p}.id AND {t}.year = {year:int}"


@entity("服务要求：区县规定报到党员每年的项目数与时长；未规定时为一个项目、24 小时。What a district wants of members in a year who are registered in it; one project and 24 hours "
        "where it says nothing. Seen by who belongs to the district, and by the officers above.",
        table="service_duty", tag="sd", visible=service_duties.SIGHT, keys={"id": "id"})
class ServiceDuty(Node):
    organization: AnOrganization = one("区县。The district.", "{t}.id = {p}.organization_id")
    projects: int = column("每年的项目数。How many projects in a year.")
    hours: Decimal = column("每年的时长，小时。How many hours in a year.")
    set_at: datetime = column("规定的时间。When it was set.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'service_duty' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)


@entity("服务进度：一名成员在一年中参加的活动与确认的时长，及所在区县的要求。How far a member is in a year: what it was at, the hours that were confirmed, and what its "
        "district wants.", table="service_progress", visible=OPEN)
class ServiceProgress:
    year: int = column("年度。The year.")
    projects: int = column("参加的活动与动员数。How many activities and mobilisations the member was at.")
    hours: Decimal = column("确认的时长，小时。The hours that were confirmed.")
    duty_projects: int = column("要求的项目数。How many projects are wanted.")
    duty_hours: Decimal = column("要求的时长，小时。How many hours are wanted.")
    fulfilled: bool = column("是否都已达到。Whether both are reached.", "{t}.projects >= {t}.duty_projects AND {t}.hours >= {t}.duty_hours")


@strawberry.input(description="定服务要求。Say what members owe in a year.")
class SetServiceDutyInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("区县。The district.", "Organization")
    projects: int = strawberry.field(description=f"项目数，0 至 {service_duties.MOST_PROJECTS}。How many projects, 0 to {service_duties.MOST_PROJECTS}.")
    hours: Decimal = strawberry.field(description=f"时长，小时，0 至 {service_duties.MOST_HOURS}，最多两位小数。How many hours, 0 to {service_duties.MOST_HOURS}, "
                                                  "with at most two decimals.")


SET = mutation("定服务要求（区县工作人员）。Say what members owe in a year; by officers over the district.", use_cases.set_, SetServiceDutyInput,
               Shown("service_duty", AServiceDuty, "该要求。The duty.", "service_duty"))
