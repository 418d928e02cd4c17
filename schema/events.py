"""Events: the trail that everything leaves."""
from datetime import datetime

import strawberry

from domain import processes
from planner import cursors
from planner.catalogue import IndexCondition, Order
from schema import changes
from schema.changes import FieldChange
from schema.declare import column, computed, entity, one, one_of, where
from schema.groups import by_month
from schema.lazy import AListItem, AMember, AnOrganization
from schema.nodes import Node
from schema.scalars import Cursor
from schema.words import EventKind, ObjectType, name_of


@strawberry.input(description="一段时间；一端不填即不限。A period; without end where one of its ends is not given.")
class PeriodInput:
    since: datetime | None = strawberry.field(description="自何时起，含。Since when, that moment included.", default=strawberry.UNSET)
    until: datetime | None = strawberry.field(description="到何时为止，不含。Until when, that moment not included.",
                                              default=strawberry.UNSET)


DURING = ("({v.since:timestamptz} IS NULL OR {t}.at >= {v.since:timestamptz}) "
          "AND ({v.until:timestamptz} IS NULL OR {t}.at < {v.until:timestamptz})")


def _end(which: str, otherwise: str, known: str) -> str:
    """The first or last place in the log of what happened in a period: its order is not quite that of the moments."""
    return (f"CASE WHEN {known} THEN (SELECT {which}(e.seq + 0) FROM event e WHERE e.at >= {{v.since:timestamptz}} "
            f"AND e.at < coalesce({{v.until:timestamptz}}, 'infinity')) ELSE {otherwise} END")


BETWEEN = (f"{{t}}.seq BETWEEN {_end('min', '0', '{v.since:timestamptz} IS NOT NULL')} AND "
           + _end("max", "9223372036854775807", "{v.since:timestamptz} IS NOT NULL AND {v.until:timestamptz} IS NOT NULL"))


@strawberry.input(description="筛选事件；各项同时成立。Which events; all of it holds.")
class EventFilter:
    kind: list[str] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})",
                                   graphql_type=list[EventKind] | None,  # type: ignore[valid-type]  # made at run time
                                   index=IndexCondition("{t}.kind = {each}"))
    object_id: strawberry.ID | None = where("发生在此对象上。What happened to this object.", f"{{t}}.object_id = {{v:id({','.join(processes.TARGETS)})}}")
    actor_id: strawberry.ID | None = where("此成员所为。What this member did.", "{t}.actor_id = {v:id(Member)}")
    organization_id: strawberry.ID | None = where("代表此组织所为。What was done for this organisation.",
                                                  "{t}.organization_id = {v:id(Organization)}")
    during: PeriodInput | None = where("发生在这段时间。What happened in this period.", DURING, index=IndexCondition(BETWEEN))


@entity("事件：谁在何时对什么做了什么。An event: who did what to which object, and when.", table="event", tag="ev",
        visible="EVENT", keys={"id": "id"}, orders={"OLDEST": Order("{t}.seq", "int8", unique=True)},
        groups={"KIND": "upper(replace({t}.kind, '.', '_'))", **by_month("{t}.at")})
class Event(Node):
    kind: str = column("种类：发生了什么。Its kind: what happened.", out=name_of(EventKind).get, graphql_type=EventKind)
    at: datetime = column("时间。When.")
    cursor: Cursor | None = column("在事件日志中的位置，可作订阅的 after；刚发生、尚未排定时为空。"
                                   "Its place in the log, good as `after` of a subscription; null for a moment after it happened.",
                                   "{t}.pos", out=cursors.encode_position)
    actor: AMember | None = one("谁；系统按时限所为，或枢纽运行者导入，则为空。Who; null when the hub did it by the clock, or its operator by an import.",
                                "{t}.id = {p}.actor_id")
    organization: AnOrganization | None = one("代表哪个组织；没有则为空。For which organisation; null when none.",
                                              "{t}.id = {p}.organization_id")
    object_type: str = column("对象的类型。The type of what it happened to.", out=name_of(ObjectType).get, graphql_type=ObjectType)
    object: Node | None = one_of("该对象；您看不到、或已不存在时为空。The object that it happened to; null when you may not see it, or it is no more.",
                                 type="{p}.object_type", id="{p}.object_id", types=processes.TARGETS)
    object_version: int = column("对象变动后的版本。The object's version after it.")
    item: AListItem | None = one("所属条目；与条目无关则为空。The item in whose history it stands; null when none.",
                                 "{p}.subject_type = 'item' AND {t}.id = {p}.subject_id", seen_with_parent=True)
    request_id: str | None = column("请求编号；没有则为空。The request that caused it; null when none.")
    changes: list[FieldChange] = computed("逐项变动。What changed, field by field.", changes.changes, "{t}.object_type", "{t}.before", "{t}.after")
    imported: bool = column("是否由文件导入。Whether a file brought it in.", "coalesce(({t}.after ->> 'imported')::boolean, false)")
    was_due_at: datetime | None = column("系统按时限所为的，应发生的时间；否则为空。Of what the hub did by the clock, when it was due; null otherwise.",
                                         "({t}.after ->> 'was_due_at')::timestamptz")
