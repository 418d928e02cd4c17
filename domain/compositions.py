"""What a joint committee is made of (1+1+X+N), and who may be its first secretary."""
from collections.abc import Mapping

from domain.committees import SeatKind
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.refusals import BadInput
from domain.words import Worded, Words

PUBLIC_BODIES = frozenset({OrganizationKind.DEPARTMENT, OrganizationKind.UNIT})
ENTERPRISES = frozenset({OrganizationKind.ENTERPRISE, OrganizationKind.SOCIAL_ORGANIZATION})


class CommitteePart(Worded):
    """1+1+X+N."""

    SECRETARY = "SECRETARY", Words("书记", "The secretary.")
    FIRST_SECRETARY = "FIRST_SECRETARY", Words("第一书记", "The first secretary, from above.", "（上级联系领导）")
    PUBLIC_BODIES = "PUBLIC_BODIES", Words("机关事业单位", "X: public bodies.", "（X）")
    ENTERPRISES = "ENTERPRISES", Words("企业与社会组织", "N: enterprises and social organisations.", "（N）")


def missing(counts: Mapping[CommitteePart, int]) -> list[str]:
    """The parts of which a committee has none, in the order of 1+1+X+N."""
    return [str(part) for part in CommitteePart if not counts[part]]


def check_from_above(seat_kind: str, organization_kind: str | None, division_code: str | None, committee_code: str) -> None:
    """Let a seat be of who represents an organisation: a first secretary comes from above.

    organization_kind, division_code   of that organisation; None: there is none, it has none
    raises                             BadInput
    """
    above = division_code is not None and committee_code.startswith(division_code) and division_code != committee_code
    if seat_kind == SeatKind.FIRST_SECRETARY and not above and organization_kind != OrganizationKind.DEPARTMENT:
        raise BadInput("organization_id", Bilingual(
            "第一书记须代表上级区划或部门。", "A first secretary must represent a division above, or a department."))
