"""What an operation becomes: its statements, where their parameters come from, and why each condition is there."""
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.viewer import OfficeKind, Viewer
from planner.arguments import Run
from planner.compile import Compiler
from planner.notes import Notes
from planner.plan import Edges, Field, Level, Nodes, Object, Page, Plan, References, Shape, Variant
from planner.selection import Selector
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Prepared, Request

DISTRICT, STREET, COMMUNITY = "110111", "110111007", "110111007001"
MEMBER, ORGANIZATION = UUID(int=1), UUID(int=2)  # who asks, and for whom: the database is not asked


class Kind(NamedTuple):
    """Of people: where, and by which office; None: by a seat."""

    division: str
    office: OfficeKind | None = None


KINDS: Mapping[str, Kind] = {
    "member": Kind(STREET), "unit": Kind(COMMUNITY, OfficeKind.LIAISON), "community": Kind(COMMUNITY, OfficeKind.SECRETARY),
    "street": Kind(STREET, OfficeKind.OFFICER), "district": Kind(DISTRICT, OfficeKind.OFFICER),
}


def viewer(kind: str) -> Viewer:
    """Somebody of a kind, without a database."""
    division, office = KINDS[kind]
    acts_for = {ORGANIZATION: frozenset({office})} if office else {}
    is_unit, here = office is OfficeKind.LIAISON, frozenset({division})
    return Viewer(MEMBER, acts_for, here, frozenset() if is_unit or not office else here, frozenset(), None,
                  units=frozenset(acts_for) if is_unit else frozenset(),
                  division_of={ORGANIZATION: division} if office and not is_unit else {}, shared_with=frozenset(acts_for))


def explained(operations: Operations, text: str, variables: Mapping[str, Any], viewer: Viewer) -> Iterator[str]:
    """The lines that tell an operation's plan.

    raises    BadRequest, TooCostly
    """
    context = Context(None, viewer, "explain", lambda: datetime.now(UTC))  # type: ignore[arg-type]  # nothing is fetched
    prepared = operations.planning.prepare(Request(text, dict(variables)), context)
    for title, compiler, plan in _plans(operations, prepared):
        yield title
        if plan.introspects:
            yield "  It asks for the schema: graphql-core executes the operation; what is beside is planned, and read together."
        if plan.looks:
            yield f"  Personal data ({', '.join(plan.looks)}): one statement more records whose is shown whole."
        paths = dict(_paths(plan.root, ""))
        for number, level in enumerate(plan.levels, 1):
            yield f"\nStatement {number} of {len(plan.levels)}: {_title(level, paths)}"
            yield from _of_statement(level, compiler.sample, (compiler.notes or {}).get(level, Notes()))


def _plans(operations: Operations, prepared: Prepared) -> Iterator[tuple[str, Compiler, Plan]]:
    kind, name = prepared.operation.operation.value, prepared.operation.name
    title = f"{kind} {name.value if name else '(anonymous)'}"
    if kind == "query":
        yield title, *_plan(operations, prepared, "Query", [prepared.operation.selection_set])
        return
    selector = Selector(operations.planning.schema, prepared.document.fragments, prepared.variables)
    for key, nodes in selector.fields([prepared.operation.selection_set], kind.capitalize()).items():
        field = nodes[0].name.value
        payload = (operations.mutating.acts[field].payload if kind == "mutation"
                   else operations.planning.catalogue.subscriptions[field].payload)
        what = "payload" if kind == "mutation" else "event, behind the gate that asks who sees it"
        yield f"{title}: {key}, its {what}", *_plan(operations, prepared, payload, [node.selection_set for node in nodes])


def _plan(operations: Operations, prepared: Prepared, root: str, selections: list[Any]) -> tuple[Compiler, Plan]:
    run = Run(prepared.variables, prepared.context.viewer, prepared.now)
    compiler = operations.planning.compiler(prepared, run)
    compiler.notes = {}
    return compiler, compiler.plan(root, selections)


def _paths(shape: Shape, path: str) -> Iterator[tuple[Level, str]]:
    """Where in the answer each list is."""
    match shape:
        case Object(fields=fields) | Edges(fields=fields):
            yield from _of_fields(fields, path)
        case Page(level=level, fields=fields):
            yield level, path
            yield from _of_fields(fields, path)
        case Variant(objects=objects):
            for each in objects.values():
                yield from _paths(each, path)
        case Nodes(inner=inner):
            yield from _paths(inner, path)
        case References(levels=levels):
            for level, inner in levels.values():
                yield level, path
                yield from _paths(inner, path)


def _of_fields(fields: list[Field], path: str) -> Iterator[tuple[Level, str]]:
    for each in fields:
        yield from _paths(each.shape, f"{path}.{each.key}".lstrip("."))


def _title(level: Level, paths: Mapping[Level, str]) -> str:
    if level not in paths:
        return "the root's row, with what is joined to it"
    return f"{paths[level]}, {'a page for each row above' if level.keyed else 'one list'} ({level.name})"


def _of_statement(level: Level, run: Run, notes: Notes) -> Iterator[str]:
    sql, binds = level.sent(run)
    yield from (f"  {line}" for line in readable(sql).splitlines())
    yield "  Parameters:"
    if level.keyed:
        yield "    $1 = the keys of the rows above"
    for number, read in enumerate(binds, 2 if level.keyed else 1):
        yield f"    ${number} = {notes.origins.get(read, '?')}: {_value(read, run)}"
    yield "  Conditions:"
    yield from (f"    {why}: {condition}" for why, condition in notes.conditions)


def _value(read: Any, run: Run) -> str:
    try:
        return repr(read(run))
    except Exception as problem:  # what only an event, a write or another value has
        return f"not known here ({type(problem).__name__})"


_BREAK = re.compile(r"(\(+SELECT\b|\(|\)|\b(?:FROM|WHERE|LEFT JOIN|CROSS JOIN|UNION ALL|ORDER BY)\b)")


def readable(sql: str) -> str:
    """SQL with a line for each clause, indented by the SELECTs that it stands in."""
    made, opened = "", [False]
    for piece in _BREAK.split(sql):
        depth = sum(opened[1:])
        if piece.startswith("(") and piece.endswith("SELECT"):
            opened += [True] * piece.count("(")
            made = f"{made.rstrip()} {piece[:-6]}\n{'  ' * sum(opened[1:])}SELECT"
        elif piece == "(":
            opened.append(False)
            made += piece
        elif piece == ")":
            opened.pop()
            made += piece
        elif _BREAK.fullmatch(piece) and opened[-1] == (len(opened) > 1):
            made = f"{made.rstrip()}\n{'  ' * depth}{piece}"
        else:
            made += piece
    return made
