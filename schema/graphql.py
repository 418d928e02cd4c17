"""The schema, the planner's catalogue of it, and the ordinary execution of what asks for the schema beside other fields."""
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

import strawberry
from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    print_schema,
)
from strawberry.dataloader import DataLoader
from strawberry.directive import DirectiveLocation, DirectiveValue
from strawberry.federation import Schema
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types import ExecutionContext
from strawberry.types.base import get_object_definition

from planner import introspection, limits
from planner.assemble import HIDDEN_TYPE
from planner.catalogue import Catalogue
from resolvers.executing.mutating import Act, Mutating
from resolvers.executing.operations import Operations
from resolvers.executing.planning import Planning
from resolvers.executing.request import Prepared
from schema import catalogue, changed_values, changes, entities, inputs, lengths
from schema.mutations import Mutation
from schema.queries import Query
from schema.scalars import CONFIG
from schema.subscriptions import Subscription
from schema.writes import WRITE, Declared


@strawberry.directive(
    locations=[DirectiveLocation.QUERY], name="snapshot",
    description="各列表取自同一时刻。All lists of the query are of one moment, in one read-only transaction.")
def snapshot(value: DirectiveValue[Any]) -> Any:
    return value


NODES = entities.of_room()
"""Strawberry finds the entities of a subgraph before it reads lazily named types."""


class Quiet(Schema):
    """Logs no error by itself: a mistake is the client's, and quotes it; what broke is logged by `resolvers.executing.errors`."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing."""


class Told(StrawberryGraphQLCoreExecutionContext):
    """Introspection beside other fields tells the public schema, as it does alone."""

    def build_resolve_info(self, field_def: Any, field_nodes: Any, parent_type: Any, path: Any) -> Any:
        info: Any = super().build_resolve_info(field_def, field_nodes, parent_type, path)
        return info._replace(schema=self.context_value.operations.public) if info.field_name in introspection.TYPES else info


def build() -> Schema:
    """The Strawberry schema: a Federation 2.9 subgraph."""
    made = Quiet(query=Query, mutation=Mutation, subscription=Subscription,
                 types=(*NODES, *changed_values.TYPES),
                 directives=[snapshot],  # type: ignore[list-item]  # what strawberry.directive makes
                 config=CONFIG, execution_context_class=Told, federation_version="2.9")
    lengths.say(made._schema)
    _say_one_of(made._schema)
    return made


def _say_one_of(core: GraphQLSchema) -> None:
    """Let graphql-core know the inputs of which one field is given: Strawberry keeps that to its own execution."""
    for type_ in core.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            definition = type_.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
            type_.is_one_of = definition.is_one_of


def public(schema: Schema) -> GraphQLSchema:
    """What clients see of a subgraph: the API, without what is there for its gateway."""
    ours = [schema.config.name_converter.from_directive(each) for each in schema.directives]
    return introspection.public(schema._schema, ours)


def api_sdl(schema: Schema) -> str:
    """The API as any tool can load it."""
    return print_schema(public(schema))


def operations(allowed: limits.Limits | None = None) -> Operations:
    """What runs operations of our schema."""
    return _run(*ours(), allowed or limits.Limits())


@cache
def ours() -> tuple[Schema, Catalogue, Mapping[str, Act]]:
    """Our schema, the planner's catalogue of it, and its mutations: made once in a process, and before it is forked."""
    schema = build()
    known = catalogue.of(schema)
    changes.learn(schema._schema, known)
    _answer_from_plans(schema._schema)
    return schema, known, _acts(schema, known)


@cache
def root_fields() -> frozenset[str]:
    """All root fields of the API, of the three kinds: what a system may be allowed to ask for."""
    core = ours()[0]._schema
    return frozenset(each for root in (core.query_type, core.mutation_type, core.subscription_type) if root for each in root.fields)


def planned(schema: Schema, known: Catalogue, acts: Mapping[str, Act], allowed: limits.Limits) -> Operations:
    """What runs operations of a schema whose types are declared by `schema.declare`."""
    _answer_from_plans(schema._schema)
    return _run(schema, known, acts, allowed)


def _run(schema: Schema, known: Catalogue, acts: Mapping[str, Act], allowed: limits.Limits) -> Operations:
    core: GraphQLSchema = schema._schema  # the graphql-core schema that Strawberry made
    planning = Planning(core, known, allowed)
    return Operations(planning, Mutating(planning, acts), partial(_ordinary, schema), public(schema))


def _acts(schema: Schema, known: Catalogue) -> Mapping[str, Act]:
    found = {}
    for field in get_object_definition(Mutation, strict=True).fields:
        declared: Declared = field.metadata[WRITE]
        found[schema.config.name_converter.from_field(field)] = Act(
            declared.use_case, inputs.reader(known, declared.input_type), declared.payload, declared.once)
    return found


@dataclass
class OrdinaryContext:
    """What resolvers of an ordinary execution see: made anew for each operation."""

    operations: Operations
    prepared: Prepared

    @cached_property
    def roots(self) -> DataLoader[str, Any]:
        """The planned root fields by response key: whichever graphql-core resolves at once, the plan reads together."""
        async def load(keys: list[str]) -> list[Any]:
            made = await self.operations.roots(self.prepared)
            return [made[key] for key in keys]
        return DataLoader(load_fn=load)


async def _ordinary(schema: Schema, operations: Operations, prepared: Prepared) -> tuple[Any, list[GraphQLError]]:
    result = await schema.execute(
        prepared.request.query, prepared.request.variables, OrdinaryContext(operations, prepared),
        operation_name=prepared.request.operation_name)
    return result.data, list(result.errors or [])


def _answer_from_plans(core: GraphQLSchema) -> None:
    """Let ordinary executions take planned root fields from the planner, and all below from what it made."""
    for name, type_ in core.type_map.items():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = _planned_type
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__"):
            type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = _planned_root if name == "Query" else _planned_value


def _planned_type(value: Any, *_: Any) -> str:
    return str(value[HIDDEN_TYPE])


def _planned_value(value: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    return value[info.path.key]


async def _planned_root(_: Any, info: GraphQLResolveInfo[Any], **__: Any) -> Any:
    context: OrdinaryContext = info.context
    return await context.roots.load(str(info.path.key))
