"""Items of the three lists, many at once: each by the rules that publishing one has, all or none."""
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.bulk import loading, merging, records
from db.bulk.merging import Publisher
from domain import access, admissions, homes
from domain.faults import Faults
from domain.items import List, Scope, Urgency
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed
from resolvers import publishing
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.importing.rows import Row
from resolvers.publishing import NewItem
from resolvers.writing.by_hand import IMPORTED, ByHand

LISTS = 7_304_205  # the advisory lock of imports of the lists; see db.merging.DIVISIONS
COLUMN_OF = {"division_code": "home"}  # where a workbook calls a field otherwise than the rules
SPECIAL = {List.RESOURCE: ("resource_kind",), List.DEMAND: ("urgency",), List.PROJECT: ("budget_yuan",)}


@dataclass(frozen=True)
class Imported:
    """
    items      how many came in: list to number
    left_out   a line for each row that its publisher has already, just so
    """

    items: Mapping[str, int]
    left_out: Sequence[Problem] = ()


@dataclass(frozen=True)
class Entry(Row):
    """A row of one of the lists."""

    list: str


@dataclass(frozen=True)
class Made:
    """A row, and the item that it becomes."""

    entry: Entry
    item: records.Item
    publisher_kind: str


async def publish(hand: ByHand, entries: Sequence[Entry], unreadable: Sequence[Problem], progress: Progress, *,
                  again: bool) -> Imported:
    """Publish all of these, or none; those that are there already are left out.

    unreadable   what is wrong with other rows: then nothing is written
    again        whether items that are there already come in once more
    raises       Rejected with everything that is wrong, columns by their fields' names
    writes       item, contact, an event item.published for each
    """
    await loading.lock(hand.connection, LISTS)
    made, bad = _items(hand, entries, await _directory(hand, entries))
    there = set() if again else await _there(hand, made)
    new = [one for one in made if one.item.same not in there]
    problems = [*unreadable, *bad, *_passed(hand, new), *_asking(new)]
    wrong = {(problem.sheet, problem.row) for problem in problems}
    problems += _repeated([one for one in made if (one.entry.sheet, one.entry.number) not in wrong])
    if problems:
        raise Rejected(problems)
    await _write(hand, new, progress)
    return Imported({name: sum(one.item.list == name for one in new) for name in List},
                    [one.entry.problem(None, "已有，未再导入。It is there already, and was left out.")
                     for one in made if one.item.same in there])


@dataclass(frozen=True)
class _Directory:
    """Who and what the rows name, as far as it is registered."""

    publishers: Mapping[str, Publisher]
    divisions: Mapping[str, UUID]


async def _directory(hand: ByHand, entries: Sequence[Entry]) -> _Directory:
    def named(*fields: str) -> Collection[str]:
        return {entry.values[field] for entry in entries for field in fields if field in entry.values}
    return _Directory(await merging.publishers(hand.connection, named("publisher")),
                      await merging.known_divisions(hand.connection, named("grid", "home")))


def _items(hand: ByHand, entries: Sequence[Entry], directory: _Directory) -> tuple[list[Made], list[Problem]]:
    made, problems = list[Made](), list[Problem]()
    for entry in entries:
        try:
            publisher = _publisher(hand, entry, directory)
            made.append(Made(entry, _item(hand, entry, publisher, directory), publisher.kind))
        except BadInput as bad:
            problems += entry.problems(bad, COLUMN_OF)
    return made, problems


def _passed(hand: ByHand, new: Sequence[Made]) -> list[Problem]:
    """What has passed since is no fault of rows that are there already: an export can be taken in again."""
    return [one.entry.problem("deadline", "截止时间须在将来。The deadline must lie ahead.")
            for one in new if one.item.deadline is not None and one.item.deadline <= hand.now]


def _asking(new: Sequence[Made]) -> list[Problem]:
    """What departments ask of communities needs an admission, which no workbook names."""
    return [one.entry.problem("publisher", "部门交社区办理的须注明准入：请以 publishDemand 或 publishProject 发布。"
                                           "What a department asks of communities names its admission: publish it by "
                                           "publishDemand or publishProject.")
            for one in new if admissions.is_asking(one.publisher_kind, one.entry.list)]


