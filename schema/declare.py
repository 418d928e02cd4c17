"""The words by which the types of this room say which column, relation or function each field is.

One declaration gives the SDL (through Strawberry), the SQL (through the planner's catalogue) and the entity.
"""
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

import strawberry
from strawberry.federation.schema_directives import ListSize
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from domain.sight import Visible
from planner.catalogue import (
    Column,
    Computed,
    Entities,
    FilterField,
    Given,
    IndexCondition,
    IndexLayout,
    Inline,
    Many,
    One,
    OneOf,
    Order,
    Source,
)
from planner.personal import Personal
from planner.stated import Stated

PAGE_SIZE = ListSize(assumed_size=20, slicing_arguments=["first", "last"], sized_fields=["edges", "nodes"],
                     require_one_slicing_argument=False)
SOURCE, FILTER_FIELD, SUBSCRIPTION = "sandan_source", "sandan_filter_field", "sandan_subscription"
LANGUAGE = "语言按 Accept-Language：默认中文，en 为英文，mul 为两者。In the language of Accept-Language: Chinese, or en; mul is both."
Type = TypeVar("Type", bound=type)


def _field(source: Source, description: str, **more: Any) -> Any:
    return strawberry.field(description=description, metadata={SOURCE: source}, **more)


def column(description: str, sql: str = "", out: Callable[[Any], Any] | None = None, **more: Any) -> Any:
    """A column; `sql` is an expression over `{t}`, by default the column of the attribute's name."""
    return _field(Column(sql, out), description, **more)


def computed(description: str, function: Callable[..., Any], *needs: str, **more: Any) -> Any:
    """What a Python function makes of the viewer and the values of the SQL expressions `needs`."""
    return _field(Computed(needs, function), description, **more)


def given(description: str, name: str = "", **more: Any) -> Any:
    """A value of the Python object or of the run; by default the one of the attribute's name."""
    return _field(Given(name), description, **more)


def told(description: str, **more: Any) -> Any:
    """A message for people, as `domain.languages.Bilingual`; otherwise as `given`."""
    return _field(Given("", tells=True), f"{description} {LANGUAGE}", **more)


def stated(returns: Any, description: str, function: Callable[..., Any], price: int, **arguments: tuple[Any, str]) -> Any:
    """What a Python function makes of the arguments alone, each of them optional: for each its type and description.

    price   in rows
    """
    parameters = [_parameter(name, type_ | None, text) for name, (type_, text) in arguments.items()]
    return _with_arguments(returns, parameters, Stated(function, price), description)


def inline(description: str, present: str | None = None, **more: Any) -> Any:
    """An object made of the same row; null where the SQL expression `present` is null."""
    return _field(Inline(present), description, **more)


def personal(description: str, source: Personal, **more: Any) -> Any:
    """Personal data about this row, masked or whole; whole looks are recorded."""
    return _field(source, description, **more)


def one(description: str, on: str, *, seen_with_parent: bool = False, of_write: bool = False, **more: Any) -> Any:
    """A to-one relation: the condition between the target `{t}` and this row `{p}`.

    seen_with_parent  whether whoever sees the parent sees it
    of_write          whether it is a row that a write gave, which who wrote it sees
    """
    return _field(One(on, seen_with_parent=seen_with_parent, of_write=of_write), description, **more)


def one_of(description: str, *, type: str, id: str, types: Iterable[str], **more: Any) -> Any:
    """A to-one relation to an object of one of several types: SQL expressions over this row `{p}` of its type's name and its id.

    types   which there may be; `ListItem` is all of an interface's
    """
    return _field(OneOf(type, id, tuple(types)), description, **more)


def found(returns: Any, description: str, on: str, *, deprecated: str | None = None,
          **arguments: tuple[Any, str]) -> Any:
    """A row by several values together: for each argument its type and description; `on` names them, `{sku:text}`. One that may
    be null may be left out."""
    parameters = [_parameter(name, type_, text, None if type(None) in get_args(type_) else inspect.Parameter.empty)
                  for name, (type_, text) in arguments.items()]
    return _with_arguments(returns, parameters, One(on), description, deprecation_reason=deprecated)


def lookup(returns: Any, description: str) -> Any:
    """A row by its global ID."""
    parameter = _parameter("id", strawberry.ID, "全局标识。The global ID.", inspect.Parameter.empty)
    return _with_arguments(returns, [parameter], One("", {"id": "{t}.id = {v:uuid}"}), description)


def lookup_by(returns: Any, description: str, names: type) -> Any:
    """A row by one of its names: an input of which one field is given (`one_of`), each with its condition (`where`)."""
    parameter = _parameter("by", names, "以哪个名字。By which of its names.", inspect.Parameter.empty)
    conditions = {to_camel_case(each.python_name): each.metadata[FILTER_FIELD].condition
                  for each in get_object_definition(names, strict=True).fields}
    return _with_arguments(returns, [parameter], One("", conditions), description)


def by_ids(returns: Any, description: str, ids: str) -> Any:
    """Rows of any types by their global IDs, in the order of these: null for what there is not, or the viewer may not see.

    ids   the argument's description
    """
    parameter = _parameter("ids", list[strawberry.ID], ids, inspect.Parameter.empty)
    return _with_arguments(list[returns | None] | None, [parameter], Entities("ids", by_id=True), description)


