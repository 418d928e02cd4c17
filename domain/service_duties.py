"""The usual duty of who is registered with a community: so many projects and hours a year, as the district says.

A project is an activity that the member was at; hours are those that were confirmed.
"""
from decimal import Decimal

from domain import access
from domain.faults import Faults
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.refusals import BadInput
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words

SET = "SET_SERVICE_DUTY"
DEEDS = {SET: Words("定服务要求", "Say what members owe in a year, by setServiceDuty.")}
USUAL_PROJECTS, USUAL_HOURS = 1, 24
"""Where a district says nothing: the view `service_progress` has the same."""
MOST_PROJECTS, MOST_HOURS = 366, 1000
SIGHT = Sight(own="organization_id", downward="home_code", home="home_code", upward={6: "home_code"})
SUBJECT = Subject("service_duty", SIGHT)


def check_set(viewer: Viewer, kind: str, home_code: str, projects: int, hours: Decimal) -> None:
    """By officers over the district.

    raises   NotAllowed, BadInput
    """
    if kind != OrganizationKind.DISTRICT:
        raise BadInput("organization_id", Bilingual("须为区县。", "It must be a district."))
    access.check_officer_over(viewer, [home_code], SET)
    with Faults() as faults:
        if not 0 <= projects <= MOST_PROJECTS:
            faults.note(BadInput("projects", Bilingual(f"须为 0 至 {MOST_PROJECTS}。", f"It must be 0 to {MOST_PROJECTS}.")))
        if not hours.is_finite() or not 0 <= hours <= MOST_HOURS or hours != round(hours, 2):
            faults.note(BadInput("hours", Bilingual(f"须为 0 至 {MOST_HOURS}，最多两位小数。",
                                                    f"It must be 0 to {MOST_HOURS}, with at most two decimals.")))
