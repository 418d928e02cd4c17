"""Events of organisations and their stations, of members and their offices, of committees and their seats."""
from collections.abc import Mapping

from domain.event import Kind, Rights, of_division
from domain.notice import NoticeKind, Rule
from domain.recipients import Person
from domain.words import Words

KINDS: Mapping[str, Kind] = {
    "organization.registered": of_division(Words("登记组织", "An organisation was registered."), "organization",
                                           "kind name division_code credit_code"),
    "organization.revised": of_division(Words("修改组织", "An organisation was revised."), "organization",
                                        "kind name credit_code"),
    "division.imported": of_division(Words("导入区划", "Divisions were imported from a file."), "organization", "added"),
    "station.proposed": of_division(Words("提出驻区", "A station was proposed."), "station",
                                    "unit_id community_id since", Rights.UNIT),
    "station.added": of_division(Words("驻区成立", "A station was added, both sides wanting it."), "station",
                                 "unit_id community_id since", Rights.UNIT),
    "station.confirmed": of_division(Words("确认驻区", "A station was confirmed."), "station", "unit_id state", Rights.UNIT),
    "station.declined": of_division(Words("谢绝驻区", "A station was declined or taken back."), "station",
                                    "unit_id state", Rights.UNIT),
    "station.ended": of_division(Words("结束驻区", "A station was ended."), "station", "unit_id state ended_on", Rights.UNIT),
    "member.registered": of_division(Words("登记成员", "A member was registered."), "member", rights=Rights.MEMBER),
    "member.deactivated": of_division(Words("停用成员", "A member was deactivated."), "member", "active", Rights.MEMBER),
    "office.appointed": of_division(Words("任命", "A member was given an office."), "office",
                                    "member_id organization_id kind starts_on ends_on", Rights.MEMBER),
    "office.ended": of_division(Words("结束任职", "An office was given its last day."), "office",
                                 "member_id ends_on", Rights.MEMBER),
    "committee.founded": of_division(Words("成立联合党委", "A joint committee was founded."), "joint_committee",
                                     "organization_id level name founded_on"),
    "seat.taken": of_division(Words("安排席位", "A member was given a seat."), "seat",
                              "committee_id member_id organization_id kind starts_on ends_on succeeds_id", Rights.MEMBER),
    "seat.led": of_division(Words("席位领办项目", "A seat leads one more project."), "seat"),
    "seat.consented": of_division(Words("同意多领办", "An officer consented to one more project of a seat.", "项目"),
                                  "seat"),
    "committee.lead_quota_set": of_division(Words("定领办额度", "A committee's lead quota was set."),
                                            "joint_committee", "lead_quota"),
    "seat.transferred": of_division(Words("移交席位", "A seat was handed over."), "seat", "member_id ends_on", Rights.MEMBER),
    "seat.ended": of_division(Words("结束席位", "A seat was given its last day."), "seat", "member_id ends_on", Rights.MEMBER),
}

_SEAT_OVER = Rule(NoticeKind.SEAT_OVER, (Person("seat", "member_id"),))

RULES: Mapping[str, Rule] = {
    "seat.taken": Rule(NoticeKind.SEAT_TAKEN, (Person("seat", "member_id"),)),
    "seat.consented": Rule(NoticeKind.LEAD_CONSENTED, (Person("seat", "member_id"),)),
    "seat.ended": _SEAT_OVER, "seat.transferred": _SEAT_OVER,
}
