"""A text becomes an operation, the operation a plan, and the plan what is read by it."""
from collections.abc import Callable, Collection, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from graphql import FieldNode, GraphQLSchema, OperationType

from domain.refusals import NotForSystem
from planner import generate, limits, price
from planner.arguments import Run
from planner.assemble import Assembly
from planner.catalogue import Catalogue
from planner.compile import Compiler
from planner.documents import BadRequest, Documents
from planner.fetch import Fetched
from planner.limits import TooCostly
from planner.plan import Plan
from planner.selection import Selector
from resolvers.executing import reading
from resolvers.executing.context import Context
from resolvers.executing.request import Prepared, Request
from resolvers.executing.turns import Turns

SHORT = 1_000  # characters of a text: it takes 20 ms at most to read


@dataclass
class Planning:
    """
    turns, long_turns  of texts that are new
    """

    schema: GraphQLSchema
    catalogue: Catalogue
    allowed: limits.Limits = field(default_factory=limits.Limits)
    turns: Turns = field(default_factory=Turns)
    long_turns: Turns = field(default_factory=Turns)

    def __post_init__(self) -> None:
        self.documents = Documents(self.schema, self.allowed)

    async def in_turn(self, request: Request, who: Hashable) -> None:
        """Look at a text that is new, one after the other; behind this it is known for a moment.

        who   in whose line it waits
        """
        if turns := self._turns_of(request.query):
            async with turns.turn(who):
                with suppress(BadRequest, TooCostly):
                    self.documents.glance(request.query)

    async def operation_kind(self, request: Request, who: Hashable) -> str | None:
        """`query`, `mutation` or `subscription`; None when the request names no valid operation.

        who   in whose line a text waits that is new
        """
        await self.in_turn(request, who)
        try:
            return self.documents.glance(request.query).operation(request.operation_name).node.operation.value
        except (BadRequest, TooCostly):
            return None

    async def prepared(self, request: Request, context: Context) -> Prepared:
        """Prepared, and what is new planned, in its turn.

        raises    BadRequest, TooCostly
        """
        turns = self._turns_of(request.query)
        if turns is None:
            return self.prepare(request, context)
        async with turns.turn(context.asker):
            prepared = self.prepare(request, context)
            if prepared.operation.operation is OperationType.QUERY:
                self.plan(prepared, "Query", prepared.operation.selection_set)
            return prepared

    def _turns_of(self, text: str) -> Turns | None:
        """Short texts do not wait for long ones; None: this one is remembered."""
        return None if text in self.documents.known else self.turns if len(text) <= SHORT else self.long_turns

    def prepare(self, request: Request, context: Context) -> Prepared:
        """raises BadRequest, TooCostly, NotForSystem"""
        document = self.documents.get(request.query)
        operation = document.operation(request.operation_name)
        variables = operation.coerced(request.variables)
        prepared = Prepared(document, operation.node, variables, operation.plan_key(variables), context, request,
                            until=monotonic() + self.allowed.seconds)
        if context.viewer is not None and context.viewer.only is not None:
            self._check_system(prepared, context.viewer.only)
        return prepared

    def _check_system(self, prepared: Prepared, only: Collection[str]) -> None:
        """raises   NotForSystem: this is the one way to an operation, but for `repeated_read`, which leaves systems to it"""
        for nodes in self.fields(prepared, prepared.operation.operation.value.capitalize()).values():
            if (name := nodes[0].name.value) not in only and name != "__typename":
                raise NotForSystem(name)

    def plan(self, prepared: Prepared, root: str, *selections: Any, key: str | None = None,
             given: Mapping[str, Any] | None = None, wrote: bool = False) -> tuple[Plan, Run]:
        """The plan of a root's selections, made once for each shape of variables; and a run of it."""
        run = Run(prepared.variables, prepared.context.viewer, prepared.now, dict(given or {}), wrote,
                  prepared.context.language)
        return self.cached_plan(prepared, (root, key, wrote),
                         lambda: self.compiler(prepared, run).plan(root, selections)), run

    def cached_plan(self, prepared: Prepared, shape: tuple[Hashable, ...], make: Callable[[], Plan]) -> Plan:
        """A plan of the operation's document for variables of this form: made once for each shape."""
        document, key = prepared.document, (prepared.key, *shape)
        plan: Plan | None = document.plans.get(key)
        if plan is None:
            plan = make()
            plan.varies = bool(document.sizes)
            price.weigh(plan)
            plan.quick = generate.make(plan)
            self.documents.keep_plan(document, key, plan, len(plan.levels))
        return plan

    def compiler(self, prepared: Prepared, run: Run) -> Compiler:
        return Compiler(self.schema, self.catalogue, prepared.document, run, self.allowed)

    async def read(self, prepared: Prepared, plan: Plan, run: Run, *, row: Any = None) -> Any:
        """Fetch a plan's rows, put its answer together, and record whose personal data it shows; errors go to `prepared`.

        row       the root's, where a write has read it and there is nothing else to fetch
        raises    Unauthenticated, TooCostly
        """
        self.let_in(prepared, plan, run)
        fetched = Fetched(row=row) if row else await self._fetched(prepared, plan, run)
        data = _put_together(prepared, plan, run, fetched)
        await reading.recorded(prepared.context, run)
        return data

    async def roots(self, prepared: Prepared, plan: Plan, run: Run) -> dict[str, Any]:
        """The root fields of a query one by one, for an ordinary execution to go on from: each as dicts with their types, or an
        error, by response key.

        writes    the record of whose personal data they show
        """
        run.embedded = True
        assembly = Assembly(run, await self._fetched(prepared, plan, run))
        made = assembly.roots(plan)
        prepared.errors.extend(assembly.errors)
        await reading.recorded(prepared.context, run)
        return made

    async def _fetched(self, prepared: Prepared, plan: Plan, run: Run) -> Fetched:
        directives = prepared.operation.directives
        consistent = directives and any(each.name.value == "snapshot" for each in directives)
        return await reading.fetched(prepared.context.pool, plan, run, consistent=bool(consistent), until=prepared.until)

    def let_in(self, prepared: Prepared, plan: Plan, run: Run) -> None:
        """Charge a run before it is begun.

        raises    Unauthenticated, TooCostly
        """
        if plan.needs_viewer and prepared.context.viewer is None:
            raise prepared.context.nobody
        prepared.context.spend(price.check(plan, run, self.allowed.rows))

    def fields(self, prepared: Prepared, root: str) -> dict[str, list[FieldNode]]:
        selector = Selector(self.schema, prepared.document.fragments, prepared.variables)
        return selector.fields([prepared.operation.selection_set], root)


def _put_together(prepared: Prepared, plan: Plan, run: Run, fetched: Fetched) -> Any:
    """The answer; errors go to `prepared`."""
    if plan.quick:
        with suppress(Exception):  # something is out of order: the plain way finds out what, and says it
            return plan.quick(run, fetched)
        run.looks.clear()
    assembly = Assembly(run, fetched)
    data = assembly.root(plan)
    prepared.errors.extend(assembly.errors)
    return data
