"""Puts an answer together from a plan's rows: null bubbling, errors with paths, as the specification says."""
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from domain.refusals import BadInput
from planner import cursors, groups
from planner.arguments import Run
from planner.fetch import EMPTY, Fetched, Made, PageRows, Wrong
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

Path = tuple[str | int, ...]
HIDDEN_TYPE = "\0type"


class Null(Exception):
    """A non-null field is null: the nearest nullable field above it becomes null. Its error is already recorded."""


@dataclass
class Assembly:
    """One answer in the making."""

    run: Run
    fetched: Fetched
    errors: list[GraphQLError] = field(default_factory=list)

    def root(self, plan: Plan) -> dict[str, Any] | None:
        try:
            return self.object(plan.root, self.fetched.row, ())
        except Null:
            return None

    def roots(self, plan: Plan) -> dict[str, Any]:
        """The root's fields one by one; of one that is null where it may not be, the error."""
        made: dict[str, Any] = {}
        for each in plan.root.fields:
            try:
                made[each.key] = self.field(each, self.fetched.row, (each.key,))
            except Null:
                made[each.key] = self.errors.pop()  # the last one: no field of it was looked at after it
        return made

    # -- fields and errors

    def object(self, shape: Object, row: Any, path: Path) -> dict[str, Any]:
        made = {each.key: self.field(each, row, (*path, each.key)) for each in shape.fields}
        if self.run.embedded:
            made[HIDDEN_TYPE] = shape.typename
        return made

    def field(self, field: Field, row: Any, path: Path) -> Any:
        try:
            value = self.value(field.shape, row, path)
        except Null:
            if field.nonnull:
                raise
            return None
        except Exception as problem:
            return self.failed(field, path, problem)
        if value is None and field.nonnull:
            self.failed(field, path, TypeError(f"Cannot return null for non-nullable field {field.owner}."))
        return value

    def failed(self, field: Field, path: Path, problem: Exception) -> None:
        """Record an error at the field; it is null, or its parent is."""
        self.errors.append(GraphQLError(str(problem), field.nodes, path=list(path), original_error=(
            problem.original_error or problem if isinstance(problem, GraphQLError) else problem)))
        if field.nonnull:
            raise Null

    def value(self, shape: Shape, row: Any, path: Path) -> Any:
        return VALUES[type(shape)](self, shape, row, path)

    # -- one method for each shape

    def constant(self, shape: Constant, row: Any, path: Path) -> Any:
        return shape.value

    def leaf(self, shape: Leaf, row: Any, path: Path) -> Any:
        value = row[shape.column]
        return value if shape.out is None or value is None else shape.out(value)

    def call(self, shape: Call, row: Any, path: Path) -> Any:
        return self.picked(shape.inner, shape.function(self.run.viewer, *[row[each] for each in shape.columns]))

    def looked(self, shape: Looked, row: Any, path: Path) -> Any:
        if row[shape.present] is None:
            return None
        return self.picked(shape.inner, shape.function(self.run, *[row[each] for each in shape.columns]))

    def from_run(self, shape: FromRun, row: Any, path: Path) -> Any:
        return self.picked(shape.inner, self.run.given[shape.name])

    def answered(self, shape: Answered, row: Any, path: Path) -> Any:
        return self.picked(shape.inner, shape.function(self.run))

    def picked(self, inner: Picked | PickedOf | None, value: Any) -> Any:
        if inner is None or value is None:
            return value
        if isinstance(value, list | tuple):
            return [self.picked(inner, each) for each in value]
        if isinstance(inner, PickedOf):
            inner = inner.types[value.typename]
        made = {key: inner.typename if name is None else self.picked(below, getattr(value, name))
                for key, name, below in inner.fields}
        if self.run.embedded:
            made[HIDDEN_TYPE] = inner.typename
        return made

    def present(self, shape: Object, row: Any, path: Path) -> Any:
        return None if shape.present is not None and row[shape.present] is None else self.object(shape, row, path)

    def variant(self, shape: Variant, row: Any, path: Path) -> Any:
        kind = row[shape.type]
        return None if kind is None else self.object(shape.objects[kind], row, path)

    def broken(self, shape: Broken, row: Any, path: Path) -> Any:
        raise shape.error

    def page(self, shape: Page, row: Any, path: Path) -> Any:
        found = self.fetched.pages[shape.level]
        if isinstance(found, Wrong):
            raise found.problem
        rows = found.get(None if shape.key is None else row[shape.key], EMPTY)
        assert shape.level.paging is not None
        context = Cut(shape.level.paging, rows, isinstance(found, Made))
        if shape.bare:
            return self.value(shape.fields[0].shape, context, path)
        return {each.key: self.field(each, context, (*path, each.key)) for each in shape.fields}

    def edges(self, shape: Edges, cut: "Cut", path: Path) -> Any:
        if cut.made:
            return cut.page.rows
        return [{each.key: self.field(each, EdgeRow(cut.paging, row) if isinstance(each.shape, CursorOf) else row,
                                      (*path, place, each.key)) for each in shape.fields}
                for place, row in enumerate(cut.page.rows)]

    def nodes(self, shape: Nodes, cut: "Cut", path: Path) -> Any:
        if cut.made:
            return cut.page.rows
        return [self.value(shape.inner, row, (*path, place)) for place, row in enumerate(cut.page.rows)]

    def page_info(self, shape: PageInfo, cut: "Cut", path: Path) -> Any:
        return {key: "PageInfo" if name == "__typename" else PAGE_INFO[name](cut) for key, name in shape.fields}

    def total_count(self, shape: TotalCount, cut: "Cut", path: Path) -> Any:
        return cut.page.total

    def groups(self, shape: Groups, cut: "Cut", path: Path) -> Any:
        return groups.made(shape, cut.page.groups)

    def cursor_of(self, shape: CursorOf, edge: "EdgeRow", path: Path) -> Any:
        return cursor(edge.paging, edge.row)

    def references(self, shape: References, row: Any, path: Path) -> Any:
        representations = shape.sorted(self.run)
        found: dict[int, Any] = {}
        for name, places in representations.places.items():
            level, inner = shape.levels[name]
            rows = self.fetched.pages[level]
            assert not isinstance(rows, Wrong)
            for number, alike in enumerate(places, 1):
                before = len(self.errors)
                for place in alike if number in rows else ():
                    if place == alike[0] or len(self.errors) > before:  # each says what is wrong at its own place
                        made = self.reference(inner, rows[number].rows[0], (*path, place))
                    found[place] = made
        for place, problem in representations.wrong.items():
            self.wrong_reference(path, place, problem)
        return [found.get(place) for place in range(representations.count)]

    def reference(self, inner: Object, row: Any, path: Path) -> Any:
        try:
            return self.object(inner, row, path)
        except Null:
            return None

    def wrong_reference(self, path: Path, place: int, problem: BadInput) -> None:
        self.errors.append(GraphQLError(str(problem), path=[*path, place], original_error=problem))


