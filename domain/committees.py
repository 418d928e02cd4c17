"""Joint committees: where one may be founded, how it is called, and what seats it has.

The life of a seat is SEAT, drawn in docs/processes.md.
"""
from dataclasses import dataclass
from typing import Annotated

from domain import terms
from domain.languages import Bilingual
from domain.process import Step
from domain.refusals import BadInput, Refusal
from domain.terms import Role, TermState, TermStep
from domain.words import Worded, Words


class SeatKind(Worded):
    SECRETARY = "SECRETARY", Words("书记", "Secretary.")
    FIRST_SECRETARY = "FIRST_SECRETARY", Words("第一书记", "First secretary, a liaison leader.", "（联系领导）")
    FULL_TIME = "FULL_TIME", Words("专职委员", "Full-time member.")
    PART_TIME = "PART_TIME", Words("兼职委员", "Part-time member.")


SINGLE = frozenset({SeatKind.SECRETARY, SeatKind.FIRST_SECRETARY})
"""Of which a committee has one at a time."""


class CommitteeLevel(Worded):
    COMMUNITY = "COMMUNITY", Words("社区大党委", "Of a community.")
    STREET = "STREET", Words("街道大工委", "Of a street.")


SEAT = terms.process("seat", "Seat", Words("席位", "A seat on a joint committee."), "seat.taken", "seat.ended", more={
    TermStep.TRANSFER: Step(Words("移交", "Hand it over to another member, by transferSeat.", "给另一成员"), Role.OFFICER,
                            (TermState.CURRENT,), None, "seat.transferred"),
    TermStep.LEAD: Step(Words("领办项目", "Let it lead one more project this year, by leadProject."), Role.LEADER,
                        (TermState.CURRENT,), None, "seat.led"),
    TermStep.CONSENT: Step(Words("同意多领办", "Consent to its leading one more project this year, by consentToLead.",
                                 "一个项目"), Role.OFFICER, (TermState.CURRENT,), None, "seat.consented")})


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


@dataclass
class LeadQuotaReached(Refusal, description="该席位今年领办的项目已满额。The seat leads as many projects this year as it may."):
    ADVICE = ("请委员会所在区划的工作人员以 consentToLead 同意，或由其他席位领办。"
              "Ask an officer over the committee's division for consentToLead, or let another seat lead it.")
    quota: Annotated[int, "今年额度，含已同意多领办的。How many this year, with those that an officer consented to."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"该委员今年领办项目已达 {self.quota} 个。",
                         f"This seat leads its {self.quota} projects of the year already.")


@dataclass
class AlreadyFounded(Refusal, description="该组织已有大工委（大党委）。The organisation has its joint committee already."):
    ADVICE = "读取该组织的委员会并使用。Read the organisation's committee, and use it."
    TEXT = Bilingual("该组织已设联合党委。", "The organisation has its joint committee already.")


@dataclass
class AlreadySeated(Refusal,
                    description="该成员在此期间已有席位。The member has a seat on that committee in that time already."):
    ADVICE = "读取该委员会的席位；需改期先结束原席位。Read the committee's seats; end the old one first to change its term."
    TEXT = Bilingual("该成员在此期间已是该委员会委员。", "The member has a seat on this committee in that time already.")


@dataclass
class SeatTaken(Refusal,
                description="书记、第一书记在此期间已有人。Somebody is secretary, or first secretary, in that time already."):
    ADVICE = "用 transferSeat 移交该席位，或先结束它。Hand that seat over by transferSeat, or end it first."
    kind: Annotated[str, "席位种类。The kind of seat.", "SeatKind"]

    @property
    def message(self) -> Bilingual:
        words = SeatKind[self.kind].words
        return Bilingual(f"该委员会在此期间已有{words.chinese}。",
                         f"The committee has one in that time already: {words.english}")


@dataclass
class AlreadyLed(Refusal, description="该项目已有席位领办。A seat leads the project already."):
    ADVICE = "读取项目的 leadSeat；另选项目。Read the project's leadSeat; choose another project."
    TEXT = Bilingual("该项目已有席位领办。", "A seat leads this project already.")


@dataclass
class OwnerElsewhere(Refusal,
                     description="该组织与委员会无关，不能为责任方。The committee does not concern it: it cannot be an owner."):
    ADVICE = ("改选 division 之内或其上级的区划、驻区单位、本区县的部门，或在委员会有席位、与区划内结对的组织。"
              "Name a division in or above `division`, a unit that is stationed there, a department of its district, or an "
              "organisation that has a seat on the committee or is paired with somebody there.")
    field: Annotated[str, "哪一项：owner.organizationId 等。Which field of the input: owner.organizationId, ..."]
    division: Annotated[str, "委员会所在区划的代码。The code of the committee's division."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"{self.field}：该组织不在 {self.division} 及其上级，也未驻在其中、在委员会无席位、未与其结对。",
                         f"{self.field}: it is neither in {self.division} or above, nor stationed there, has no seat on the "
                         "committee, and is paired with nobody there.")


def check_lead(seat_kind: str, projects_of_year: int, quota: int) -> None:
    """Let a seat lead one more project; only part-time members have a quota.

    projects_of_year   those its place leads already in this calendar year, ended early ones left out
    quota              the committee's, and one for each consent
    raises             LeadQuotaReached
    """
    if seat_kind == SeatKind.PART_TIME and projects_of_year >= quota:
        raise LeadQuotaReached(quota)
