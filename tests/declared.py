"""What the schema has, by name: its types, and the mutations with their use cases."""
from typing import Any

from graphql import is_specified_scalar_type
from strawberry.types.base import get_object_definition

from resolvers.executing.operations import Operations
from schema import graphql
from schema.mutations import Mutation
from schema.writes import WRITE, Declared

OPERATIONS: Operations = graphql.operations()
TYPES = {name: each for name, each in OPERATIONS.planning.schema.type_map.items()
         if not name.startswith(("__", "link__", "_FieldSet")) and not is_specified_scalar_type(each)}
OF_FEDERATION = {"_Any", "_Entity", "_Service", "_Service.sdl", "Query._service", "Query._entities",
                 "Query._entities(representations:)"}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


WRITES: dict[str, Declared] = {camel(field.python_name): field.metadata[WRITE]
                               for field in get_object_definition(Mutation, strict=True).fields}


def fields(parent: str) -> dict[str, Any]:
    return TYPES[parent].fields  # type: ignore[attr-defined, no-any-return]  # an object type
