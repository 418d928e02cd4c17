"""Validation by all the rules of the specification, each asked only about the kinds of nodes that it looks at.

graphql-core has every rule look for its methods by name, for each kind of node in each text: a third of the time that
validating takes (docs/decisions/0049).
"""
from functools import cache

from graphql import DocumentNode, GraphQLError, GraphQLSchema, validate
from graphql.language.visitor import EnterLeaveVisitor
from graphql.validation import ASTValidationRule, specified_rules

NOTHING = EnterLeaveVisitor(None, None)


def errors(schema: GraphQLSchema, document: DocumentNode, most: int, *, suggestions: bool = True) -> list[GraphQLError]:
    """What is wrong with a document, up to so many errors and one that says that there are more.

    suggestions   whether what a name may have been meant to be is said
    """
    return validate(schema, document, _rules(), max_errors=most, hide_suggestions=not suggestions)


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
