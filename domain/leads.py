"""Leading projects (领办): how many a part-time member's place leads in a year, and an officer's consent to one more.

The steps are of a seat's life, `domain.committees.SEAT`.
"""
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain import access, codes, committees
from domain.actions import Action
from domain.committees import SEAT, SeatKind
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed
from domain.terms import Term, TermStep
from domain.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Place:
    """What the rules need to know of a seat, and of its place in the year.

    holder_id        who has the seat
    organization_id  whose committee it is of
    led              projects that the place leads since the year began
    quota            of its committee
    consented        consents of the year to one more
    """

    kind: str
    holder_id: UUID
    organization_id: UUID
    term: Term
    led: int
    quota: int
    consented: int

    @property
    def division_code(self) -> str:
        return self.term.division_code or ""

    @property
    def most(self) -> int:
        return self.quota + self.consented


def check_leader(viewer: Viewer, member_id: UUID, *, holder_id: UUID, organization_id: UUID, division_code: str) -> None:
    """A seat is made to lead by who holds it, by who acts for its committee's organisation, or by officers over that.

    member_id   who asks: a viewer may have been made of the rights alone
    raises      NotAllowed: what a seat may lead in a year is not another publisher's to use up
    """
    if member_id != holder_id and organization_id not in viewer.acts_for:
        access.check_officer_over(viewer, [division_code], Action.LEAD_PROJECT)


def check_within(home_code: str, committee_code: str, field: str) -> None:
    """Let a seat lead a project whose home lies in its committee's division or around it.

    raises   BadInput
    """
    if not codes.are_in_line(home_code, committee_code):
        raise BadInput(field, Bilingual("该委员会不在项目所在区划。", "The seat's committee is of another division."))


def check_lead(viewer: Viewer, member_id: UUID, place: Place, today: date) -> None:
    """
    member_id   who asks: a viewer may have been made of the rights alone
    raises      NotAllowed, WrongState, LeadQuotaReached
    """
    check_leader(viewer, member_id, holder_id=place.holder_id, organization_id=place.organization_id,
                 division_code=place.division_code)
    SEAT.check(TermStep.LEAD, place.term.state_on(SEAT, today))
    committees.check_lead(place.kind, place.led, place.most)


def check_consent(viewer: Viewer, place: Place, today: date) -> None:
    """An officer over the committee's division consents, to a part-time member alone: the others have no quota.

    raises   NotAllowed, WrongState
    """
    access.check_term(viewer, SEAT, TermStep.CONSENT, place.term, today)
    if place.kind != SeatKind.PART_TIME:
        raise NotAllowed(SEAT.action(TermStep.CONSENT))


def actions(viewer: Viewer, member_id: UUID, place: Place, today: date) -> list[access.Permission]:
    """What the viewer can do with a seat, in the order of its process."""
    def check(action: str) -> None:
        if action == TermStep.LEAD:
            check_lead(viewer, member_id, place, today)
        elif action == TermStep.CONSENT:
            check_consent(viewer, place, today)
        else:
            access.check_term(viewer, SEAT, TermStep(action), place.term, today)
    return access.permissions(SEAT.steps, check)


def check_quota(quota: int) -> None:
    """raises   BadInput"""
    if not 1 <= quota <= 1000:
        raise BadInput("quota", Bilingual("须为 1 至 1000。", "It must be 1 to 1000."))

