"""The fast way to put an answer together: Python made for one plan, once.

It knows only the way without errors. Whatever is out of order (a null where none may be, a wrong argument, a function
that raises) it leaves to `planner.assemble`, which makes the same answer slower, and is what this is tested against.
What it saves is in docs/decisions/0021 and 0051.

A list is one comprehension, the lowest ones in functions of their own (`Level.at_once`). It unpacks a row into `c0, c1, ...`,
and all that is made of the row, objects within objects included, is one expression over these: a call for each object would
cost more than the object.
"""
from collections.abc import Callable
from typing import Any

from planner import cursors, groups
from planner.arguments import Run
from planner.fetch import EMPTY, Fetched, Made, Wrong
from planner.plan import (
    Answered,
    Broken,
    Call,
    Constant,
    CursorOf,
    Edges,
    Field,
    FromRun,
    Groups,
    Leaf,
    Level,
    Looked,
    Nodes,
    Object,
    Page,
    PageInfo,
    Paging,
    Picked,
    PickedOf,
    Plan,
    References,
    Shape,
    TotalCount,
    Variant,
)

Make = Callable[[Run, Fetched], dict[str, Any]]


class NotPlain(Exception):
    """There is an error somewhere in this answer, or something that only the slow way can do."""


def make(plan: Plan) -> Make | None:
    """The function that makes the plan's answer, raising anything when it is not plain; None when there is no such way.

    returns   a function of a run and its fetched rows
    """
    writer = _Writer()
    width = plan.row.width if plan.row else 0
    try:
        writer.function("make", "run, pages, row", f"{_columns(width)} = row" if width else "",
                        f"return {writer.object(plan.root)}")
        exec(compile(writer.source(), "<plan>", "exec"), writer.names)  # noqa: S102  # made of the plan, never of a client's text
    except (NotPlain, SyntaxError, RecursionError):  # the last two: nested deeper than Python's parser goes
        return None
    found = writer.names.pop("functions")()
    made, levels = found["make"], [(level, Made if level in writer.at_once else dict) for level in writer.levels]
    for level, name in writer.at_once.items():
        level.at_once = found[name]

    def answer(run: Run, fetched: Fetched) -> dict[str, Any]:
        return made(run, [_in_order(fetched.pages.get(level), kind) for level, kind in levels], fetched.row)  # type: ignore[no-any-return]

    return answer


def _in_order(pages: Any, kind: type) -> Any:
    """A level whose arguments are wrong is no page: who comes to one is not plain, and below what is null nobody does."""
    if pages and not isinstance(pages, Wrong) and pages.__class__ is not kind:
        raise NotPlain
    return pages


def _columns(width: int) -> str:
    return "".join(f"c{column}, " for column in range(width))


