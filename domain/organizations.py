"""Organisations: divisions, which form a tree by their codes, and units, which are stationed in communities."""
from enum import StrEnum

from domain import codes
from domain.refusals import BadInput


class OrganizationKind(StrEnum):
    PROVINCE = "PROVINCE"
    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    GRID = "GRID"
    DEPARTMENT = "DEPARTMENT"
    UNIT = "UNIT"
    ENTERPRISE = "ENTERPRISE"
    SOCIAL_ORGANIZATION = "SOCIAL_ORGANIZATION"


UNIT_KINDS = frozenset({OrganizationKind.DEPARTMENT, OrganizationKind.UNIT, OrganizationKind.ENTERPRISE,
                        OrganizationKind.SOCIAL_ORGANIZATION})


def check_codes(kind: str, division_code: str | None, credit_code: str | None) -> None:
    """Let an organisation's codes pass, or say what is wrong with them.

    raises   BadInput
    """
    digits = codes.DIGITS_OF_KIND.get(kind)
    if digits is None and division_code is not None:
        raise BadInput("input.divisionCode", "单位没有行政区划代码。A unit has no division code.")
    if digits is not None and (division_code is None or len(division_code) != digits
                               or not codes.is_division_code(division_code)):
        raise BadInput("input.divisionCode", f"{kind} 的代码为 {digits} 位数字。A {kind}'s code has {digits} digits.")
    if credit_code is not None and not codes.is_credit_code(credit_code):
        raise BadInput("input.creditCode", "统一社会信用代码或其校验码有误（GB 32100-2015）。"
                                           "Not a unified social credit code, or its check character is wrong.")


def check_communities(kind: str, community_count: int) -> None:
    """Let the number of communities pass in which a new organisation is stationed, or say what is wrong with it.

    raises   BadInput
    """
    if kind in UNIT_KINDS and community_count == 0:
        raise BadInput("input.communityCodes", "单位至少驻一个社区。A unit is stationed in at least one community.")
    if kind not in UNIT_KINDS and community_count > 0:
        raise BadInput("input.communityCodes", "只有单位才驻社区。Only units are stationed in communities.")
