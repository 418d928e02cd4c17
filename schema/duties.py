"""Duties: what the viewer owes, of all concepts in one list, told from the objects themselves (`domain.duties`)."""
from datetime import datetime

import strawberry

from domain import duties
from domain.duties import Acting, Duty, DutyKind, Holding, Members, Person
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


def _beside(owner: Acting) -> str:
    """The join of the row beside it: of each row by itself where this tells the owner, lest PostgreSQL read all rows beside."""
    if owner.beside is None:
        return ""
    table, key = owner.beside
    return (f" JOIN {table} o ON o.id = r.{key}" if owner.is_others
            else f" CROSS JOIN LATERAL (SELECT * FROM {table} WHERE id = r.{key} LIMIT 1) o")


def _owner(duty: Duty) -> tuple[str, str, str, str]:
    """What is joined to know who owes it, and as what: the owner, and the organisation or the committee.

    returns   a join, and three SQL expressions; an owner is an organisation, a committee, a member, or the first seat of a place
    """
    owner = duty.owner
    if isinstance(owner, Acting):
        column = f"{'o' if owner.is_others else 'r'}.{owner.column}"
        return _beside(owner), column, column, "NULL::uuid"
    if isinstance(owner, Holding):
        return f" JOIN seat o ON o.id = r.{owner.column}", OF_PLACE, "NULL::uuid", "NULL::uuid"
    if isinstance(owner, Person):
        beside = f" JOIN {owner.beside[0]} o ON o.id = r.{owner.beside[1]}" if owner.beside else ""
        return beside, f"{'o' if owner.beside else 'r'}.{owner.column}", "NULL::uuid", "NULL::uuid"
    committee = f"r.{owner.column}"
    if isinstance(owner, Members):
        return "", committee, "NULL::uuid", committee
    return (f" JOIN seat o ON o.committee_id = {committee} AND o.kind = 'SECRETARY' AND o.place_id IS NULL", "o.id", "NULL::uuid",
            committee)


def _branch(duty: Duty) -> str:
    """The rows of one declaration."""
    join, owner, organization, committee = _owner(duty)
    due = f"{'o' if duty.beside else 'r'}.{duty.due}" if duty.due else (
        f"((r.{duty.due_on} + 1)::timestamp AT TIME ZONE interval '8 hours')" if duty.due_on else "NULL::timestamptz")
    beside = "o" if isinstance(duty.owner, Acting | Person) and duty.owner.beside else "r"
    is_so = {f"r.{duty.state}": duty.states, **{f"{beside}.{name}": values for name, values in duty.where.items()}}
    conditions = " AND ".join(f"{name} IN ({', '.join(map(repr, map(str, values)))})" for name, values in is_so.items())
    return (f"SELECT r.id, '{duty.kind}' AS kind, '{duty.type}' AS object_type, {due} AS due_at, {owner} AS owner_id, "
            f"{organization} AS organization_id, {committee} AS committee_id FROM {duty.table} r{join} WHERE {conditions}")


TABLE = f"({' UNION ALL '.join(map(_branch, duties.DUTIES))})"
OWES = ("{t}.owner_id = ANY(ARRAY(SELECT unnest({organizations}) UNION ALL SELECT unnest({committees}) UNION ALL SELECT {member} UNION ALL "
        f"SELECT coalesce(s.place_id, s.id) FROM seat s WHERE s.member_id = {{member}} AND {holds('s', TODAY)}))")
"""That the viewer owes it. One column names the owner, so that each concept's rows are found by its own index."""
OWED_BY_SEAT = (
    "{t}.owner_id = ANY(ARRAY(SELECT unnest(ARRAY[coalesce(s.place_id, s.id), s.committee_id]) FROM seat s "
    "JOIN joint_committee j ON j.id = s.committee_id "
    f"WHERE s.id = {{k}} AND {holds('s', TODAY)} AND (j.id = ANY({{committees}}) OR j.organization_id = ANY({{organizations}}))))")
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
