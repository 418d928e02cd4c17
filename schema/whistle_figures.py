"""What calls came to in a month, a quarter or a year."""
from datetime import date

from domain.sight import OPEN
from schema.cadences import FiguresUnit
from schema.declare import column, entity, found
from schema.words import Category

OF_PERIOD = ("{t}.organization_id = {p}.id AND {t}.unit = {unit:text} AND {t}.category IS NOT DISTINCT FROM {category:text} "
             "AND {t}.starts_on = date_trunc(lower({unit:text}), {day:date}::timestamp)::date")


def _rate(part: str, whole: str) -> str:
    return f"round({{t}}.{part}::numeric / nullif({{t}}.{whole}, 0), 4)::float8"


@entity("诉求统计：一个组织在一段时期内，按吹哨时间计；区划统计其范围内提出的，部门统计最近一次派给它的。每个数的清单：whistles 的 counted 筛选。"
        "What calls came to in a period, by when they were raised: of a division those raised in it, of a department those dispatched to it "
        "last. The list behind each number: `whistles` by `counted`.", table="whistle_figures", visible=OPEN)
class WhistleFigures:
    unit: FiguresUnit = column("统计期。What period it is.")
    starts_on: date = column("首日。Its first day.")
    ends_on: date = column("末日。Its last day.", "{t}.ends_before - 1")
    category: Category | None = column("类别；全部类别为空。The category; null of all of them.")
    received: int = column("受理。Raised.")
    dispatched: int = column("派单。Dispatched.")
    accepted_in_time: int = column("按时签收。Accepted in time.")
    handled: int = column("办结。Handled.")
    handled_in_time: int = column("按时办结。Handled in time.")
    handled_late: int = column("超期办结。Handled late.")
    open: int = column("未结束。Not over.")
    returned: int = column("退单。Returned at least once.")
    escalated: int = column("逾期升级。Escalated at least once.")
    closed: int = column("销号。Closed.")
    withdrawn: int = column("撤回。Taken back.")
    rated: int = column("已评价。Rated.")
    responded: int = column("已响应。Responded, as residents say.")
    resolved: int = column("已解决。Solved, as residents say.")
    satisfied: int = column("满意。Satisfying, as residents say.")
    repeats: int = column("重复来电：上一件销号后 30 天内再次提出。Raised again within 30 days of the end of the last one.")
    overdue: int = column("超期未办结：下一步已过期限，且未挂起。Late and not handled yet: its next step is past its limit, and its clock runs.",
                          "(SELECT count(*)::int FROM unnest({t}.unhandled_due) AS due WHERE due <= {now})")
    closure_rate: float | None = column("销号率：销号占受理；没有受理为空。Closed of those raised; null when none was.", _rate("closed", "received"))
    on_time_rate: float | None = column("按时办结率：占已办结；没有办结为空。Handled in time of those handled; null when none was.",
                                        _rate("handled_in_time", "handled"))
    response_rate: float | None = column("响应率：占已评价；没有评价为空。Responded of those rated; null when none was.", _rate("responded", "rated"))
    resolution_rate: float | None = column("解决率：占已评价；没有评价为空。Solved of those rated; null when none was.", _rate("resolved", "rated"))
    satisfaction_rate: float | None = column("满意率：占已评价；没有评价为空。Satisfying of those rated; null when none was.",
                                             _rate("satisfied", "rated"))


OF_ORGANIZATION = found(
    WhistleFigures | None, "该日所在的月、季度或年的诉求统计，2000 至 2059 年。What its calls came to in the month, quarter or year in which a day lies, of 2000 "
    "to 2059.", OF_PERIOD, day=(date, "其中一日。A day of it."), unit=(FiguresUnit, "月、季度或年。A month, a quarter or a year."),
    category=(Category | None, "只要此类别；不填为全部。Of this category alone; of all when not given."))
