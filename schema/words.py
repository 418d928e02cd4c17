"""Enums: the words of the field. Each value is stored under its own name."""
from enum import Enum

import strawberry
from strawberry import enum_value as word


@strawberry.enum(description="组织种类。What an organisation is.")
class OrganizationKind(Enum):
    PROVINCE = word("PROVINCE", description="省、自治区、直辖市。A province, or a municipality of its rank.")
    CITY = word("CITY", description="地级市。A prefecture-level city.")
    DISTRICT = word("DISTRICT", description="区、县、县级市。A district, a county or a city of its rank.")
    STREET = word("STREET", description="街道、乡镇。A subdistrict (street) or a town.")
    COMMUNITY = word("COMMUNITY", description="社区、村。A community or a village.")
    GRID = word("GRID", description="网格。A grid of a community.")
    DEPARTMENT = word("DEPARTMENT", description="职能部门。A department of the administration.")
    UNIT = word("UNIT", description="驻区单位。A unit stationed in communities: a school, a hospital, a bank.")
    ENTERPRISE = word("ENTERPRISE", description="企业（两新组织）。A private enterprise.")
    SOCIAL_ORGANIZATION = word("SOCIAL_ORGANIZATION", description="社会组织（两新组织）。A social organisation.")


@strawberry.enum(description="条目状态。Where a list item is in its life.")
class ItemState(Enum):
    DRAFT = word("DRAFT", description="草稿，只有发布单位可见。A draft, seen by its publisher only.")
    PUBLISHED = word("PUBLISHED", description="已发布，可认领。Published; it takes claims.")
    COMPLETED = word("COMPLETED", description="已完成（销号）。Completed and closed out.")
    WITHDRAWN = word("WITHDRAWN", description="已撤回。Withdrawn by its publisher.")
    EXPIRED = word("EXPIRED", description="已过期：截止时间已到。Its deadline passed.")


@strawberry.enum(description="认领程度，由数量得出。How much of an item is claimed, told from its quantities.")
class ClaimStatus(Enum):
    OPEN = word("OPEN", description="无人认领。Nothing is claimed.")
    PARTLY_CLAIMED = word("PARTLY_CLAIMED", description="部分认领。Some is claimed, some is left.")
    FULLY_CLAIMED = word("FULLY_CLAIMED", description="全部认领。Nothing is left.")


@strawberry.enum(description="可见范围：在哪一级区划之内人人可见。Within which division everybody sees an item.")
class Scope(Enum):
    COMMUNITY = word("COMMUNITY", description="本社区。Its community.")
    STREET = word("STREET", description="本街道（乡镇）。Its street or town.")
    DISTRICT = word("DISTRICT", description="本区县。Its district or county.")
    CITY = word("CITY", description="本市。Its city.")
    PROVINCE = word("PROVINCE", description="本省。Its province.")


@strawberry.enum(description="类别。What an item is about.")
class Category(Enum):
    HEALTH = word("HEALTH", description="健康义诊。Health.")
    EDUCATION = word("EDUCATION", description="教育培训。Education.")
    CULTURE = word("CULTURE", description="文化体育。Culture and sports.")
    LEGAL_AID = word("LEGAL_AID", description="法律援助。Legal aid.")
    SAFETY = word("SAFETY", description="平安安全。Safety and fraud prevention.")
    ENVIRONMENT = word("ENVIRONMENT", description="环境卫生。Environment and cleaning.")
    PROPERTY = word("PROPERTY", description="物业管理。Property management.")
    PARKING = word("PARKING", description="停车充电。Parking and charging.")
    ELDERLY_CARE = word("ELDERLY_CARE", description="为老服务。Care for the elderly.")
    CHILD_CARE = word("CHILD_CARE", description="托幼助学。Care for children.")
    EMPLOYMENT = word("EMPLOYMENT", description="就业创业。Employment.")
    VENUE = word("VENUE", description="场地设施。Venues and facilities.")
    FINANCE = word("FINANCE", description="金融服务。Finance.")
    VOLUNTEERING = word("VOLUNTEERING", description="志愿服务。Volunteering.")
    PARTY_BUILDING = word("PARTY_BUILDING", description="党建活动。Party building.")
    OTHER = word("OTHER", description="其他。Anything else.")


