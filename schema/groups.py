"""Counts by group: what lists may be grouped by, and the expressions that several types share."""
from collections.abc import Mapping

from domain import codes
from domain.words import Worded, Words
from schema.days import month_of
from schema.declare import entity, given
from schema.words import described


class GroupBy(Worded):
    STATE = "STATE", Words("状态", "By state.")
    LIST = "LIST", Words("清单", "By list: resources, demands, projects.")
    KIND = "KIND", Words("种类", "By kind.")
    FINDING = "FINDING", Words("年中查结果", "By what the check at mid-year found.")
    OUTCOME = "OUTCOME", Words("兑现情况", "By what came of it.")
    CATEGORY = "CATEGORY", Words("类别", "By category.")
    URGENCY = "URGENCY", Words("紧急程度", "By urgency.")
    CLAIM_STATUS = "CLAIM_STATUS", Words("认领程度", "By how much is claimed.")
    PROVINCE = "PROVINCE", Words("省", "By province, its code.")
    CITY = "CITY", Words("市", "By city, its code.")
    DISTRICT = "DISTRICT", Words("区县", "By district, its code.")
    STREET = "STREET", Words("街道", "By street, its code.")
    COMMUNITY = "COMMUNITY", Words("社区", "By community, its code.")
    MONTH = "MONTH", Words("月份", "By month, by China's clocks: 2026-05.")


described(GroupBy, "按什么分组计数。What is counted by.")


@entity("一组及其数量。A group, and how many are in it.")
class Group:
    key: str | None = given("组的键：枚举值、区划代码或月份；不属于任何一组的为空。Its key: a value of an enum, a division code or a month; null for what has none.")
    count: int = given("符合条件且您可见的数量。How many there are that you may see.")


def by_division(code: str) -> Mapping[str, str]:
    """
    code   the expression of a home's code
    """
    return {level: f"CASE WHEN length({code}) >= {digits} THEN left({code}, {digits}) END"
            for level, digits in codes.DIGITS_OF_KIND.items() if level in GroupBy.__members__}


def by_month(moment: str) -> Mapping[str, str]:
    return {"MONTH": month_of(moment)}
