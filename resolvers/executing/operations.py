"""Runs operations: plans and reads a query, does and then reads a mutation, opens a subscription's stream."""
import math
from collections.abc import Awaitable, Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID
from weakref import WeakValueDictionary

import orjson
from graphql import FieldNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType

from db.driver import faults
from db.returning import PayloadQuery
from domain.refusals import BadInput, NotFound, OutcomeUnknown, Refusal, Unauthenticated
from planner import fetch, generate, limits, price
from planner.arguments import Run, input_of
from planner.assemble import Assembly
from planner.catalogue import Catalogue
from planner.compile import Compiler
from planner.documents import BadRequest, Document, Documents
from planner.fetch import Fetched
from planner.limits import TooCostly, TooSlow
from planner.plan import JSON, Plan
from planner.selection import Selector
from planner.variables import Variables
from resolvers.executing import errors, reading
from resolvers.executing.context import Context
from resolvers.executing.introspecting import Introspecting
from resolvers.executing.turns import Turns
from resolvers.writing import use_cases
from resolvers.writing.results import Answer

if TYPE_CHECKING:
    from resolvers.feed.streams import PlannedStream, SharedStream

SHORT = 1_000  # characters of a text: it takes 20 ms at most to read


class Request(NamedTuple):
    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


class Response(NamedTuple):
    """body: JSON; executed: False when the request itself was bad and nothing was executed."""

    body: bytes
    executed: bool


@dataclass(frozen=True)
class Act:
    """What a mutation field does.

    read     the use case's arguments from the coerced input
    payload  the payload type's name
    """

    use_case: use_cases.UseCase[...]
    read: Callable[[Mapping[str, Any]], dict[str, Any]]
    payload: str


@dataclass
class Prepared:
    """A valid operation with its variables, and the context that it runs in.

    key    what its plans are remembered by
    until  by the monotonic clock, when its time is over
    """

    document: Document
    operation: OperationDefinitionNode
    variables: Variables
    key: Hashable
    context: Context
    request: Request
    errors: list[GraphQLError] = field(default_factory=list)
    until: float = math.inf

    @cached_property
    def now(self) -> datetime:
        """The moment of all that it reads."""
        return self.context.clock()


Ordinary = Callable[["Operations", Prepared], Awaitable[tuple[Any, list[GraphQLError]]]]


