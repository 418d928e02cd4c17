"""The fast way to put an answer together: Python made for one plan, once.

It knows only the way without errors. Whatever is out of order (a null where none may be, a wrong argument, a function
that raises) it leaves to `planner.assemble`, which makes the same answer slower, and is what this is tested against.
What it saves is in docs/decisions/0021 and 0051.

A list is one comprehension. It unpacks a row into `c0, c1, ...`, and all that is made of the row, objects within objects
included, is one expression over these: a call for each object would cost more than the object.
"""
from collections.abc import Callable
from typing import Any

from planner import cursors
from planner.arguments import Run
from planner.fetch import EMPTY, Fetched, Wrong
from planner.plan import (
    Broken,
    Call,
    Constant,
    CursorOf,
    Edges,
    Field,
    FromRun,
    Leaf,
    Level,
    Nodes,
    Object,
    Page,
    PageInfo,
    Paging,
    Picked,
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
        source = compile("\n".join(writer.lines), "<plan>", "exec")
        exec(source, writer.names)  # noqa: S102  # made of the plan alone, never of a client's text
    except (NotPlain, SyntaxError, RecursionError):  # the last two: nested deeper than Python's parser goes
        return None
    made, levels = writer.names["make"], writer.levels

    def answer(run: Run, fetched: Fetched) -> dict[str, Any]:
        return made(run, [fetched.pages.get(level) for level in levels], fetched.row)  # type: ignore[no-any-return]

    return answer


def _columns(width: int) -> str:
    return "".join(f"c{column}, " for column in range(width))


class _Writer:
    """Writes expressions over a row's columns `c0, c1, ...`, `run` and `pages`, and a function for each list.

    names   what the source calls that is not in it
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"EMPTY": EMPTY, "Wrong": Wrong, "not_plain": _not_plain, "solid": _solid,
                                      "cursor": cursors.encode}
        self.levels: list[Level] = []

    def named(self, value: Any) -> str:
        name = f"v{len(self.names)}"
        self.names[name] = value
        return name

    def function(self, name: str, parameters: str, *body: str) -> str:
        self.lines.append("\n    ".join([f"def {name}({parameters}):", *filter(None, body)]))
        return name

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
        return f"solid({value})" if field.nonnull and isinstance(field.shape, Call | FromRun) else value

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

    def from_run(self, shape: FromRun) -> str:
        return self.picked(shape.inner, f"run.given[{shape.name!r}]")

    def picked(self, inner: Picked | None, value: str) -> str:
        return value if inner is None else f"{self.picker(inner)}({value})"

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
        parts = [(each.key, self.part(each.shape, shape.level)) for each in shape.fields]
        value = parts[0][1] if shape.bare else "{" + ", ".join(f"{key!r}: {part}" for key, part in parts) + "}"
        name = self.function(f"f{len(self.lines)}", "pages, run, key", f"found = pages[{number}]",
                             "if found.__class__ is Wrong: not_plain()",
                             "page = found.get(key, EMPTY)", "rows = page.rows", f"return {value}")
        return f"{name}(pages, run, {None if shape.key is None else f'c{shape.key}'})"

    def part(self, shape: Shape, level: Level) -> str:
        """A field of a connection, over `page` and `rows`."""
        paging = level.paging
        assert paging is not None
        if isinstance(shape, Constant):
            return repr(shape.value)
        if isinstance(shape, TotalCount):
            return "page.total"
        if isinstance(shape, PageInfo):
            return "{" + ", ".join(f"{key!r}: {self.page_info(name, paging)}" for key, name in shape.fields) + "}"
        if isinstance(shape, Nodes):
            return f"[{self.row(shape.inner)} for {_columns(level.width)}in rows]"
        assert isinstance(shape, Edges)
        edge = ", ".join(f"{each.key!r}: " + (_cursor(paging, "c{}") if isinstance(each.shape, CursorOf) else
                                              self.field(each)) for each in shape.fields)
        return f"[{{{edge}}} for {_columns(level.width)}in rows]"

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
    Constant: _Writer.constant, Leaf: _Writer.leaf, Call: _Writer.call, FromRun: _Writer.from_run, Page: _Writer.page,
    Broken: _Writer.no_plain_way, References: _Writer.no_plain_way,
}
