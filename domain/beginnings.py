"""What somebody may begin at a joint committee, of a joint project, or for a community, told by the rules of what is begun.

What can be done with what is there already is told beside its steps.
"""
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from domain import access, cadences, commitments, conferences, funds, milestones, projects, topics
from domain.actions import Action
from domain.cadences import CommitteeStep
from domain.process import NOBODYS
from domain.projects import Project
from domain.viewer import Viewer
from domain.words import Words

OF_COMMITTEES: Mapping[str, Words] = {
    **conferences.PROCESS.deeds, **topics.PROCESS.deeds, **commitments.LIST.deeds,
    Action.SEAT_MEMBER: Action.SEAT_MEMBER.words,
    **{name: step.words for name, step in cadences.PROCESS.steps.items() if step.by not in NOBODYS}}
OF_PROJECTS: Mapping[str, Words] = {
    **milestones.PROCESS.deeds, **{deed: funds.DEEDS[deed] for deed in (funds.PLAN, funds.GRANT, funds.REVOKE, funds.RECORD)}}
OF_ORGANIZATIONS: Mapping[str, Words] = {funds.SET: funds.DEEDS[funds.SET]}


def committee_actions(viewer: Viewer, committee_id: UUID, home_code: str) -> list[access.Permission]:
    """What the viewer can begin at a joint committee, in the order of OF_COMMITTEES.

    home_code   of its division
    """
    def check(action: str) -> None:
        if action == topics.RAISE:
            topics.check_raise(viewer, committee_id, home_code)
        elif action == commitments.ADOPT:
            _check_adopt(viewer, committee_id, home_code)
        elif action == Action.SEAT_MEMBER:
            access.check_officer_over(viewer, [home_code], action)
        else:
            named = cadences.PROCESS.action(action) if action in set(CommitteeStep) else action
            conferences.check_arranges(viewer, committee_id, home_code, named)
    return access.permissions(OF_COMMITTEES, check)


def _check_adopt(viewer: Viewer, committee_id: UUID, home_code: str) -> None:
    """Who has a seat may adopt its own list, by `commitments.check_leads`; who arranges the committee's work any."""
    if committee_id not in viewer.sits_on:
        conferences.check_arranges(viewer, committee_id, home_code, commitments.ADOPT)


def project_actions(viewer: Viewer, member_id: UUID, project: Project, granted: Decimal) -> list[access.Permission]:
    """What the viewer can begin of a joint project, in the order of OF_PROJECTS.

    member_id   who asks: a viewer may have been made of the rights alone
    granted     of its budget
    """
    def check(action: str) -> None:
        if action == milestones.ADD:
            milestones.check_adds(viewer, project)
        elif action == funds.PLAN:
            funds.check_plan(viewer, project, granted)
        elif action == funds.GRANT:
            funds.check_grant(viewer, project)
        elif action == funds.REVOKE:
            funds.check_revoke(viewer, project)
        else:
            funds.check_record(viewer, member_id, project)
    return [*projects.actions(viewer, member_id, project), *access.permissions(OF_PROJECTS, check)]


def organization_actions(viewer: Viewer, kind: str, home_code: str) -> list[access.Permission]:
    """What the viewer can begin for an organisation, in the order of OF_ORGANIZATIONS.

    home_code   its own division code; empty of a unit
    """
    return access.permissions(OF_ORGANIZATIONS, lambda _: funds.check_sets(viewer, kind, home_code))
