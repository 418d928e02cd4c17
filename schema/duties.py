"""Duties: what the viewer owes, of all concepts in one list, told from the objects themselves (`domain.duties`)."""
from dataclasses import dataclass
from datetime import datetime

import strawberry

from domain import duties
from domain.duties import Acting, Duty, DutyKind, Holding, Members, Owner, Person
from domain.sight import OPEN
from domain.words import Worded, Words
from planner.catalogue import Order
from schema.days import TODAY, holds
from schema.declare import column, entity, one, one_of, where
from schema.lazy import ACommittee, AnOrganization
from schema.nodes import Node
from schema.words import ObjectType, described, name_of

described(DutyKind, "待办的种类：须做什么。The kind of a duty: what is owed.")


class DutyOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The earliest due first, then those without a due date.", "，无期限的在后")


described(DutyOrder, "待办的排序。Orders of duties.")


OF_PLACE = "coalesce(o.place_id, o.id)"
NONE = "NULL::uuid"


@dataclass(frozen=True)
class Owing:
    """Who owes what a declaration says, in SQL; the object is `r`, the row beside it `b`, a seat `o`.

    join           what tells who owes it
    owner          an organisation, a committee, a member, or the first seat of a place
    unless         the organisation whose people owe the same as its own
    organization   for which it is owed
    committee      as whose secretary or member it is owed
    """

    join: str
    owner: str
    unless: str = NONE
    organization: str = NONE
    committee: str = NONE


def _beside(owner: Owner) -> tuple[str, str] | None:
    return owner.beside if isinstance(owner, Acting | Person | Holding) else None


def _join(owner: Owner) -> str:
    """The join of the row beside it: of each row by itself where this tells the owner, lest PostgreSQL read all rows beside."""
    if (beside := _beside(owner)) is None:
        return ""
    table, key = beside
    if isinstance(owner, Acting) and not owner.is_others:
        return f" CROSS JOIN LATERAL (SELECT * FROM {table} WHERE id = r.{key} LIMIT 1) b"
    return f" JOIN {table} b ON b.id = r.{key}"


def _owing(owner: Owner) -> Owing:
    join = _join(owner)
    row, column = "b" if join else "r", f"r.{owner.column}"
    if isinstance(owner, Acting):
        column = f"b.{owner.column}" if owner.is_others else column
        return Owing(join, column, organization=column)
    if isinstance(owner, Holding):
        return Owing(f"{join} JOIN seat o ON o.id = {row}.{owner.column}", OF_PLACE,
                     unless=f"{row}.{owner.unless}" if owner.unless else NONE)
    if isinstance(owner, Person):
        return Owing(join, f"{row}.{owner.column}")
    if isinstance(owner, Members):
        return Owing(join, column, committee=column)
    return Owing(f" JOIN seat o ON o.committee_id = {column} AND o.kind = 'SECRETARY' AND o.place_id IS NULL", "o.id",
                 committee=column)


def _end_of(day: str | None) -> str:
    """The moment at which a day of the object's is over; null of none."""
    return f"((r.{day} + 1)::timestamp AT TIME ZONE interval '8 hours')" if day else "NULL::timestamptz"


def _branch(duty: Duty) -> str:
    """The rows of one declaration."""
    owing, beside = _owing(duty.owner), "b" if _beside(duty.owner) else "r"
    due = f"{'b' if duty.beside else 'r'}.{duty.due}" if duty.due else _end_of(duty.due_on)
    is_so = {f"r.{duty.state}": duty.states, **{f"{beside}.{name}": values for name, values in duty.where.items()}}
    conditions = " AND ".join(f"{name} IN ({', '.join(map(repr, map(str, values)))})" for name, values in is_so.items())
    return (f"SELECT r.id, '{duty.kind}' AS kind, '{duty.type}' AS object_type, {due} AS due_at, {owing.owner} AS owner_id, "
            f"{owing.unless} AS unless_id, {owing.organization} AS organization_id, {owing.committee} AS committee_id, "
            f"{_end_of(duty.after)} AS owed_from, {_end_of(duty.up_to)} AS owed_until "
            f"FROM {duty.table} r{owing.join} WHERE {conditions}")


TABLE = f"({' UNION ALL '.join(map(_branch, duties.DUTIES))})"
NOW = "coalesce({t}.owed_from <= {now}, true) AND coalesce({t}.owed_until > {now}, true)"
OWES = ("{t}.owner_id = ANY(ARRAY(SELECT unnest({organizations}) UNION ALL SELECT unnest({committees}) UNION ALL SELECT {member} UNION ALL "
        f"SELECT coalesce(s.place_id, s.id) FROM seat s WHERE s.member_id = {{member}} AND {holds('s', TODAY)})) "
        f"AND coalesce({{t}}.unless_id <> ALL({{organizations}}), true) AND {NOW}")
"""That the viewer owes it. One column names the owner, so that each concept's rows are found by its own index."""
OWED_BY_SEAT = (
    "{t}.owner_id = ANY(ARRAY(SELECT unnest(ARRAY[coalesce(s.place_id, s.id), s.committee_id]) FROM seat s "
    "JOIN joint_committee j ON j.id = s.committee_id "
    f"WHERE s.id = {{k}} AND {holds('s', TODAY)} AND (j.id = ANY({{committees}}) OR j.organization_id = ANY({{organizations}})))) "
    f"AND {NOW}")
"""That a seat owes it, its term holding, as told to who sees all that a seat can owe: its committee, and that's street or community."""
ORDERS = {"DUE": Order("coalesce({t}.due_at, 'infinity')", "timestamptz")}


@strawberry.input(description="筛选待办；各项同时成立。Which duties; all of it holds.")
class DutyFilter:
    kind: list[DutyKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    overdue: bool | None = where("是否逾期。Whether they are overdue.", "coalesce({t}.due_at <= {now}, false) = {v:bool}")
    due_before: datetime | None = where("此时间之前到期。Due before this moment.", "{t}.due_at < {v:timestamptz}")
    organization_id: strawberry.ID | None = where("为此组织承担的。Owed for this organisation.", "{t}.organization_id = {v:id(Organization)}")
    committee_id: strawberry.ID | None = where("作为此委员会书记或委员承担的。Owed as this committee's secretary or member.",
                                               "{t}.committee_id = {v:id(JointCommittee)}")


@entity("待办：您须做的一件事，由所涉对象的状态得出。A duty: something that you owe, told from the state of what it is about.",
        table=TABLE, visible=OPEN, name="Duty", orders=ORDERS, groups={"KIND": "{t}.kind"})
class OpenDuty:
    kind: DutyKind = column("须做什么。What is owed.")
    due_at: datetime | None = column("期限；没有则为空。Until when; null where there is no such moment.")
    overdue: bool = column("是否逾期。Whether that moment is over.", "coalesce({t}.due_at <= {now}, false)")
    subject_type: str = column("所涉对象的类型。The type of what it is about.", "{t}.object_type", out=name_of(ObjectType).get, graphql_type=ObjectType)
    subject: Node | None = one_of("所涉对象；您看不到时为空。What it is about; null when you may not see it.",
                                  type="{p}.object_type", id="{p}.id", types=tuple(dict.fromkeys(each.type for each in duties.DUTIES)))
    organization: AnOrganization | None = one("为哪个组织；由席位承担的为空。For which organisation; null of a seat's.", "{t}.id = {p}.organization_id")
    committee: ACommittee | None = one("作为哪个委员会的书记或委员；否则为空。As whose secretary or member; null of others.",
                                       "{t}.id = {p}.committee_id")
