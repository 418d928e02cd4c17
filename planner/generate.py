"""The fast way to put an answer together: Python made for one plan, once.

It knows only the way without errors. Whatever is out of order (a null where none may be, a wrong argument, a function
that raises) it leaves to `planner.assemble`, which makes the same answer slower, and is what this is tested against.
What it saves is in docs/decisions/0021.
"""
from collections.abc import Callable
from operator import itemgetter
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
    try:
        root = writer.object(plan.root)
    except NotPlain:
        return None
    source = "\n".join([*writer.lines, f"def make(run, pages, row):\n    return {root}(row, pages, run)"])
    exec(compile(source, "<plan>", "exec"), writer.names)  # noqa: S102  # made of the plan alone, never of a client's text
    made, levels = writer.names["make"], writer.levels

    def answer(run: Run, fetched: Fetched) -> dict[str, Any]:
        return made(run, [fetched.pages.get(level) for level in levels], fetched.row)  # type: ignore[no-any-return]

    return answer


class _Writer:
    """Writes a function for each object and page; values that are no source text get a name."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"EMPTY": EMPTY, "Wrong": Wrong, "NotPlain": NotPlain, "cursor": cursors.encode}
        self.levels: list[Level] = []

    def named(self, value: Any) -> str:
        name = f"v{len(self.names)}"
        self.names[name] = value
        return name

    def function(self, parameters: str, *body: str) -> str:
        name = f"f{len(self.lines)}"
        self.lines.append("\n    ".join([f"def {name}({parameters}):", *body]))
        return name

    def object(self, shape: Object) -> str:
        """The name of a function of a row, all pages and the run."""
        body = []
        solid = [each.shape.column for each in shape.fields if each.nonnull and isinstance(each.shape, Leaf)]
        if len(solid) == 1:
            body = [f"if r[{solid[0]}] is None: raise NotPlain"]
        elif solid:
            body = [f"if None in {self.named(itemgetter(*solid))}(r): raise NotPlain"]
        return self.function("r, pages, run", *body, f"return {self.fields(shape.fields)}")

    def fields(self, fields: list[Field]) -> str:
        return "{" + ", ".join(f"{each.key!r}: {self.field(each)}" for each in fields) + "}"

    def field(self, field: Field) -> str:
        value = WRITERS[type(field.shape)](self, field.shape)
        if field.nonnull and isinstance(field.shape, Call | FromRun | Object | Variant):
            return f"{self.solid()}({value})"
        return value

    def solid(self) -> str:
        """A function that lets everything but null through."""
        if "solid" not in self.names:
            self.names["solid"] = _solid
        return "solid"

    def constant(self, shape: Constant) -> str:
        return repr(shape.value)

    def leaf(self, shape: Leaf) -> str:
        if shape.out is None:
            return f"r[{shape.column}]"
        return f"(None if r[{shape.column}] is None else {self.named(shape.out)}(r[{shape.column}]))"

    def call(self, shape: Call) -> str:
        arguments = ", ".join(f"r[{column}]" for column in shape.columns)
        return self.picked(shape.inner, f"{self.named(shape.function)}(run.viewer, {arguments})")

    def from_run(self, shape: FromRun) -> str:
        return self.picked(shape.inner, f"run.given[{shape.name!r}]")

    def picked(self, inner: Picked | None, value: str) -> str:
        return value if inner is None else f"{self.picker(inner)}({value})"

    def picker(self, inner: Picked) -> str:
        """The name of a function that picks fields of a Python object, or of each of a list."""
        fields = ", ".join(f"{key!r}: " + (repr(inner.typename) if name is None else self.picked(below, f"x.{name}"))
                           for key, name, below in inner.fields)
        return self.function("v", "if v is None: return None",
                             f"return [{{{fields}}} for x in v] if isinstance(v, (list, tuple)) else "
                             f"[{{{fields}}} for x in (v,)][0]")

    def present(self, shape: Object) -> str:
        call = f"{self.object(shape)}(r, pages, run)"
        return call if shape.present is None else f"(None if r[{shape.present}] is None else {call})"

    def variant(self, shape: Variant) -> str:
        objects = ", ".join(f"{kind!r}: {self.object(each)}" for kind, each in shape.objects.items())
        table = self.function("k", f"return {{{objects}}}[k]")
        return f"(None if r[{shape.type}] is None else {table}(r[{shape.type}])(r, pages, run))"

    def page(self, shape: Page) -> str:
        paging = shape.level.paging
        assert paging is not None
        number = len(self.levels)
        self.levels.append(shape.level)
        parts = [(each.key, self.part(each.shape, paging)) for each in shape.fields]
        value = parts[0][1] if shape.bare else "{" + ", ".join(f"{key!r}: {part}" for key, part in parts) + "}"
        key = "None" if shape.key is None else f"r[{shape.key}]"
        name = self.function("r, pages, run", f"found = pages[{number}]",
                             "if found.__class__ is Wrong: raise NotPlain",
                             f"page = found.get({key}, EMPTY)", "rows = page.rows", f"return {value}")
        return f"{name}(r, pages, run)"

    def part(self, shape: Shape, paging: Paging) -> str:
        """A field of a connection, over `page` and `rows`."""
        if isinstance(shape, Constant):
            return repr(shape.value)
        if isinstance(shape, TotalCount):
            return "page.total"
        if isinstance(shape, Nodes):
            return f"[{WRITERS[type(shape.inner)](self, shape.inner)} for r in rows]"
        if isinstance(shape, PageInfo):
            return "{" + ", ".join(f"{key!r}: {self.page_info(name, paging)}" for key, name in shape.fields) + "}"
        assert isinstance(shape, Edges)
        edge = ", ".join(f"{each.key!r}: " + (self.cursor(paging, "r") if isinstance(each.shape, CursorOf) else
                                              WRITERS[type(each.shape)](self, each.shape)) for each in shape.fields)
        return f"[{{{edge}}} for r in rows]"

    def cursor(self, paging: Paging, row: str) -> str:
        return f"cursor({paging.order!r}, {row}[{paging.key}], {row}[{paging.id}])"

    def page_info(self, name: str, paging: Paging) -> str:
        return {
            "__typename": "'PageInfo'",
            "hasNextPage": repr(paging.before) if paging.backward else "page.more",
            "hasPreviousPage": "page.more" if paging.backward else repr(paging.after),
            "startCursor": f"({self.cursor(paging, 'rows[0]')} if rows else None)",
            "endCursor": f"({self.cursor(paging, 'rows[-1]')} if rows else None)",
        }[name]

    def not_plain(self, shape: Shape) -> str:
        raise NotPlain


def _solid(value: Any) -> Any:
    if value is None:
        raise NotPlain
    return value


WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    Constant: _Writer.constant, Leaf: _Writer.leaf, Call: _Writer.call, FromRun: _Writer.from_run,
    Object: _Writer.present, Variant: _Writer.variant, Page: _Writer.page,
    Broken: _Writer.not_plain, References: _Writer.not_plain,
}
