"""Organisations: divisions, which form a tree by their codes, and units, which are stationed in communities."""
from dataclasses import dataclass
from typing import Annotated

from domain import codes, credit_codes, texts
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, Refusal
from domain.words import Worded, Words


class OrganizationKind(Worded):
    PROVINCE = "PROVINCE", Words("省", "A province, or a municipality of its rank.", "（自治区、直辖市）")
    CITY = "CITY", Words("市", "A prefecture-level city.", "（地级）")
    DISTRICT = "DISTRICT", Words("区县", "A district, a county or a city of its rank.", "（县、县级市）")
    STREET = "STREET", Words("街道", "A subdistrict (street) or a town.", "（乡镇）")
    COMMUNITY = "COMMUNITY", Words("社区", "A community or a village.", "（村）")
    GRID = "GRID", Words("网格", "A grid of a community.")
    DEPARTMENT = "DEPARTMENT", Words("部门", "A department of the administration.", "，职能部门")
    UNIT = "UNIT", Words("事业单位", "A unit stationed in communities: a school, a hospital, a bank.", "等驻区单位")
    ENTERPRISE = "ENTERPRISE", Words("企业", "A private enterprise.", "（两新组织）")
    SOCIAL_ORGANIZATION = "SOCIAL_ORGANIZATION", Words("社会组织", "A social organisation.", "（两新组织）")


UNIT_KINDS = frozenset({OrganizationKind.DEPARTMENT, OrganizationKind.UNIT, OrganizationKind.ENTERPRISE,
                        OrganizationKind.SOCIAL_ORGANIZATION})


@dataclass
class CodeTaken(Refusal, description="区划代码或信用代码已被登记。Another organisation has this code."):
    ADVICE = "核对代码；该组织已登记则直接使用。Check the code; if it is right, the organisation is registered: use that one."
    code: Annotated[str, "该代码。The code."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"代码 {self.code} 已被登记。", f"The code {self.code} belongs to another organisation.")


@dataclass(frozen=True)
class Codes:
    """By what an organisation is known: a division by its code, a unit by its credit code or else a reason why it has none."""

    division_code: str | None
    credit_code: str | None
    no_credit_code_reason: str | None


def settle_codes(kind: str, division_code: str | None, credit_code: str | None, no_credit_code_reason: str | None) -> Codes:
    """An organisation's codes as they are kept, or what is wrong with them.

    raises   BadInput
    """
    with Faults() as faults:
        reason = faults.of(texts.optional_line, "no_credit_code_reason", no_credit_code_reason)
        if credit_code is not None and (problem := credit_codes.problem(credit_code)):
            faults.note(BadInput("credit_code", problem))
    if kind in UNIT_KINDS:
        if division_code is not None:
            raise BadInput("division_code", Bilingual("单位没有行政区划代码。", "A unit has no division code."))
        if (credit_code is None) == (reason is None):
            raise BadInput("credit_code", Bilingual(
                "单位须填统一社会信用代码，没有的须在 noCreditCodeReason 说明原因，二者取一。",
                "Give a unit's credit code, or else a noCreditCodeReason: one of the two."))
        return Codes(None, credit_code, reason)
    if reason is not None:
        raise BadInput("no_credit_code_reason", Bilingual("只有单位才须说明。", "Only units have to say why."))
    return Codes(codes.of_kind("division_code", kind, division_code or ""), credit_code, None)


def check_communities(kind: str, community_count: int) -> None:
    """Let the number of communities pass in which a new organisation is stationed, or say what is wrong with it.

    raises   BadInput
    """
    if kind in UNIT_KINDS and community_count == 0:
        raise BadInput("community_codes", Bilingual("单位至少驻一个社区。", "A unit is stationed in at least one community."))
    if kind not in UNIT_KINDS and community_count > 0:
        raise BadInput("community_codes", Bilingual("只有单位才驻社区。", "Only units are stationed in communities."))
