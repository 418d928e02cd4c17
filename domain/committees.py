"""Joint committees: where one may be founded, how it is called, and what seats it has.

The life of a seat is SEAT, drawn in docs/processes.md.
"""
from domain import terms
from domain.languages import Bilingual
from domain.refusals import BadInput, LeadQuotaReached
from domain.words import Worded, Words


class SeatKind(Worded):
    SECRETARY = "SECRETARY", Words("书记", "Secretary.")
    FIRST_SECRETARY = "FIRST_SECRETARY", Words("第一书记", "First secretary, a liaison leader.", "（联系领导）")
    FULL_TIME = "FULL_TIME", Words("专职委员", "Full-time member.")
    PART_TIME = "PART_TIME", Words("兼职委员", "Part-time member.")


class CommitteeLevel(Worded):
    COMMUNITY = "COMMUNITY", Words("社区大党委", "Of a community.")
    STREET = "STREET", Words("街道大工委", "Of a street.")


SEAT = terms.process("seat", "Seat", Words("席位", "A seat on a joint committee."), "seat.taken", "seat.ended")


def check_level(organization_kind: str) -> None:
    """Let a committee be founded at an organisation of this kind, or not.

    raises   BadInput
    """
    if organization_kind not in set(CommitteeLevel):
        raise BadInput("organization_id", Bilingual("联合党委只设于街道、社区。", "Only streets and communities have one."))


def usual_name(organization_kind: str, organization_name: str) -> str:
    """What the committee is called where nobody chose a name: 曙光社区大党委, 星城街道大工委."""
    if organization_kind == CommitteeLevel.STREET:
        return organization_name.removesuffix("办事处") + "大工委"
    return organization_name.removesuffix("居委会").removesuffix("村委会").removesuffix("居民委员会") + "大党委"


def check_lead(seat_kind: str, projects_of_year: int, quota: int) -> None:
    """Let a seat lead one more project; only part-time members have a quota.

    projects_of_year   those it leads already in this calendar year, ended early ones left out
    raises             LeadQuotaReached
    """
    if seat_kind == SeatKind.PART_TIME and projects_of_year >= quota:
        raise LeadQuotaReached(quota)
