"""A mutation's fields are done, one after the other, and what each wrote is read."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from graphql import FieldNode, GraphQLError

from db.driver import faults
from db.returning import PayloadQuery
from domain.faults import Fault
from domain.refusals import OutcomeUnknown, Refusal
from planner import fetch
from planner.arguments import Run, input_of
from planner.limits import TooSlow
from planner.plan import Plan
from resolvers.executing import errors
from resolvers.executing.planning import Planning
from resolvers.executing.request import Prepared
from resolvers.writing import use_cases
from resolvers.writing.results import Answer
from resolvers.writing.use_cases import Ids, UseCase


@dataclass(frozen=True)
class Act:
    """What a mutation field does.

    read     the use case's arguments from the coerced input
    payload  the payload type's name
    once     its fields that are told in the first answer alone
    """

    use_case: UseCase[...]
    read: Callable[[Mapping[str, Any]], dict[str, Any]]
    payload: str
    once: tuple[str, ...] = ()


@dataclass
class Mutating:
    """
    acts   by the mutation field's name
    """

    planning: Planning
    acts: Mapping[str, Act]

    def payload_plan(self, prepared: Prepared, nodes: list[FieldNode], root: str | None = None,
                      given: Mapping[str, Any] | None = None, wrote: bool = True) -> tuple[Plan, Run]:
        """wrote: whether this request writes what the payload tells, as is to be expected beforehand."""
        name = nodes[0].name.value
        payload = root or (self.acts[name].payload if name in self.acts else "Mutation")
        return self.planning.plan(prepared, payload, *[node.selection_set for node in nodes if node.selection_set],
                         key=nodes[0].alias.value if nodes[0].alias else name, given=given, wrote=wrote)

    async def mutate(self, prepared: Prepared, fields: Mapping[str, list[FieldNode]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, nodes in fields.items():
            if nodes[0].name.value == "__typename":
                data[key] = "Mutation"
                continue
            try:
                data[key] = await self.act(prepared, nodes)
            except Exception as problem:
                data[key] = None
                prepared.errors += [GraphQLError(str(each), nodes, path=[key], original_error=each)
                                    for each in errors.causes(problem)]
        return data

    async def act(self, prepared: Prepared, nodes: list[FieldNode]) -> Any:
        """Do what a mutation field says, then read its payload.

        raises    Unauthenticated, NotFound, BadInput, OutcomeUnknown, TooSlow: too much was done in the operation before
        """
        if prepared.context.viewer is None:
            raise prepared.context.nobody
        if monotonic() > prepared.until:
            raise TooSlow  # what was written before it stays written
        name = nodes[0].name.value
        act = self.acts[name]
        assert self.planning.schema.mutation_type is not None
        definition = self.planning.schema.mutation_type.fields[name]
        given = input_of(definition, nodes[0], prepared.variables)
        values = act.read(given)
        key = values.pop("idempotency_key")
        returning = partial(self._payload_query, prepared, nodes)
        try:
            answer = await use_cases.answer(prepared.context, act.use_case, key, values, returning)
        except Fault as fault:
            raise errors.of_input(fault, given) from None
        return await self._answer(prepared, nodes, act, answer)

    def _payload_query(self, prepared: Prepared, nodes: list[FieldNode], ids: Ids) -> PayloadQuery | None:
        return fetch.payload_query(*self.payload_plan(prepared, nodes, given=ids))

    async def _answer(self, prepared: Prepared, nodes: list[FieldNode], act: Act, answer: Answer) -> Any:
        if isinstance(answer, Refusal):
            plan, run = self.payload_plan(prepared, nodes, type(answer).__name__,
                                           {**vars(answer), "message": answer.message})
        else:
            told = {**dict.fromkeys(act.once), **answer.once, **answer.counts, **answer.ids}
            plan, run = self.payload_plan(prepared, nodes, act.payload, told, answer.fresh)
        before = len(prepared.errors)
        try:
            data = await self.planning.read(prepared, plan, run, row=getattr(answer, "row", None))
        except Exception as lost:
            if faults.leaves_unknown(lost) or isinstance(lost, TooSlow):  # the answer is kept under its key
                raise OutcomeUnknown from lost
            raise
        prefix = nodes[0].alias.value if nodes[0].alias else nodes[0].name.value
        for error in prepared.errors[before:]:
            error.path = [prefix, *(error.path or [])]
        return data