@strawberry.enum(description="紧急程度。How urgent a demand is.")
class Urgency(Enum):
    ROUTINE = word("ROUTINE", description="一般。Routine.")
    SOON = word("SOON", description="较急。Wanted soon.")
    URGENT = word("URGENT", description="紧急。Urgent.")


@strawberry.enum(description="资源类型。What a resource is.")
class ResourceKind(Enum):
    VENUE = word("VENUE", description="场地，按时段认领。A venue, claimed by time slots.")
    SERVICE = word("SERVICE", description="服务。A service.")
    EXPERTISE = word("EXPERTISE", description="人才、专业知识。Expertise.")
    EQUIPMENT = word("EQUIPMENT", description="设备物资。Equipment.")
    FUND = word("FUND", description="资金。Funds.")
    ACTIVITY = word("ACTIVITY", description="活动。An activity.")


@strawberry.enum(description="认领状态。Where a claim is in its life.")
class ClaimState(Enum):
    PROPOSED = word("PROPOSED", description="已提出，待对方答复。Proposed; the other side has not answered.")
    ACCEPTED = word("ACCEPTED", description="已接受。Accepted.")
    DELIVERED = word("DELIVERED", description="已交付，待确认。Delivered; not yet confirmed.")
    REWORK = word("REWORK", description="退回整改。Returned for rework.")
    CONFIRMED = word("CONFIRMED", description="已确认并评价。Confirmed and rated.")
    DECLINED = word("DECLINED", description="已谢绝。Declined.")
    WITHDRAWN = word("WITHDRAWN", description="认领方已撤回。Withdrawn by the claimant.")
    LAPSED = word("LAPSED", description="逾期未答复，自动失效。Nobody answered in time.")


@strawberry.enum(description="大工委（大党委）层级。The level of a joint committee.")
class CommitteeLevel(Enum):
    COMMUNITY = word("COMMUNITY", description="社区大党委。Of a community.")
    STREET = word("STREET", description="街道大工委。Of a street.")


@strawberry.enum(description="委员席位种类。The kind of a seat.")
class SeatKind(Enum):
    SECRETARY = word("SECRETARY", description="书记。Secretary.")
    FIRST_SECRETARY = word("FIRST_SECRETARY", description="第一书记（联系领导）。First secretary, a liaison leader.")
    FULL_TIME = word("FULL_TIME", description="专职委员。Full-time member.")
    PART_TIME = word("PART_TIME", description="兼职委员。Part-time member.")


@strawberry.enum(description="任职种类。What a member does for an organisation.")
class OfficeKind(Enum):
    LIAISON = word("LIAISON", description="联络员，代表驻区单位。A liaison who acts for a unit.")
    SECRETARY = word("SECRETARY", description="社区（街道）书记。Secretary of a community or street.")
    OFFICER = word("OFFICER", description="街道、区县工作人员。An officer of a street or district.")


@strawberry.enum(description="对条目的操作。What can be done with an item.")
class ItemAction(Enum):
    REVISE = word("REVISE", description="修改。Revise it, by reviseItem.")
    PUBLISH = word("PUBLISH", description="发布草稿。Publish the draft, by publishDraft.")
    WITHDRAW = word("WITHDRAW", description="撤回。Withdraw it, by withdrawItem.")
    COMPLETE = word("COMPLETE", description="完成。Close it out, by completeItem.")
    SHARE = word("SHARE", description="共享。Share it, by shareItem.")
    CLAIM = word("CLAIM", description="认领。Claim it, by claimItem.")


@strawberry.enum(description="对认领的操作。What can be done with a claim.")
class ClaimAction(Enum):
    ACCEPT = word("ACCEPT", description="接受。Accept it, by acceptClaim.")
    DECLINE = word("DECLINE", description="谢绝。Decline it, by declineClaim.")
    WITHDRAW = word("WITHDRAW", description="撤回。Take it back, by withdrawClaim.")
    DELIVER = word("DELIVER", description="交付。Deliver, by deliverClaim.")
    RETURN = word("RETURN", description="退回。Return it for rework, by returnClaim.")
    CONFIRM = word("CONFIRM", description="确认。Confirm and rate it, by confirmClaim.")