def many(connection: Any, description: str, *, on: str = "true", key: str | None = None, key_type: str = "uuid",
         filter: Any = None, plain: Sequence[str] = (), order: Any = None, near: Any = None, paged: bool = True,
         seen_with_parent: bool = False) -> Any:
    """A Relay connection: the condition between its rows `{t}` and the parents' keys `{k}`, and its arguments.

    plain             fields of the filter that are arguments by themselves too: what nearly everybody asks for
    paged             False for a plain list, which is cut off at 100 rows: for schemas that others prescribe
    seen_with_parent  whether who sees the parent, an item, sees its rows (`planner.catalogue.Many`)
    """
    parameters = [
        _parameter("first", int | None, "取前多少条，0 到 100，默认 20。How many from the start, 0 to 100; 20 if neither is given."),
        _parameter("after", str | None, "从此游标之后取。Begin after this cursor."),
        _parameter("last", int | None, "取末尾多少条，0 到 100。How many from the end, 0 to 100."),
        _parameter("before", str | None, "到此游标之前为止。End before this cursor."),
    ] if paged else []
    if filter is not None:
        filter.__hash__ = object.__hash__  # a signature's defaults are hashed
        defaults = {name for name, value in vars(filter()).items() if value is not strawberry.UNSET}
        parameters.append(_parameter("filter", filter | None, "筛选；各项同时成立。What must hold, all of it.",
                                     filter() if defaults else strawberry.UNSET))
        for each in (each for each in get_object_definition(filter, strict=True).fields if each.python_name in plain):
            parameters.append(_parameter(each.python_name, get_type_hints(filter)[each.python_name], str(each.description)))
    if order is not None:
        parameters.append(_parameter("order_by", order | None, "排序；游标只在同一排序中有效。"
                                     "The order; a cursor is good only within the same.", next(iter(order))))
    if near is not None:
        parameters.append(_parameter("near", near | None, "NEAREST 排序的中心。The centre of the order NEAREST."))
    returns = connection | None if key is None else connection  # a root list that fails leaves the others (0131)
    return _with_arguments(returns, parameters, Many(on, key, key_type, seen_with_parent), description,
                           directives=[PAGE_SIZE] if paged else [])


def _parameter(name: str, annotation: Any, description: str, default: Any = strawberry.UNSET) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default,
                             annotation=Annotated[annotation, strawberry.argument(description=description)])


def of_page(returns: Any, description: str, *, directives: Sequence[object] = (), **arguments: tuple[Any, str]) -> Any:
    """A field of a connection, which the list's level answers: for each argument its type and description."""
    parameters = [_parameter(name, type_, text, inspect.Parameter.empty) for name, (type_, text) in arguments.items()]
    return _with_arguments(returns, parameters, None, description, directives=directives)


def _with_arguments(returns: Any, parameters: Sequence[inspect.Parameter], source: Source | None, description: str,
                    **more: Any) -> Any:
    """A field whose arguments Strawberry reads from a signature; the planner answers it, never the function."""
    def planned(**_: Any) -> Any:
        raise AssertionError("a planned field is answered by the planner")

    sign(planned, parameters, returns)
    return strawberry.field(resolver=planned, description=description, metadata={SOURCE: source}, **more)


def sign(function: Any, parameters: Sequence[inspect.Parameter], returns: Any) -> None:
    """Give a function the signature that Strawberry reads its field's arguments and type from."""
    function.__signature__ = inspect.Signature(parameters, return_annotation=returns)
    function.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": returns}


def where(description: str, condition: str, default_factory: Any = lambda: strawberry.UNSET,
          index: IndexCondition | None = None, states: Iterable[str] = (), by: Sequence[str] = (), **more: Any) -> Any:
    """A field of a filter; condition, index, states, by: see `planner.catalogue.FilterField`."""
    declared = FilterField(condition, index, tuple(map(str, states)), tuple(by))
    return strawberry.field(description=description, metadata={FILTER_FIELD: declared}, default_factory=default_factory, **more)


def entity(description: str, *, table: str | None = None, tag: str | None = None, where: str | None = None,
           visible: Visible | None = None, indexes: IndexLayout | None = None, orders: Mapping[str, Order] | None = None,
           groups: Mapping[str, str] | None = None,
           keys: Mapping[str, str] | None = None, written: Mapping[str, Callable[[str], str | None]] | None = None,
           name: str | None = None, directives: Sequence[object] = ()) -> Callable[[Type], Type]:
    """An object type: a table's rows, or (without a table) an object made of its parent's row or of the run.

    groups   by a name of `schema.groups.GroupBy`, the expression of the key of its groups
    keys     federation keys: GraphQL field names -> columns, "sku variation { id }" -> "sku variation_id"
    written  see `planner.catalogue.Entity`
    """
    def decorate(cls: Type) -> Type:
        cls.__sandan__ = {"table": table, "tag": tag, "where": where, "visible": visible,  # type: ignore[attr-defined]
                          "indexes": indexes, "orders": orders or {}, "groups": groups or {}, "keys": keys or {}, "written": written or {}}
        return strawberry.federation.type(cls, description=description, keys=list(keys or ()), name=name,
                                          directives=directives)

    return decorate


def source_of(field: StrawberryField) -> Source | None:
    """The declaration of a field; None when it has none."""
    source = field.metadata.get(SOURCE)
    if isinstance(source, Column) and not source.sql:
        return Column(f"{{t}}.{field.python_name}", source.out)
    if isinstance(source, Given) and not source.name:
        return replace(source, name=field.python_name)
    return source if isinstance(source, Source) else None
