"""Inputs of mutations on organisations, members, offices, committees and seats."""
from datetime import date

import strawberry
from strawberry import UNSET

from schema.inputs import identifier
from schema.item_inputs import KEY, PlaceInput
from schema.words import OfficeKind, OrganizationKind, SeatKind


@strawberry.input(description="登记组织。Register an organisation.")
class RegisterOrganizationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    kind: OrganizationKind = strawberry.field(description="种类。What it is.")
    name: str = strawberry.field(description="名称。Its name.")
    division_code: str | None = strawberry.field(
        description="区划代码，区划必填；末尾补的零会去掉。The division code, of a division; zeros that pad it are left out.", default=UNSET)
    credit_code: str | None = strawberry.field(
        description="统一社会信用代码，单位必填，没有的填 noCreditCodeReason。The unified social credit code; a unit without one gives a "
                    "`noCreditCodeReason`.", default=UNSET)
    no_credit_code_reason: str | None = strawberry.field(
        description="单位没有信用代码的原因，如部队、未登记的小店。Why a unit has no credit code: a military unit, a small shop.",
        default=UNSET)
    place: PlaceInput | None = strawberry.field(description="地点。Where it is.", default=UNSET)
    community_codes: list[str] = strawberry.field(description="单位所驻社区的代码，第一个为其所归区划。The communities a unit is stationed in; "
                                                              "the first is its home.",
                                                  default_factory=list)


@strawberry.input(description="修改组织；不填的不变。Revise an organisation; what is not given stays.")
class ReviseOrganizationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("组织。The organisation.", "Organization")
    expected_version: int | None = strawberry.field(description="您所见的版本；已变则谢绝。The version you saw; refused when it has changed.",
                                                    default=UNSET)
    name: str | None = strawberry.field(description="名称，须由所归区划或上级的工作人员修改。Its name; by an officer over its home.",
                                        default=UNSET)
    credit_code: str | None = strawberry.field(
        description="统一社会信用代码，须由所归区划或上级的工作人员修改；单位清除（null）时须填 noCreditCodeReason。Its unified social credit code; by an "
                    "officer over its home; null clears it, of a unit with a `noCreditCodeReason`.", default=UNSET)
    no_credit_code_reason: str | None = strawberry.field(description="单位没有信用代码的原因。Why a unit has no credit code.", default=UNSET)
    place: PlaceInput | None = strawberry.field(description="地点；null 清除。Where it is; null clears it.", default=UNSET)


@strawberry.input(description="提出单位驻在某社区。Propose that a unit is stationed in a community.")
class StationUnitInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit_id: strawberry.ID = identifier("单位。The unit.", "Organization")
    community_id: strawberry.ID = identifier("社区。The community.", "Organization")
    since: date | None = strawberry.field(description="自何日起，默认今日。Since when; today by default.", default=UNSET)


@strawberry.input(description="确认驻区关系。Confirm a station.")
class ConfirmStationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    station_id: strawberry.ID = identifier("驻区关系。The station.", "Station")


@strawberry.input(description="谢绝驻区关系，或撤回自己提出的。Decline a station, or take back one's own proposal.")
class DeclineStationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    station_id: strawberry.ID = identifier("驻区关系。The station.", "Station")


@strawberry.input(description="结束驻区关系。End a station.")
class EndStationInput:
    idempotency_key: str = strawberry.field(description=KEY)
    station_id: strawberry.ID = identifier("驻区关系。The station.", "Station")


@strawberry.input(description="登记成员。Register a member.")
class RegisterMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    subject: str = strawberry.field(description="登录系统中的标识（令牌的 sub）。Who it is to the sign-in system: the token's `sub`.")
    name: str = strawberry.field(description="姓名。The name.")
    handle: str | None = strawberry.field(description="短名。A short name.", default=UNSET)


@strawberry.input(description="停用成员。Deactivate a member.")
class DeactivateMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    member_id: strawberry.ID = identifier("成员。The member.", "Member")


@strawberry.input(description="任命：让成员为组织行事。Appoint a member to act for an organisation.")
class AppointMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    member_id: strawberry.ID = identifier("成员。The member.", "Member")
    organization_id: strawberry.ID = identifier("组织。The organisation.", "Organization")
    kind: OfficeKind = strawberry.field(description="种类。The kind of office.")
    starts_on: date | None = strawberry.field(description="首日，默认今日。The first day; today by default.", default=UNSET)
    ends_on: date | None = strawberry.field(description="末日。The last day.", default=UNSET)


@strawberry.input(description="结束任职。End an office.")
class EndOfficeInput:
    idempotency_key: str = strawberry.field(description=KEY)
    office_id: strawberry.ID = identifier("任职。The office.", "Office")
    ends_on: date | None = strawberry.field(description="末日，默认今日。The last day; today by default.", default=UNSET)


@strawberry.input(description="成立大工委（大党委）。Found a joint committee.")
class FoundCommitteeInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("街道或社区。The street or community.", "Organization")
    name: str | None = strawberry.field(description="名称，默认由区划名而来。Its name; by default made from the division's.", default=UNSET)


@strawberry.input(description="给成员席位。Give a member a seat.")
class SeatMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    committee_id: strawberry.ID = identifier("委员会。The committee.", "JointCommittee")
    member_id: strawberry.ID = identifier("成员。The member.", "Member")
    kind: SeatKind = strawberry.field(description="种类。The kind of seat.")
    organization_id: strawberry.ID | None = identifier(
        "所代表的组织：成员须在其任职，或由您管辖。Whom the member represents: where it has an office, or over whose home you are an officer.",
        "Organization", default=UNSET)
    starts_on: date | None = strawberry.field(description="首日，默认今日。The first day; today by default.", default=UNSET)
    ends_on: date | None = strawberry.field(description="末日。The last day.", default=UNSET)


@strawberry.input(description="结束席位。End a seat.")
class EndSeatInput:
    idempotency_key: str = strawberry.field(description=KEY)
    seat_id: strawberry.ID = identifier("席位。The seat.", "Seat")
    ends_on: date | None = strawberry.field(description="末日，默认今日。The last day; today by default.", default=UNSET)


@strawberry.input(description="移交席位给另一成员。Hand a seat over to another member.")
class TransferSeatInput:
    idempotency_key: str = strawberry.field(description=KEY)
    seat_id: strawberry.ID = identifier("席位。The seat.", "Seat")
    member_id: strawberry.ID = identifier("由谁接任。Who has it from then on.", "Member")
    starts_on: date | None = strawberry.field(description="接任首日，默认今日；原任至前一日。The first day of the new holder, today by default; the "
                                                          "other's last is the day before.", default=UNSET)