def _repeated(made: Sequence[Made]) -> list[Problem]:
    """Rows that say the same as one before: one that was meant twice has its quantity for that."""
    first: dict[Hashable, Entry] = {}
    return [entry.problem(None, f"与{before.sheet}第 {before.number} 行相同；请删去，或改写数量。"
                                f"The same as row {before.number}: delete it, or raise the quantity there.")
            for entry, before in ((one.entry, first.setdefault(one.item.same, one.entry)) for one in made)
            if before is not entry]


async def _there(hand: ByHand, made: Sequence[Made]) -> set[Hashable]:
    """What the publishers have already."""
    there = await merging.known_items(hand.connection, {one.item.publisher_id for one in made},
                                      {one.item.title for one in made})
    return {item.same for item in there}


def _publisher(hand: ByHand, entry: Entry, directory: _Directory) -> Publisher:
    """raises   BadInput"""
    code = entry.values["publisher"]
    publisher = directory.publishers.get(code)
    if publisher is None:
        raise BadInput("publisher", Bilingual(
            f"没有登记代码为 {code} 的组织。",
            f"No organisation with the code {code} is registered."))
    if hand.viewer is not None:
        try:
            access.acting_organization(hand.viewer, publisher.id, field="publisher", action="PUBLISH")
        except NotAllowed:
            raise BadInput("publisher", Bilingual(f"导入人不能代表 {code} 发布。",
                                                  "The member in whose name this is imported may not "
                                                  f"publish for {code}.")) from None
    return publisher


def _item(hand: ByHand, entry: Entry, publisher: Publisher, directory: _Directory) -> records.Item:
    """raises   BadInput"""
    values, kind = entry.values, List(entry.list)
    new = _new(values)
    special = {field: values[field] for field in SPECIAL[kind] if field in values}
    with Faults() as faults:
        content = faults.of(publishing.content, new, None)  # that its deadline lies ahead: `_passed`
        home = homes.home_code(publisher.division_code, publisher.stations, new["division_code"])
        if new["division_code"] is not None and home not in directory.divisions:
            raise BadInput("home", Bilingual(f"没有代码为 {home} 的区划。", f"There is no division {home}."))
        if kind == List.DEMAND:
            special = {"urgency": Urgency.ROUTINE, **special, "grid_id": _grid(values.get("grid"), home, publisher, directory)}
    return records.Item(**publishing.columns(kind, new, content, home, publisher.id, hand.now, special))


def _new(values: Mapping[str, Any]) -> NewItem:
    return NewItem(
        title=values["title"], category=values["category"], body=values.get("body", ""), quantity=values.get("quantity", 1),
        unit=values.get("unit", "次"), scope=values.get("scope", Scope.COMMUNITY), division_code=values.get("home"),
        starts_at=values.get("starts_at"), deadline=values.get("deadline"), place=values)


def _grid(code: str | None, home: str, publisher: Publisher, directory: _Directory) -> UUID | None:
    """raises   BadInput"""
    if code is None:
        return None
    if code not in directory.divisions or not homes.may_come_from(
            code, home, [publisher.division_code] if publisher.division_code else publisher.stations):
        raise BadInput("grid", Bilingual(f"{home} 内没有网格 {code}。", f"There is no grid {code} in {home}."))
    return directory.divisions[code]


async def _write(hand: ByHand, made: Sequence[Made], progress: Progress) -> None:
    await loading.copy(hand.connection, [one.item for one in made],
                       lambda done: progress("写入 writing", done, len(made)))
    await loading.copy(hand.connection, [
        records.Contact(item_id=one.item.id, name=one.entry.values["contact_name"], phone=one.entry.values["contact_phone"])
        for one in made if "contact_name" in one.entry.values])
    for item in (one.item for one in made):
        hand.record("item.published", object_type=publishing.type_name(item.list), object_id=item.id, object_version=1,
                    organization_id=item.publisher_id, home_code=item.home_code,
                    after={**publishing.given_columns(item.columns()), **IMPORTED})
