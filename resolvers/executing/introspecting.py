"""Introspection is answered beside the loop, which it would hold for a tenth of a second, and for one at a time."""
import asyncio
from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode, execute_sync

from planner import introspection
from planner.documents import Document
from planner.selection import Fields

ALONE = frozenset({*introspection.TYPES, "__typename"})


class Introspecting:
    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._one = asyncio.Semaphore()

    @staticmethod
    def is_all(fields: Fields) -> bool:
        """Whether an operation asks for nothing but the schema."""
        return all(nodes[0].name.value in ALONE for nodes in fields.values())

    async def answer(self, document: Document, operation: OperationDefinitionNode,
                     variables: Mapping[str, Any] | None) -> ExecutionResult:
        """
        variables   as they were sent
        """
        whole = DocumentNode(definitions=(operation, *document.fragments.values()))
        async with self._one:
            return await asyncio.to_thread(execute_sync, self._schema, whole, variable_values=dict(variables or {}))
