"""How large an operation is: its text, and how deep and wide it is, before validation, which would take long over what is not.

Each fragment is measured once; only what many fields of one name lead to is walked as often as it is spread, and there are no
more fields than allowed by then.
"""
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graphql import (
    DefinitionNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from domain.languages import Bilingual, Told
from planner import bounds

Introspection = Literal["open", "signed-in", "off"]


@dataclass(frozen=True)
class Limits:
    """
    text             bytes of a text in UTF-8
    tokens           of a text, comments among them
    operations       of a text
    fragments        of a text
    depth            nested fields
    fields           of all operations of a text, once all fragments are spread
    merged           pairs of fields that stand under one name in one object, since validation compares each with each
    rows             what an operation may cost (`planner.price`)
    representations  in one call of `_entities`
    introspection    who may ask for the schema: all (open), members (signed-in), nobody (off)
    kept             bytes of texts and plans that are remembered, about
    suggestions      whether the answer to a misspelt name says which one may be meant
    seconds          that all statements of a read together may take, and after which no further write of it is begun
    """

    text: int = 65_536
    tokens: int = 3_000
    operations: int = 50
    fragments: int = 75
    depth: int = 20
    fields: int = 500
    merged: int = 2_500
    rows: int = 25_000
    representations: int = 100
    introspection: Introspection = "open"
    kept: int = 64 * 1024 * 1024
    seconds: float = 10
    suggestions: bool = True


LIMITS = Limits()


class TooCostly(Told):
    """The operation asks for more than the limits allow; the message says what and how much is allowed."""


class TooSlow(TooCostly):
    """PostgreSQL was stopped before it had the rows."""

    def __init__(self) -> None:
        super().__init__(Bilingual("查询用时过长，已中断；请缩小范围：加上筛选条件，或减小 first。",
                                   "It took too long and was stopped: ask for less, by a filter or a smaller `first`."))


Size = tuple[int, int]  # depth, fields


def check_text(text: str, limits: Limits) -> None:
    """raises TooCostly when a text is too long to be read at all."""
    if len(text) > limits.text or (not text.isascii() and len(text.encode("utf-8", "surrogatepass")) > limits.text):
        raise TooCostly(Bilingual(f"操作文本过长：上限 {limits.text} 字节。",
                                  f"The operation's text is too long: {limits.text} bytes are the most."))


def check(document: DocumentNode, limits: Limits) -> None:
    """
    raises    TooCostly when the document exceeds the limits; GraphQLError for a value in it that is too long
    """
    operations = [each.selection_set for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    fragments = [each.selection_set for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
    if len(operations) > limits.operations or len(fragments) > limits.fragments:
        raise TooCostly(Bilingual(
            f"操作或片段过多：上限 {limits.operations} 与 {limits.fragments}。",
            f"Too many operations or fragments: {limits.operations} and {limits.fragments} are the most."))
    measure = _Measure(document, limits.representations)
    for definition in document.definitions:
        measure.check_around(definition)
    sizes = [*map(measure.of, operations), *map(measure.of_fragment, measure.fragments)]
    fields = [each for _, each in sizes]
    if (depth := max((each for each, _ in sizes), default=0)) > limits.depth:
        raise TooCostly(Bilingual(f"嵌套过深：{depth} 层，上限 {limits.depth}；请分几次问。",
                                  f"Nested {depth} deep; {limits.depth} is the most: ask in parts."))
    if max(sum(fields[:len(operations)]), *fields, 0) > limits.fields:
        raise TooCostly(Bilingual(
            f"字段过多：上限 {limits.fields}；请分几次问。",
            f"More than {limits.fields} fields, which are the most: ask in parts."))
    if sum(measure.merged([each]) for each in (*operations, *fragments)) > limits.merged:
        raise TooCostly(Bilingual("同名字段在一处重复过多，请只写一次。",
                                  "Too many fields of the same name in one place: write each once."))


class _Measure:
    def __init__(self, document: DocumentNode, representations: int) -> None:
        self.representations = representations
        self.fragments = {definition.name.value: definition for definition in document.definitions
                          if isinstance(definition, FragmentDefinitionNode)}
        self.known: dict[str, Size] = {}

    def check_around(self, definition: DefinitionNode) -> None:
        """raises GraphQLError for values that are too long among a definition's directives and its variables' defaults"""
        for each in getattr(definition, "directives", None) or ():
            self._arguments(each)
        for variable in getattr(definition, "variable_definitions", None) or ():
            if variable.default_value:
                bounds.check_literal(variable.default_value, f"${variable.variable.name.value}")

    def of(self, selections: SelectionSetNode | None) -> Size:
        depth = fields = 0
        for node in selections.selections if selections else ():
            for each in node.directives or ():
                self._arguments(each)
            if isinstance(node, FieldNode):
                self._arguments(node)
                inner = self.of(node.selection_set)
                size = inner[0] + 1, inner[1] + 1
            elif isinstance(node, FragmentSpreadNode):
                size = self.of_fragment(node.name.value)
            else:
                size = self.of(node.selection_set)  # type: ignore[attr-defined]  # an inline fragment
            depth, fields = max(depth, size[0]), fields + size[1]
        return depth, fields

    def _arguments(self, node: FieldNode | DirectiveNode) -> None:
        if len(node.arguments or ()) > bounds.VALUES:
            raise TooCostly(Bilingual(
                f"参数过多：上限 {bounds.VALUES}。",
                f"Too many arguments: {bounds.VALUES} are the most."))
        for each in node.arguments or ():
            most = self.representations if each.name.value == "representations" else bounds.VALUES
            bounds.check_literal(each.value, each.name.value, most)

    def of_fragment(self, name: str) -> Size:
        if name not in self.known:
            self.known[name] = (0, 0)  # a cycle adds nothing here; validation names it
            if fragment := self.fragments.get(name):
                self.known[name] = self.of(fragment.selection_set)
        return self.known[name]

    def merged(self, selections: Iterable[SelectionSetNode]) -> int:
        """Pairs of fields that are merged into one, in the object of these selections and in all below it."""
        alike: dict[str, list[SelectionSetNode | None]] = {}
        seen = set[str]()
        for each in selections:
            for node in self._fields(each, seen):
                alike.setdefault(node.alias.value if node.alias else node.name.value, []).append(node.selection_set)
        pairs = 0
        for below in alike.values():
            pairs += len(below) * (len(below) - 1) // 2
            if inner := [each for each in below if each]:
                pairs += self.merged(inner)
        return pairs

    def _fields(self, selections: SelectionSetNode, seen: set[str]) -> Iterator[FieldNode]:
        """The fields of one object, each fragment's once."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from self._fields(node.selection_set, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                if fragment := self.fragments.get(node.name.value):
                    yield from self._fields(fragment.selection_set, seen)
