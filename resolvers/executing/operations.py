"""Runs operations: plans and reads a query, does and then reads a mutation."""
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, GraphQLSchema, OperationType

from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound, Unauthenticated
from planner import price
from planner.documents import BadRequest
from planner.limits import TooCostly
from planner.plan import dumps
from resolvers.executing import errors
from resolvers.executing.context import Context
from resolvers.executing.introspecting import Introspecting
from resolvers.executing.mutating import Mutating
from resolvers.executing.planning import Planning
from resolvers.executing.request import Prepared, Request, Response

Ordinary = Callable[["Operations", Prepared], Awaitable[tuple[Any, list[GraphQLError]]]]


@dataclass
class Operations:
    """
    public    the schema that introspection tells
    ordinary  executes what asks for the schema beside other fields, which come back to `roots`
    fallen    counts such operations
    """

    planning: Planning
    mutating: Mutating
    ordinary: Ordinary
    public: GraphQLSchema
    fallen: int = 0

    def __post_init__(self) -> None:
        self.introspecting = Introspecting(self.public)

    async def run(self, request: Request, context: Context) -> Response:
        """Execute a query or a mutation.

        raises    what the driver raises when the database is out of reach
        """
        try:
            prepared = await self.planning.prepared(request, context)
            if prepared.operation.operation is OperationType.SUBSCRIPTION:
                raise BadRequest([GraphQLError(Bilingual("订阅请用 WebSocket 或 SSE。", "Subscribe over a WebSocket or SSE."))])
            data = await self._executed(prepared)
        except (BadRequest, TooCostly, Unauthenticated, BadInput, NotFound) as problem:
            found = errors.of_request(problem, context.request_id)
            return Response(dumps({"errors": found}, context.language), executed=False,
                            signed_out=type(problem) is Unauthenticated)
        answer: dict[str, Any] = {"data": data}
        if prepared.errors:
            answer["errors"] = [errors.shown(error, context.request_id) for error in prepared.errors]
        return Response(dumps(answer, context.language), executed=True)

    async def _executed(self, prepared: Prepared) -> Any:
        if prepared.operation.operation is OperationType.QUERY:
            if prepared.context.stranger and (answer := self._of_stranger(prepared)):
                return answer
            plan, run = self.planning.plan(prepared, "Query", prepared.operation.selection_set)
            if not plan.introspects:
                return await self.planning.read(prepared, plan, run)
            self.planning.let_in(prepared, plan, run)
            return await self._fall(prepared)
        fields = self.planning.fields(prepared, "Mutation")
        if prepared.context.viewer is None and any(nodes[0].name.value in self.mutating.acts for nodes in fields.values()):
            raise prepared.context.nobody
        planned = [self.mutating.payload_plan(prepared, nodes) for nodes in fields.values()]
        # what is too costly is refused before anything is written
        cost = sum(price.WRITE + price.of(plan, run) for plan, run in planned)
        if cost > self.planning.allowed.rows:
            raise price.too_costly(cost, self.planning.allowed.rows)
        prepared.context.write(len(planned))
        prepared.context.spend(len(planned) * price.WRITE)
        return await self.mutating.mutate(prepared, fields)

    def _of_stranger(self, prepared: Prepared) -> dict[str, str | None] | None:
        """The answer to who asks no more than who the viewer is, and is no member."""
        names = {key: nodes[0].name.value for key, nodes in self.planning.fields(prepared, "Query").items()}
        known = {"viewer": None, "__typename": "Query"}
        return {key: known[name] for key, name in names.items()} if known.keys() >= set(names.values()) else None

    async def _fall(self, prepared: Prepared) -> Any:
        self.fallen += 1
        if self.introspecting.is_all(self.planning.fields(prepared, "Query")):
            said = await self.introspecting.answer(prepared.document, prepared.operation, prepared.request.variables)
            data, found = said.data, said.errors or []
        else:
            data, found = await self.ordinary(self, prepared)
        prepared.errors.extend(found)
        return data

    async def roots(self, prepared: Prepared) -> dict[str, Any]:
        """The root fields of a query of which graphql-core executes the rest: all by one plan (`Planning.roots`)."""
        plan, run = self.planning.plan(prepared, "Query", prepared.operation.selection_set)
        return await self.planning.roots(prepared, plan, run)
