"""Which fields a selection asks for of one object type: aliases, merged fields, fragments, `@skip` and `@include`."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

Fields = dict[str, list[FieldNode]]


@dataclass(frozen=True)
class Selector:
    """Collects fields for one document and one set of variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def fields(self, selections: Iterable[SelectionSetNode | None], type_name: str) -> Fields:
        """Response keys in the order of the answer, each with the field nodes that are merged under it."""
        found: Fields = {}
        seen: set[str] = set()
        for selection_set in selections:
            self._collect(selection_set, type_name, found, seen)
        return found

    def inner(self, nodes: list[FieldNode], type_name: str) -> Fields:
        """The fields selected below merged field nodes."""
        return self.fields([node.selection_set for node in nodes], type_name)

    def _collect(self, selection_set: SelectionSetNode | None, type_name: str, found: Fields, seen: set[str]) -> None:
        for node in selection_set.selections if selection_set else ():
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if self._applies(node.type_condition, type_name):
                    self._collect(node.selection_set, type_name, found, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition, type_name):
                    self._collect(fragment.selection_set, type_name, found, seen)

    def _included(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            name = directive.name.value
            if name in ("skip", "include") and directive.arguments:
                condition = directive.arguments[0].value
                if isinstance(condition, VariableNode):
                    value = self.variables[condition.name.value]
                else:
                    value = isinstance(condition, BooleanValueNode) and condition.value
                if value == (name == "skip"):
                    return False
        return True

    def _applies(self, condition: NamedTypeNode | None, type_name: str) -> bool:
        if condition is None or condition.name.value == type_name:
            return True
        wanted = self.schema.type_map[condition.name.value]
        concrete = self.schema.type_map[type_name]
        return (is_abstract_type(wanted) and isinstance(concrete, GraphQLObjectType)
                and self.schema.is_sub_type(wanted, concrete))