@dataclass(frozen=True)
class Cut:
    paging: Paging
    page: PageRows
    made: bool


@dataclass(frozen=True)
class EdgeRow:
    paging: Paging
    row: Any


def cursor(paging: Paging, row: Any) -> str:
    assert paging.key is not None and paging.id is not None
    return cursors.encode(paging.order, row[paging.key], row[paging.id])


PAGE_INFO: dict[str, Callable[[Cut], Any]] = {
    "hasNextPage": lambda cut: cut.paging.before if cut.paging.backward else cut.page.more,
    "hasPreviousPage": lambda cut: cut.page.more if cut.paging.backward else cut.paging.after,
    "startCursor": lambda cut: cursor(cut.paging, cut.page.rows[0]) if cut.page.rows else None,
    "endCursor": lambda cut: cursor(cut.paging, cut.page.rows[-1]) if cut.page.rows else None,
}
VALUES: dict[type, Callable[[Assembly, Any, Any, Path], Any]] = {
    Constant: Assembly.constant, Leaf: Assembly.leaf, Call: Assembly.call, Looked: Assembly.looked,
    FromRun: Assembly.from_run, Answered: Assembly.answered,
    Object: Assembly.present, Variant: Assembly.variant, Broken: Assembly.broken,
    Page: Assembly.page, Edges: Assembly.edges, Nodes: Assembly.nodes, PageInfo: Assembly.page_info,
    TotalCount: Assembly.total_count, Groups: Assembly.groups, CursorOf: Assembly.cursor_of, References: Assembly.references,
}
