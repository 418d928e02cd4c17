"""Validation by all the rules of the specification, each asked only about the kinds of nodes that it looks at.

graphql-core has every rule look for its methods by name, for each kind of node in each text: a third of the time that
validating takes (docs/decisions/0049). And it leaves a text's visitors in circles, which only the garbage collector frees
(docs/decisions/0053).
"""
from collections.abc import Iterable
from functools import cache

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    ParallelVisitor,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    Visitor,
    visit,
)
from graphql.language.visitor import EnterLeaveVisitor
from graphql.validation import ASTValidationRule, specified_rules
from graphql.validation.validate import FragmentNestingVisitor, ValidationAbortedError, query_document_keys_to_validate
from graphql.validation.validation_context import NodeWithSelectionSet, VariableUsage, VariableUsageVisitor

NOTHING = EnterLeaveVisitor(None, None)


def errors(schema: GraphQLSchema, document: DocumentNode, most: int, *, suggestions: bool = True) -> list[GraphQLError]:
    """What is wrong with a document, up to so many errors and one that says that there are more.

    suggestions   whether what a name may have been meant to be is said
    """
    found: list[GraphQLError] = []

    def note(error: GraphQLError) -> None:
        if len(found) >= most:
            raise ValidationAbortedError("Too many validation errors, error limit reached. Validation aborted.")
        found.append(error)

    types = TypeInfo(schema)
    context = _Context(schema, document, types, note, hide_suggestions=not suggestions)
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    visitors = [FragmentNestingVisitor(fragments), *(rule(context) for rule in _rules())]
    together = ParallelVisitor(visitors)
    walk = TypeInfoVisitor(types, together)
    try:
        visit(document, walk, query_document_keys_to_validate)
    except ValidationAbortedError as error:
        found.append(error.with_traceback(None))
    finally:
        _break((walk, together, *visitors))
    return found


def _break(visitors: Iterable[Visitor]) -> None:
    """Each holds its own methods, and so itself and the document: circles."""
    for each in visitors:
        vars(each).clear()


class _Context(ValidationContext):
    def get_variable_usages(self, node: NodeWithSelectionSet) -> list[VariableUsage]:
        usages = self._variable_usages.get(node)
        if usages is None:
            visitor = VariableUsageVisitor(self._type_info, node if isinstance(node, FragmentDefinitionNode) else None)
            walk = TypeInfoVisitor(self._type_info, visitor)
            visit(node, walk)
            usages = self._variable_usages[node] = visitor.usages
            _break((walk, visitor))
        return usages


@cache
def _rules() -> list[type[ASTValidationRule]]:
    return [_attentive(rule) for rule in specified_rules]


def _attentive(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    """The rule, which says at once when it has nothing to do with a kind."""
    if hasattr(rule, "enter") or hasattr(rule, "leave"):
        return rule  # it looks at every kind
    kinds = {name.partition("_")[2] for name in dir(rule) if name.startswith(("enter_", "leave_"))}

    def get_enter_leave_for_kind(self: ASTValidationRule, kind: str) -> EnterLeaveVisitor:
        return rule.get_enter_leave_for_kind(self, kind) if kind in kinds else NOTHING

    return type(rule.__name__, (rule,), {"get_enter_leave_for_kind": get_enter_leave_for_kind})
