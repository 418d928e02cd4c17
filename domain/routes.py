"""The routing table of calls: of a category within a division, who handles it and in what time.

The most specific route counts: of the longest division around where a call was raised. A route is kept by the officers over the
district in which it lies.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from domain import access, codes, working_days
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.refusals import BadInput, Refusal
from domain.viewer import Viewer
from domain.words import Worded, Words


class TimeUnit(Worded):
    HOURS = "HOURS", Words("小时", "Hours, by day and by night.", "，昼夜连续计")
    WORKING_DAYS = "WORKING_DAYS", Words(
        "工作日", "Working days, by the Chinese calendar; it is up to the end of the last one.", "，至末日结束")


SET, REMOVE = "SET_ROUTE", "REMOVE_ROUTE"
DEEDS = {SET: Words("定派单路由", "Say who handles calls of a category, by setRoute."),
         REMOVE: Words("删除派单路由", "Remove a route of calls, by removeRoute.")}
MOST = {TimeUnit.HOURS: 2_000, TimeUnit.WORKING_DAYS: 250}
"""That a limit may have of each."""
MOST_ASSISTING = 10
DISTRICT, STREET = 6, 9  # digits
DIVISIONS = frozenset({OrganizationKind.DISTRICT, OrganizationKind.STREET, OrganizationKind.COMMUNITY})
HANDLERS = frozenset({*UNIT_KINDS, OrganizationKind.STREET})


@dataclass
class HandlerElsewhere(Refusal, description="该单位不在此处，不能办理这里的诉求。It is elsewhere: no calls from here."):
    ADVICE = ("改选本区县的部门或街道，或驻在 division 内的单位；部门或单位确在此处的，先以 stationUnit 登记驻区。"
              "Name a department or a street of the district, or a unit that is stationed within `division`; if it is there, "
              "let it be stationed first, by stationUnit.")
    field: Annotated[str, "哪一项：leadId 或 assistingIds[0] 等。Which field of the input: leadId, assistingIds[0], ..."]
    division: Annotated[str, "单位须驻在此区划之内。The division within which a unit has to be stationed."]

    @property
    def message(self) -> Bilingual:
        district = self.division[:DISTRICT]
        return Bilingual(f"{self.field}：须为 {district} 的部门或街道，或驻在 {self.division} 的单位。",
                         f"{self.field}: it must be a department or a street of {district}, or a unit that is stationed in "
                         f"{self.division}.")


@dataclass(frozen=True)
class Limit:
    """A time limit of so many hours or working days."""

    count: int
    unit: str

    def ends(self, begins: datetime) -> datetime:
        """From which moment on it is late."""
        if self.unit == TimeUnit.HOURS:
            return begins + timedelta(hours=self.count)
        return working_days.due(begins, self.count)


@dataclass(frozen=True)
class Route:
    """Who handles a call: the lead, those that assist it, and in what time from the dispatch on."""

    lead_id: UUID
    assisting_ids: Sequence[UUID]
    accept: Limit
    handle: Limit

    @property
    def parties(self) -> Sequence[UUID]:
        return [self.lead_id, *self.assisting_ids]


@dataclass(frozen=True)
class Placed:
    """A route where it holds."""

    division_id: UUID
    division_code: str
    category: str
    route: Route

    @property
    def key(self) -> tuple[str, str]:
        return self.division_code, self.category


def limit(field: str, count: int, unit: str) -> Limit:
    """raises   BadInput"""
    most = MOST[TimeUnit(unit)]
    if not 1 <= count <= most:
        raise BadInput(f"{field}.count", Bilingual(f"须在 1 至 {most} 之间。", f"It must be from 1 to {most}."))
    return Limit(count, str(unit))


def check_limits(accept: Limit, handle: Limit) -> None:
    """Let a call be handled no earlier than it is accepted; by working days it takes longer than by as many days of 24 hours.

    raises   BadInput
    """
    days = 24 if accept.unit == TimeUnit.WORKING_DAYS and handle.unit == TimeUnit.HOURS else 1
    unlike = accept.unit == TimeUnit.HOURS and handle.unit == TimeUnit.WORKING_DAYS
    if not unlike and handle.count < accept.count * days:
        raise BadInput("handle_in.count", Bilingual("办理时限不能短于签收时限。",
                                                      "The time to handle is no shorter than that to accept."))


def check_parties(lead_id: UUID, assisting_ids: Sequence[UUID]) -> None:
    """raises   BadInput"""
    if len({lead_id, *assisting_ids}) != len(assisting_ids) + 1 or len(assisting_ids) > MOST_ASSISTING:
        raise BadInput("assisting_ids", Bilingual(
            f"协办部门最多 {MOST_ASSISTING} 个，各不相同，且不含主办部门。",
            f"At most {MOST_ASSISTING} may assist, each once, the lead not among them."))


def check_handler(field: str, kind: str) -> None:
    """raises   BadInput of an organisation that cannot handle calls"""
    if kind not in HANDLERS:
        raise BadInput(field, Bilingual("须为部门、驻区单位或街道。", "It must be a department, a unit or a street."))


def is_near(kind: str, divisions: Sequence[str], area: str) -> bool:
    """Whether who can handle calls handles those of an area: a department or a street of its district, a department of a level
    above, and a unit that is stationed in it. Nobody else is told of a call, and for whom it was raised.

    divisions   a street's own code, the communities where a unit is stationed; of a department also where it is registered
    area        a district, or what lies in one
    """
    if kind in (OrganizationKind.DEPARTMENT, OrganizationKind.STREET):
        return any(codes.are_in_line(each, area[:DISTRICT]) for each in divisions)
    return any(codes.is_within(each, area) for each in divisions)


def check_division(kind: str) -> None:
    """raises   BadInput of what has no routes"""
    if kind not in DIVISIONS:
        raise BadInput("division_id", Bilingual("须为区县、街道或社区。", "It must be a district, a street or a community."))


def check_keep(viewer: Viewer, division_code: str, action: str) -> None:
    """A route is kept by the officers over its district.

    raises   NotAllowed
    """
    access.check_officer_over(viewer, [division_code[:DISTRICT]], action)