class _Writer:
    """Writes expressions over a row's columns `c0, c1, ...`, `run` and `pages`, and a function for each list.

    names    what the source calls that is not in it
    at_once  the name of `Level.at_once`, for levels that have one
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"EMPTY": EMPTY, "not_plain": _not_plain, "solid": _solid,
                                      "cursor": cursors.encode, "groups": groups.made}
        self.levels: list[Level] = []
        self.at_once: dict[Level, str] = {}

    def named(self, value: Any) -> str:
        name = f"v{len(self.names)}"
        self.names[name] = value
        return name

    def function(self, name: str, parameters: str, *body: str) -> str:
        self.lines.append("\n    ".join([f"def {name}({parameters}):", *filter(None, body)]))
        return name

    def source(self) -> str:
        """A function that makes the others: as globals, which each has, they would be a circle."""
        called = ", ".join(f"{each!r}: {each}" for each in ("make", *self.at_once.values()))
        return "\n".join(["def functions():", *self.lines, f"return {{{called}}}"]).replace("\n", "\n    ")

    def object(self, shape: Object, absent: str = "None") -> str:
        """
        absent   what there is instead of an object whose row is none
        """
        solid = {each.shape.column for each in shape.fields if each.nonnull and isinstance(each.shape, Leaf)}
        checks = " and ".join(f"c{column} is not None" for column in sorted(solid - {shape.present}))
        made = "{" + ", ".join(f"{each.key!r}: {self.field(each)}" for each in shape.fields) + "}"
        if checks:
            made = f"{made} if {checks} else not_plain()"
        return f"({made})" if shape.present is None else f"({absent} if c{shape.present} is None else {made})"

    def field(self, field: Field) -> str:
        if isinstance(field.shape, Object | Variant):
            return self.row(field.shape, "not_plain()" if field.nonnull else "None")
        value = WRITERS[type(field.shape)](self, field.shape)
        return f"solid({value})" if field.nonnull and isinstance(field.shape, Call | FromRun | Answered) else value

    def row(self, shape: Object | Variant, absent: str = "None") -> str:
        """The object that is made of a row."""
        if isinstance(shape, Object):
            return self.object(shape, absent)
        objects = "".join(f"{self.object(each)} if c{shape.type} == {kind!r} else " for kind, each in shape.objects.items())
        return f"({absent} if c{shape.type} is None else {objects}not_plain())"

    def constant(self, shape: Constant) -> str:
        return repr(shape.value)

    def leaf(self, shape: Leaf) -> str:
        column = f"c{shape.column}"
        return column if shape.out is None else f"(None if {column} is None else {self.named(shape.out)}({column}))"

    def call(self, shape: Call) -> str:
        arguments = ", ".join(f"c{column}" for column in shape.columns)
        return self.picked(shape.inner, f"{self.named(shape.function)}(run.viewer, {arguments})")

    def looked(self, shape: Looked) -> str:
        arguments = ", ".join(f"c{column}" for column in shape.columns)
        made = self.picked(shape.inner, f"{self.named(shape.function)}(run, {arguments})")
        return f"(None if c{shape.present} is None else {made})"

    def from_run(self, shape: FromRun) -> str:
        return self.picked(shape.inner, f"run.given[{shape.name!r}]")

    def answered(self, shape: Answered) -> str:
        return self.picked(shape.inner, f"{self.named(shape.function)}(run)")

    def picked(self, inner: Picked | PickedOf | None, value: str) -> str:
        if isinstance(inner, PickedOf):
            return f"{self.picker_of(inner)}({value})"
        return value if inner is None else f"{self.picker(inner)}({value})"

    def picker_of(self, inner: PickedOf) -> str:
        """The same of objects of several types: one that picks by its type."""
        by_type = ", ".join(f"{name!r}: {self.picker(each)}" for name, each in inner.types.items())
        return self.function(f"f{len(self.lines)}", f"v, by_type={{{by_type}}}", "if v is None: return None",
                             "return [by_type[x.typename](x) for x in v] if isinstance(v, (list, tuple)) else "
                             "by_type[v.typename](v)")

    def picker(self, inner: Picked) -> str:
        """The name of a function that picks fields of a Python object, or of each of a list."""
        fields = ", ".join(f"{key!r}: " + (repr(inner.typename) if name is None else self.picked(below, f"x.{name}"))
                           for key, name, below in inner.fields)
        return self.function(f"f{len(self.lines)}", "v", "if v is None: return None",
                             f"return [{{{fields}}} for x in v] if isinstance(v, (list, tuple)) else "
                             f"[{{{fields}}} for x in (v,)][0]")

    # -- lists

    def page(self, shape: Page) -> str:
        number = len(self.levels)
        self.levels.append(shape.level)
        at_once = _may_be_made_at_once(shape)
        parts = [(each.key, self.part(each.shape, shape.level, at_once=at_once)) for each in shape.fields]
        key = None if shape.key is None else f"c{shape.key}"
        if at_once and len(parts) == 1:  # less than it costs to call a function for each parent
            return _connection(shape, [(parts[0][0], f"pages[{number}].get({key}, EMPTY).rows")])
        name = self.function(f"f{len(self.lines)}", "pages, run, key", f"page = pages[{number}].get(key, EMPTY)",
                             "rows = page.rows", f"return {_connection(shape, parts)}")
        return f"{name}(pages, run, {key})"

    def part(self, shape: Shape, level: Level, *, at_once: bool) -> str:
        """A field of a connection, over `page` and `rows`.

        at_once   whether the rows are made before
        """
        paging = level.paging
        assert paging is not None
        if isinstance(shape, Constant):
            return repr(shape.value)
        if isinstance(shape, TotalCount):
            return "page.total"
        if isinstance(shape, Groups):
            return f"groups({self.named(shape)}, page.groups)"
        if isinstance(shape, Broken):
            raise NotPlain
        if isinstance(shape, PageInfo):
            return "{" + ", ".join(f"{key!r}: {self.page_info(name, paging)}" for key, name in shape.fields) + "}"
        assert isinstance(shape, Nodes | Edges)
        each = self.row(shape.inner) if isinstance(shape, Nodes) else self.edge(shape, paging)
        made = f"[{each} for {_columns(level.width)}in rows]"
        if not at_once:
            return made
        self.at_once[level] = self.function(f"f{len(self.lines)}", "run, rows", f"return {made}")
        return "rows"

    def edge(self, shape: Edges, paging: Paging) -> str:
        fields = (f"{each.key!r}: " + (_cursor(paging, "c{}") if isinstance(each.shape, CursorOf) else self.field(each))
                  for each in shape.fields)
        return f"{{{', '.join(fields)}}}"

    def page_info(self, name: str, paging: Paging) -> str:
        return {
            "__typename": "'PageInfo'",
            "hasNextPage": repr(paging.before) if paging.backward else "page.more",
            "hasPreviousPage": "page.more" if paging.backward else repr(paging.after),
            "startCursor": f"({_cursor(paging, 'rows[0][{}]')} if rows else None)",
            "endCursor": f"({_cursor(paging, 'rows[-1][{}]')} if rows else None)",
        }[name]

    def no_plain_way(self, shape: Shape) -> str:
        raise NotPlain


def _connection(shape: Page, parts: list[tuple[str, str]]) -> str:
    """
    parts   keys and expressions of its fields
    """
    return parts[0][1] if shape.bare else "{" + ", ".join(f"{key!r}: {part}" for key, part in parts) + "}"


def _may_be_made_at_once(shape: Page) -> bool:
    """Whether one part of the page alone looks at its rows, and no level below. Then these are made into JSON as they come:
    thousands of objects that wait for the answer's other rows, while others are served, are in no cache any more. Not where
    looks are noted: the row behind the page's last, which is made too, is shown to nobody."""
    level, shapes = shape.level, [each.shape for each in shape.fields]
    if not level.keyed or level.children or level.looks or level.paging is None or level.paging.total is not None:
        return False
    infos = {name for each in shapes if isinstance(each, PageInfo) for _, name in each.fields}
    return not infos & {"startCursor", "endCursor"} and sum(isinstance(each, Nodes | Edges) for each in shapes) == 1


def _cursor(paging: Paging, column: str) -> str:
    """
    column   how a column is written, with a place for its number
    """
    return f"cursor({paging.order!r}, {column.format(paging.key)}, {column.format(paging.id)})"


def _not_plain() -> None:
    raise NotPlain


def _solid(value: Any) -> Any:
    """Lets everything but null through."""
    if value is None:
        raise NotPlain
    return value


WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    Constant: _Writer.constant, Leaf: _Writer.leaf, Call: _Writer.call, FromRun: _Writer.from_run, Answered: _Writer.answered,
    Looked: _Writer.looked, Page: _Writer.page, Broken: _Writer.no_plain_way, References: _Writer.no_plain_way,
}
