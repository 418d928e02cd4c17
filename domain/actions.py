"""What somebody may be forbidden to do, beside the steps and deeds of processes: `domain.processes.ACTIONS` has all."""
from domain.words import Worded, Words


class Action(Worded):
    """What is no step, or not only one: most of it is called as its mutation is."""

    PUBLISH_ITEM = "PUBLISH_ITEM", Words("发布条目", "Publish an item, at once or from a draft.")
    CLAIM_ITEM = "CLAIM_ITEM", Words("认领条目", "Claim an item, by claimItem.")
    STATION_UNIT = "STATION_UNIT", Words("提出驻区", "Propose that a unit is stationed in a community, by stationUnit.")
    REGISTER_ORGANIZATION = "REGISTER_ORGANIZATION", Words("登记组织", "Register an organisation, by registerOrganization.")
    REVISE_ORGANIZATION = "REVISE_ORGANIZATION", Words("修改组织", "Revise an organisation, by reviseOrganization.")
    REGISTER_MEMBER = "REGISTER_MEMBER", Words("登记成员", "Register a member, by registerMember.")
    APPOINT_MEMBER = "APPOINT_MEMBER", Words("任命成员", "Give a member an office, by appointMember.")
    FOUND_COMMITTEE = "FOUND_COMMITTEE", Words("成立联合党委", "Found a joint committee, by foundCommittee.")
    SEAT_MEMBER = "SEAT_MEMBER", Words("安排席位", "Give a member a seat, by seatMember.")
    REPRESENT_ORGANIZATION = "REPRESENT_ORGANIZATION", Words(
        "代表组织", "Let a seat speak for an organisation.", "：由席位代表")
    END_SHARE = "END_SHARE", Words("结束共享", "End a share before its date, by endShare.")
    LEAD_PROJECT = "LEAD_PROJECT", Words("领办项目", "Let a seat lead a project.", "：由席位领办")
