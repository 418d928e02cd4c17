"""How deep and how wide an operation is, in one pass that visits each fragment once, before validation."""
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)


@dataclass(frozen=True)
class Limits:
    """depth: nested fields; fields: fields once all fragments are spread; rows: what it may cost (`planner.price`).

    representations   in one call of `_entities`
    """

    depth: int = 20
    fields: int = 1_000
    rows: int = 25_000
    tokens: int = 8_000
    representations: int = 100


LIMITS = Limits()


class TooCostly(Exception):
    """The operation asks for more than the limits allow; the message says what and how much is allowed."""


class TooSlow(TooCostly):
    """PostgreSQL was stopped before it had the rows."""

    def __init__(self) -> None:
        super().__init__("查询用时过长，已中断；请缩小范围：加上筛选条件，或减小 first。"
                         "It took too long and was stopped: ask for less, by a filter or a smaller page.")


Size = tuple[int, int]  # depth, fields


def check(document: DocumentNode, limits: Limits) -> None:
    """raises TooCostly when any operation of the document exceeds the limits."""
    measure = _Measure(document)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            depth, fields = measure.of(definition.selection_set)
            if depth > limits.depth:
                raise TooCostly(f"嵌套过深：{depth} 层，上限 {limits.depth}。"
                                f"Nested {depth} deep; {limits.depth} is the most.")
            if fields > limits.fields:
                raise TooCostly(f"字段过多：上限 {limits.fields}。More than {limits.fields} fields.")


class _Measure:
    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {definition.name.value: definition for definition in document.definitions
                          if isinstance(definition, FragmentDefinitionNode)}
        self.known: dict[str, Size] = {}

    def of(self, selections: SelectionSetNode | None) -> Size:
        depth = fields = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                inner = self.of(node.selection_set)
                size = inner[0] + 1, inner[1] + 1
            elif isinstance(node, FragmentSpreadNode):
                size = self.of_fragment(node.name.value)
            else:
                size = self.of(node.selection_set)  # type: ignore[attr-defined]  # an inline fragment
            depth, fields = max(depth, size[0]), fields + size[1]
        return depth, fields

    def of_fragment(self, name: str) -> Size:
        if name not in self.known:
            self.known[name] = (0, 0)  # a cycle adds nothing here; validation names it
            if fragment := self.fragments.get(name):
                self.known[name] = self.of(fragment.selection_set)
        return self.known[name]
