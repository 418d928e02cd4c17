"""What an event changed, field by field: by the names that the fields have in GraphQL, and in values of their types.

Which field a column is of, and of what type, the types' own declarations say; what an event tells that no field of its object has
is named here.
"""
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import GraphQLEnumType, GraphQLSchema, get_named_type
from strawberry.utils.str_converters import to_camel_case

from domain import attached, trail
from planner.catalogue import Catalogue, Column, Inline, One
from schema import changed_values
from schema.changed_values import ChangedValue, Value
from schema.declare import entity, given

SHARED = {"organization_id": ("shares.organization", "Organization"), "guest_id": ("shares.committee", "JointCommittee"),
          "ends_at": ("shares.endsAt", "DateTime")}
ITEM = {**SHARED, "listed_at": ("publishedAt", "DateTime"), "list": ("list", "ItemList"),
        "next_stage_at": ("nextStageAt", "DateTime"), "reason": ("reason", "String"), "summary": ("summary", "String")}
BESIDE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Resource": ITEM, "Demand": ITEM, "Project": ITEM, "Topic": SHARED, "JointProject": SHARED,
    "Claim": {"item_claimed": ("item.claimed", "Int"), "due_at": ("card.dueAt", "DateTime")},
    "Funding": {"granted": ("grantedYuan", "Decimal"), "reason": ("reason", "String")},
    "Organization": {"added": ("added", "Int")},
}
"""Of the types' events: columns that are no field's alone, or no more, each with its name and type in GraphQL."""
FILES = {"attachment_id": ("attachments", "Attachment"), "digest": ("attachments.digest", "String")}
"""The same of whatever has attachments."""


@entity("一项变动。What became of one field.")
class FieldChange:
    field: str = given("字段在对象上的名称或路径，如 deadline、item.claimed。The field's name on the object, or its path: `deadline`, `item.claimed`.")
    told: bool = given("是否告知其值；可能涉及个人的只说明有变动。Whether its values are told; of what may be about a person only that it changed.")
    before: ChangedValue | None = given("变动前的值；新建、原为空或不告知时为空。The value before; null for something new, where there was none, or it is not told.")
    after: ChangedValue | None = given("变动后的值；变为空或不告知时为空。The value after; null where there is none any more, or it is not told.")


@dataclass(frozen=True)
class _Change:
    field: str
    told: bool
    before: Any
    after: Any


Known = tuple[str, Callable[[Any], Value]]
"""Of a column: the field's name in GraphQL, and what makes a value of what the log has."""
_KNOWN: dict[str, Mapping[str, Known]] = {}
"""By type, then by column."""


def learn(core: GraphQLSchema, catalogue: Catalogue) -> None:
    """Read off the declarations what the columns of the types are called, and of what type they are."""
    for name, of_type in catalogue.objects.items():
        if of_type.tag:
            named = {**dict(_fields(core, catalogue, name)), **BESIDE.get(name, {}), **(FILES if name in attached.ALL else {})}
            _KNOWN[name] = {column: (field, _reader(core, catalogue, type_)) for column, (field, type_) in named.items()}


def _fields(core: GraphQLSchema, catalogue: Catalogue, type_name: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The columns that are a field of a type, or of an object within it, each with its name and type."""
    for name, source in catalogue.objects[type_name].fields.items():
        type_ = get_named_type(core.type_map[type_name].fields[name].type).name if name != "id" else ""  # type: ignore[attr-defined]
        if (isinstance(source, Column) and (column := source.sql.removeprefix("{t}.")).isidentifier()) or (isinstance(source, One) and (column := source.on.removeprefix("{t}.id = {p}.")).isidentifier()):
            yield column, (name, type_)
        elif isinstance(source, Inline):
            for inner, (field, inner_type) in _fields(core, catalogue, type_):
                yield inner, (f"{name}.{field}", inner_type)


READERS: Mapping[str, Callable[[Any], Value]] = {
    "DateTime": changed_values.moment, "Date": changed_values.day, "Int": changed_values.number,
    "Decimal": changed_values.number}


def _reader(core: GraphQLSchema, catalogue: Catalogue, type_: str) -> Callable[[Any], Value]:
    if isinstance(core.type_map.get(type_), GraphQLEnumType):
        return partial(changed_values.word, type_)
    if (target := catalogue.objects.get(type_)) and target.tag:
        return partial(changed_values.node, type_, target.tag)
    return READERS.get(type_, changed_values.plain)


def of_type(name: str) -> Mapping[str, Known]:
    """What is known of a type's columns."""
    return _KNOWN.get(name, {})


def changes(_: Any, object_type: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Any]:
    """What an event changed: the fields that it tells, then those of which it tells only that they changed."""
    was, now, known = before or {}, after or {}, of_type(object_type)
    told = [name for name in {**was, **now} if name not in trail.ABOUT_THE_EVENT]
    found = []
    for name in told:
        field, read = known.get(name) or (_usual_name(name), changed_values.plain)
        found.append(_Change(field, True, *(None if value is None else read(value) for value in (was.get(name), now.get(name)))))
    untold = dict.fromkeys([*was.get(trail.UNTOLD, ()), *now.get(trail.UNTOLD, ())])
    hidden = dict.fromkeys((known[name][0] if name in known else _usual_name(name)).partition(".")[0] for name in untold)
    return found + [_Change(name, False, None, None) for name in hidden]


def _usual_name(column: str) -> str:
    return str(to_camel_case(column.removesuffix("_id")))
