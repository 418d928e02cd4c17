"""Relay's pages over plain rows: order, cursors, from where to where, and what is wrong with the arguments."""
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from planner import cursors
from tests.reference.filters import FILTERS
from tests.reference.places import on_the_map, point
from tests.reference.stored import Row
from tests.reference.world import World

Arguments = Mapping[str, Any]
FOREVER = datetime.max.replace(tzinfo=UTC)
"""After every deadline. The driver's own word for it, which cursors hold, is the same moment without a zone."""


class Wrong(Exception):
    """A field's arguments are wrong; which of several problems is reported is not fixed."""

    def __init__(self, problems: list[Exception]) -> None:
        super().__init__(", ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Order:
    """By one value and then by id, both in the same direction; `type` is the value's in a cursor."""

    name: str
    type: str
    value: Callable[[Row, Arguments], Any]
    descending: bool = False


def by(column: str) -> Callable[[Row, Arguments], Any]:
    return lambda row, _: row[column]


def _distance(row: Row, arguments: Arguments) -> float:
    centre = point(arguments["near"]["longitude"], arguments["near"]["latitude"])
    return math.hypot(row["place"].x - centre[0], row["place"].y - centre[1])


def _code(row: Row, _: Arguments) -> str:
    return row["division_code"] or "~"


ORDERS: Mapping[str, tuple[Order, ...]] = {
    "item": (Order("NEWEST", "timestamptz", by("listed_at"), True),
             Order("DEADLINE", "timestamptz", lambda row, _: row["deadline"] or FOREVER),
             Order("NEXT_STAGE", "timestamptz", lambda row, _: row["next_stage_at"] or FOREVER),
             Order("MOST_LEFT", "int4", lambda row, _: row["quantity"] - row["claimed"], True),
             Order("NEAREST", "float8", _distance)),
    "claim": (Order("NEWEST", "timestamptz", by("proposed_at"), True), Order("ANSWER_BY", "timestamptz", by("answer_by"))),
    "attachment": (Order("OLDEST", "timestamptz", by("attached_at")),),
    "card": (Order("NEWEST", "timestamptz", by("proposed_at"), True),
             Order("DUE", "timestamptz", lambda row, _: row["due_at"] or FOREVER)),
    "organization": (Order("CODE", "text", _code), Order("NAME", "text", by("name"))),
    "joint_committee": (Order("NAME", "text", by("name")),),
    "station": (Order("OLDEST", "date", by("since")),),
    "office": (Order("NEWEST", "date", by("starts_on"), True),),
    "seat": (Order("NEWEST", "date", by("starts_on"), True),),
    "share": (Order("ID", "uuid", by("id"), True),),
    "event": (Order("OLDEST", "int8", by("seq")),),
    "agreement": (Order("ENDS_ON", "date", by("ends_on")), Order("NEWEST", "timestamptz", by("proposed_at"), True)),
    "lead_consent": (Order("NEWEST", "timestamptz", by("consented_at"), True),),
    "duty": (Order("DUE", "timestamptz", lambda row, _: row["due_at"] or FOREVER),),
    "activity": (Order("NEXT", "timestamptz", by("starts_at")), Order("LATEST", "timestamptz", by("starts_at"), True)),
    "sign_up": (Order("LATEST", "timestamptz", by("starts_at"), True), Order("NEXT", "timestamptz", by("starts_at"))),
    "mobilization": (Order("LATEST", "timestamptz", by("starts_at"), True), Order("NEXT", "timestamptz", by("starts_at"))),
    "mobilization_post": (Order("NUMBER", "int4", by("number")),),
    "shift": (Order("NEXT", "timestamptz", by("starts_at")), Order("LATEST", "timestamptz", by("starts_at"), True)),
    "assignment": (Order("NEXT", "timestamptz", by("starts_at")), Order("LATEST", "timestamptz", by("starts_at"), True)),
    "dual_report": (Order("NEWEST", "timestamptz", by("proposed_at"), True),
                    Order("OLDEST", "timestamptz", by("proposed_at"))),
    "yearly_report": (Order("NEWEST", "timestamptz", by("issued_at"), True), Order("OLDEST", "timestamptz", by("issued_at"))),
    "team": (Order("NEWEST", "timestamptz", by("formed_at"), True), Order("OLDEST", "timestamptz", by("formed_at"))),
    "team_member": (Order("OLDEST", "timestamptz", by("asked_at")),),
    "opinion": (Order("DUE", "date", by("due_on")), Order("LATEST", "date", by("due_on"), True)),
    "admission": (Order("ENDS_ON", "date", by("ends_on")), Order("LATEST", "date", by("ends_on"), True)),
    "pairing": (Order("ENDS_ON", "date", by("ends_on")), Order("LATEST", "date", by("ends_on"), True)),
    "micro_wish": (Order("DUE", "timestamptz", by("due_at")), Order("NEWEST", "timestamptz", by("published_at"), True)),
    "notice": (Order("NEWEST", "timestamptz", by("at"), True),),
    "joint_conference": (Order("NEWEST", "date", by("planned_for"), True), Order("NEXT", "date", by("planned_for"))),
    "topic": (Order("OLDEST", "timestamptz", by("collected_at")), Order("NEWEST", "timestamptz", by("collected_at"), True)),
    "resolution": (Order("DUE", "date", by("due_on")), Order("LATEST", "date", by("due_on"), True)),
    "commitment_list": (Order("LATEST", "date", by("due_on"), True), Order("DUE", "date", by("due_on"))),
    "commitment": (Order("DUE", "date", by("due_on")), Order("LATEST", "date", by("due_on"), True)),
    "joint_project": (Order("DUE", "date", by("ends_on")), Order("LATEST", "date", by("ends_on"), True)),
    "milestone": (Order("DUE", "date", by("due_on")), Order("LATEST", "date", by("due_on"), True)),
    "checkpoint": (Order("LATEST", "date", by("due_on"), True), Order("DUE", "date", by("due_on"))),
    "progress_note": (Order("NEWEST", "timestamptz", by("written_at"), True),),
    "funding": (Order("PLANNED", "uuid", by("id")),),
    "expense": (Order("NEWEST", "date", by("spent_on"), True),),
    "community_fund": (Order("NEWEST", "int4", by("year"), True),),
    "project_part": (Order("LARGEST", "int4", by("share"), True),),
    "webhook": (Order("NEWEST", "timestamptz", by("added_at"), True),),
    "system": (Order("NEWEST", "timestamptz", by("registered_at"), True),),
    "delivery": (Order("NEWEST", "timestamptz", by("at"), True),),
    "whistle": (Order("NEWEST", "timestamptz", by("reported_at"), True), Order("OLDEST", "timestamptz", by("reported_at")),
                Order("DUE", "timestamptz", lambda row, _: row["due_at"] or FOREVER)),
    "whistle_message": (Order("OLDEST", "timestamptz", by("written_at")),
                        Order("NEWEST", "timestamptz", by("written_at"), True)),
    "whistle_party": (Order("ASKED", "timestamptz", by("asked_at")),),
    "route": (Order("DIVISION", "text", lambda row, _: f"{row['division_code']} {row['category']}"),),
    "attendance": (Order("SEATS", "uuid", by("id")),),
}
"""By table; the first is the default."""


def page(world: World, table: str, holds: Callable[[Row], bool], arguments: Arguments) -> dict[str, Any]:
    """A connection over the rows of a table that hold, that the filter lets through and that the viewer sees.

    raises    Wrong
    """
    order = next((each for each in ORDERS[table] if each.name == arguments.get("orderBy")), ORDERS[table][0])
    tests, bounds = _read(world, table, order, arguments)
    found = [row for row in world.tables.of(table) if holds(row) and all(test(row) for test in tests) and world.sees(row)]
    if order.name == "NEAREST":
        found = [row for row in found if row["place"] is not None]
    places = sorted(((order.value(row, arguments), row["id"], row) for row in found), key=lambda each: each[:2],
                    reverse=order.descending)
    shown = [each for each in places if _between(order, bounds, each[:2])]
    return {**_cut(order, arguments, shown, len(found)), "found": found}


def _read(world: World, table: str, order: Order, arguments: Arguments) -> tuple[list[Callable[[Row], bool]], dict[str, Any]]:
    problems: list[Exception] = []

    def attempt(read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (BadInput, NotFound) as problem:
            return problems.append(problem)

    attempt(lambda: _check_sizes(arguments))
    attempt(lambda: _check_near(order, arguments))
    bounds = {name: attempt(lambda name=name: decoded(order, arguments[name], arguments))  # type: ignore[misc]  # a default
              for name in ("after", "before") if arguments.get(name) is not None}
    tests = [attempt(lambda name=name, value=value: FILTERS[table][name](world, value))  # type: ignore[misc]  # a default
             for name, value in (arguments.get("filter") or {}).items() if value is not None]
    if problems:
        raise Wrong(problems)
    return tests, bounds


def _check_sizes(arguments: Arguments) -> None:
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise BadInput("last", Bilingual.alike("both"))
    if not 0 <= (first if first is not None else last if last is not None else 0) <= 100:
        raise BadInput("first", Bilingual.alike("out of range"))


def _check_near(order: Order, arguments: Arguments) -> None:
    near = arguments.get("near")
    if order.name == "NEAREST":
        if near is None:
            raise BadInput("near", Bilingual.alike("missing"))
        on_the_map("near", near["longitude"], near["latitude"])


def _between(order: Order, bounds: Mapping[str, Any], place: tuple[Any, Any]) -> bool:
    after, before = bounds.get("after"), bounds.get("before")
    if order.descending:
        after, before = before, after
    return (after is None or place > after) and (before is None or place < before)


def _cut(order: Order, arguments: Arguments, places: list[tuple[Any, Any, Row]], total: int) -> dict[str, Any]:
    last = arguments.get("last")
    if last is not None:
        page, more = places[max(len(places) - last, 0):], len(places) > last
    else:
        first = 20 if arguments.get("first") is None else arguments["first"]
        page, more = places[:first], len(places) > first
    edges = [{"cursor": encoded(order, key, row_id, arguments), "node": row} for key, row_id, row in page]
    info = {
        "hasNextPage": more if last is None else arguments.get("before") is not None,
        "hasPreviousPage": more if last is not None else arguments.get("after") is not None,
        "startCursor": edges[0]["cursor"] if edges else None, "endCursor": edges[-1]["cursor"] if edges else None,
    }
    return {"edges": edges, "nodes": [row for _, _, row in page], "pageInfo": info, "totalCount": total}


def encoded(order: Order, key: Any, row_id: UUID, arguments: Arguments) -> str:
    centre = _centre(order, arguments)
    return cursors.encode(order.name, [key, *centre] if centre else datetime.max if key == FOREVER else key, row_id)


def _centre(order: Order, arguments: Arguments) -> list[float]:
    near = arguments.get("near") if order.name == "NEAREST" else None
    return [float(near["longitude"]), float(near["latitude"])] if near else []


def decoded(order: Order, text: str, arguments: Arguments) -> tuple[Any, UUID]:
    key, row_id = cursors.decode("after", text, order.name, order.type, _centre(order, arguments))
    return FOREVER if key == datetime.max else key, row_id