@dataclass
class Operations:
    """
    public    the schema that introspection tells
    ordinary  executes what cannot be planned, field by field; its planned root fields come back to `root`
    fallen    counts such operations
    streams   of the open subscriptions, by key
    turns, long_turns  of texts that are new
    """

    schema: GraphQLSchema
    catalogue: Catalogue
    acts: Mapping[str, Act]
    ordinary: Ordinary
    public: GraphQLSchema
    allowed: limits.Limits = field(default_factory=limits.Limits)
    fallen: int = 0
    streams: "WeakValueDictionary[Hashable, SharedStream]" = field(default_factory=WeakValueDictionary)

    turns: Turns = field(default_factory=Turns)
    long_turns: Turns = field(default_factory=Turns)

    def __post_init__(self) -> None:
        self.documents = Documents(self.schema, self.allowed)
        self.introspecting = Introspecting(self.public)

    # -- a request

    async def run(self, request: Request, context: Context) -> Response:
        """Execute a query or a mutation.

        raises    what the driver raises when the database is out of reach
        """
        try:
            prepared = await self._prepared(request, context)
            if prepared.operation.operation is OperationType.SUBSCRIPTION:
                raise BadRequest([GraphQLError("订阅请用 WebSocket 或 SSE。Subscribe over a WebSocket or SSE.")])
            data = await self._executed(prepared)
        except (BadRequest, TooCostly, Unauthenticated, BadInput, NotFound) as problem:
            found = errors.of_request(problem, context.request_id)
            return Response(orjson.dumps({"errors": found}), executed=False)
        answer: dict[str, Any] = {"data": data}
        if prepared.errors:
            answer["errors"] = [errors.shown(error, context.request_id) for error in prepared.errors]
        return Response(orjson.dumps(answer, option=JSON), executed=True)

    async def in_turn(self, request: Request) -> None:
        """Look at a text that is new, one after the other; behind this it is known for a moment."""
        if turns := self._turns_of(request.query):
            async with turns:
                with suppress(BadRequest, TooCostly):
                    self.documents.glance(request.query)

    async def operation_kind(self, request: Request) -> str | None:
        """`query`, `mutation` or `subscription`; None when the request names no valid operation."""
        await self.in_turn(request)
        try:
            return self.documents.glance(request.query).operation(request.operation_name).node.operation.value
        except (BadRequest, TooCostly):
            return None

    async def _prepared(self, request: Request, context: Context) -> Prepared:
        """Prepared, and what is new planned, in its turn.

        raises    BadRequest, TooCostly
        """
        turns = self._turns_of(request.query)
        if turns is None:
            return self.prepare(request, context)
        async with turns:
            prepared = self.prepare(request, context)
            if prepared.operation.operation is OperationType.QUERY:
                self.plan(prepared, "Query", prepared.operation.selection_set)
            return prepared

    def _turns_of(self, text: str) -> Turns | None:
        """Short texts do not wait for long ones; None: this one is remembered."""
        return None if text in self.documents.known else self.turns if len(text) <= SHORT else self.long_turns

    def prepare(self, request: Request, context: Context) -> Prepared:
        """raises BadRequest, TooCostly"""
        document = self.documents.get(request.query)
        operation = document.operation(request.operation_name)
        variables = operation.coerced(request.variables)
        return Prepared(document, operation.node, variables, operation.plan_key(variables), context, request,
                        until=monotonic() + self.allowed.seconds)

    async def _executed(self, prepared: Prepared) -> Any:
        if prepared.operation.operation is OperationType.QUERY:
            if prepared.context.stranger and (answer := self._of_stranger(prepared)):
                return answer
            plan, run = self.plan(prepared, "Query", prepared.operation.selection_set)
            if not plan.resolved:
                return await self.read(prepared, plan, run)
            self._let_in(prepared, plan, run)
            return await self._fall(prepared)
        fields = self._fields(prepared)
        planned = [self._payload_plan(prepared, nodes) for nodes in fields.values()]
        # what is too costly is refused before anything is written
        cost = sum(price.WRITE + price.of(plan, run) for plan, run in planned)
        if cost > self.allowed.rows:
            raise price.too_costly(cost, self.allowed.rows)
        prepared.context.write(len(planned))
        prepared.context.spend(len(planned) * price.WRITE)
        return await (self._fall(prepared) if any(plan.resolved for plan, _ in planned)
                      else self._mutate(prepared, fields))

    def _let_in(self, prepared: Prepared, plan: Plan, run: Run) -> None:
        """Charge a run before it is begun.

        raises    Unauthenticated, TooCostly
        """
        if plan.needs_viewer and prepared.context.viewer is None:
            raise prepared.context.nobody
        prepared.context.spend(price.check(plan, run, self.allowed.rows))

    def _of_stranger(self, prepared: Prepared) -> dict[str, str | None] | None:
        """The answer to who asks no more than who the viewer is, and is no member."""
        names = {key: nodes[0].name.value for key, nodes in self._fields(prepared, "Query").items()}
        known = {"viewer": None, "__typename": "Query"}
        return {key: known[name] for key, name in names.items()} if known.keys() >= set(names.values()) else None

    async def _fall(self, prepared: Prepared) -> Any:
        self.fallen += 1
        if prepared.operation.operation is OperationType.QUERY and self.introspecting.is_all(self._fields(prepared, "Query")):
            said = await self.introspecting.answer(prepared.document, prepared.operation, prepared.request.variables)
            data, found = said.data, said.errors or []
        else:
            data, found = await self.ordinary(self, prepared)
        prepared.errors.extend(found)
        return data

    def subscribe(self, request: Request, context: Context) -> "PlannedStream | Response":
        """Plan a subscription; a response when the request is bad."""
        from resolvers.feed import streams

        try:
            prepared = self.prepare(request, context)
            if prepared.operation.operation is not OperationType.SUBSCRIPTION:
                raise BadRequest([GraphQLError("不是订阅。Not a subscription.")])
            return streams.open_stream(self, prepared)
        except (BadRequest, TooCostly, Unauthenticated, BadInput, NotFound, GraphQLError) as problem:
            found = errors.of_request(problem, context.request_id)
            return Response(orjson.dumps({"errors": found}), executed=False)

    # -- plans and reads

    def plan(self, prepared: Prepared, root: str, *selections: Any, only: str | None = None,
             key: str | None = None, given: Mapping[str, Any] | None = None, wrote: bool = False) -> tuple[Plan, Run]:
        """The plan of a root's selections, made once for each shape of variables; and a run of it."""
        run = Run(prepared.variables, prepared.context.viewer, prepared.now, dict(given or {}), wrote)
        return self.kept(prepared, (root, only, key, wrote),
                         lambda: self.compiler(prepared, run).plan(root, selections, only)), run

    def kept(self, prepared: Prepared, shape: tuple[Hashable, ...], make: Callable[[], Plan]) -> Plan:
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

    async def read(self, prepared: Prepared, plan: Plan, run: Run, *, embedded: bool = False, row: Any = None) -> Any:
        """Fetch a plan's rows and put its answer together; errors go to `prepared`.

        row       the root's, where a write has read it and there is nothing else to fetch
        raises    Unauthenticated, TooCostly
        """
        self._let_in(prepared, plan, run)
        run.embedded = embedded
        directives = prepared.operation.directives
        consistent = directives and any(each.name.value == "snapshot" for each in directives)
        fetched = Fetched(row=row) if row else await reading.fetched(
            prepared.context.pool, plan, run, consistent=bool(consistent), until=prepared.until)
        if plan.quick is None or embedded:
            return _put_together(prepared, plan, run, fetched)
        try:
            return plan.quick(run, fetched)
        except Exception:  # something is out of order: the plain way finds out what, and says it
            return _put_together(prepared, plan, run, fetched)

    # -- mutations

    def _fields(self, prepared: Prepared, root: str = "Mutation") -> dict[str, list[FieldNode]]:
        selector = Selector(self.schema, prepared.document.fragments, prepared.variables)
        return selector.fields([prepared.operation.selection_set], root)

    def _payload_plan(self, prepared: Prepared, nodes: list[FieldNode], root: str | None = None,
                      given: Mapping[str, Any] | None = None, wrote: bool = True) -> tuple[Plan, Run]:
        """wrote: whether this request writes what the payload tells, as is to be expected beforehand."""
        name = nodes[0].name.value
        payload = root or (self.acts[name].payload if name in self.acts else "Mutation")
        return self.plan(prepared, payload, *[node.selection_set for node in nodes if node.selection_set],
                         key=nodes[0].alias.value if nodes[0].alias else name, given=given, wrote=wrote)

    async def _mutate(self, prepared: Prepared, fields: Mapping[str, list[FieldNode]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, nodes in fields.items():
            if nodes[0].name.value == "__typename":
                data[key] = "Mutation"
                continue
            try:
                data[key] = await self.act(prepared, nodes)
            except Exception as problem:
                data[key] = None
                prepared.errors.append(GraphQLError(str(problem), nodes, path=[key], original_error=problem))
        return data

    async def act(self, prepared: Prepared, nodes: list[FieldNode], *, embedded: bool = False) -> Any:
        """Do what a mutation field says, then read its payload.

        raises    Unauthenticated, NotFound, BadInput, OutcomeUnknown, TooSlow: too much was done in the operation before
        """
        if prepared.context.viewer is None:
            raise prepared.context.nobody
        if monotonic() > prepared.until:
            raise TooSlow  # what was written before it stays written
        name = nodes[0].name.value
        act = self.acts[name]
        assert self.schema.mutation_type is not None
        definition = self.schema.mutation_type.fields[name]
        values = act.read(input_of(definition, nodes[0], prepared.variables))
        key = values.pop("idempotency_key")
        telling = partial(self._telling, prepared, nodes)
        try:
            answer = await use_cases.answer(prepared.context, act.use_case, key, values, telling)
        except BadInput as problem:
            raise errors.of_input(problem) from problem
        return await self._answer(prepared, nodes, act, answer, embedded)

    def _telling(self, prepared: Prepared, nodes: list[FieldNode], ids: dict[str, UUID]) -> PayloadQuery | None:
        return fetch.payload_query(*self._payload_plan(prepared, nodes, given=ids))

    async def _answer(self, prepared: Prepared, nodes: list[FieldNode], act: Act, answer: Answer,
                      embedded: bool) -> Any:
        if isinstance(answer, Refusal):
            plan, run = self._payload_plan(prepared, nodes, type(answer).__name__,
                                           {**vars(answer), "message": answer.message})
        else:
            plan, run = self._payload_plan(prepared, nodes, act.payload, answer.ids, answer.fresh)
        before = len(prepared.errors)
        try:
            data = await self.read(prepared, plan, run, embedded=embedded, row=getattr(answer, "row", None))
        except Exception as lost:
            if faults.leaves_unknown(lost) or isinstance(lost, TooSlow):  # the answer is kept under its key
                raise OutcomeUnknown from lost
            raise
        prefix = nodes[0].alias.value if nodes[0].alias else nodes[0].name.value
        for error in prepared.errors[before:]:
            error.path = [prefix, *(error.path or [])]
        return data

    # -- for the ordinary execution

    async def root(self, prepared: Prepared, parent: str, key: str, nodes: list[FieldNode]) -> Any:
        """A root field of an ordinary execution, planned as a whole: dicts by response key, with their types."""
        if parent == "Mutation":
            return await self.act(prepared, nodes, embedded=True)
        plan, run = self.plan(prepared, parent, prepared.operation.selection_set, only=key)
        data = await self.read(prepared, plan, run, embedded=True)
        if data is None:
            raise prepared.errors.pop()  # the last one: no field was looked at after it
        return data.get(key)


def _put_together(prepared: Prepared, plan: Plan, run: Run, fetched: Fetched) -> Any:
    assembly = Assembly(run, fetched)
    data = assembly.root(plan)
    prepared.errors.extend(assembly.errors)
    return data

