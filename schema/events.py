"""Events: the trail that everything leaves."""
from datetime import datetime

from planner import cursors
from planner.catalogue import Order
from schema.declare import column, entity, one
from schema.lazy import AListItem, AMember, AnOrganization
from schema.nodes import Node
from schema.scalars import Cursor, Json
from schema.words import EventKind, ObjectType, name_of


@entity("事件：谁在何时对什么做了什么。An event: who did what to which object, and when.", table="event", tag="ev",
        visible="EVENT", keys={"id": "id"}, orders={"OLDEST": Order("{t}.seq", "int8", unique=True)})
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
    object_version: int = column("对象变动后的版本。The object's version after it.")
    item: AListItem | None = one("所属条目；与条目无关则为空。The item in whose history it stands; null when none.",
                                 "{p}.subject_type = 'item' AND {t}.id = {p}.subject_id", seen_with_parent=True)
    request_id: str | None = column("请求编号；没有则为空。The request that caused it; null when none.")
    before: Json | None = column("变动前的值；新建为空。可能涉及个人的只列名称（untold）。The changed values before; null for something new. Of what may be "
                               "about a person only the names, under `untold`.")
    after: Json | None = column("变动后的值；没有则为空；由文件导入的带 imported: true，系统按时限所为的带 was_due_at（应发生的时间）。"
                              "The changed values after; null when none; with `imported: true` when a file brought it in, and "
                              "with `was_due_at`, the moment of the deadline, when the hub did it by the clock.")
