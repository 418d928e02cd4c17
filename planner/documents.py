"""Texts of operations, parsed and validated once each, and what their plans are remembered by."""
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    Lexer,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    Source,
    Token,
    ValueNode,
    VariableNode,
    Visitor,
    visit,
)
from graphql.language.parser import Parser

from domain.languages import Bilingual
from planner import ids, limits, validation, variables
from planner.variables import Variables

MOST_ERRORS = 10  # that are said of one text
MOST_SHAPES = 200  # plans of one text: a client that sends more shapes of variables has them planned again
MOST_SEEN = 10_000  # hashes of texts that were asked for once
DOCUMENT, TOKEN = 16_000, 450  # bytes that a document takes, and each token of it, measured
PLAN, LEVEL, TOKEN_OF_PLAN = 12_000, 10_000, 200  # the same of a plan, each of its statements, each of its document's tokens


class BadRequest(Exception):
    """The operation cannot be executed at all: syntax, validation, variables, limits."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


@dataclass
class Document:
    """A text that is valid: its operations by name, its fragments, and the plans made for it.

    switches    the variables that `@skip` and `@include` look at: a plan holds for one value of each
    nodes       the variables that `node(id)` looks at: a plan holds for one type of each
    sizes       the variables that pages' sizes, entities or ids come from: without them a plan costs the same in every run
    operations  by name; the only one also by None
    tokens      of the text, by which its memory and that of its plans is reckoned
    bare        bytes that it takes without plans, about
    weight      bytes that it takes with its plans, about
    kept        whether it is remembered
    """

    fragments: Mapping[str, FragmentDefinitionNode]
    switches: frozenset[str]
    nodes: frozenset[str]
    sizes: frozenset[str]
    operations: dict[str | None, "Operation"] = field(default_factory=dict)
    plans: dict[Hashable, Any] = field(default_factory=dict)
    tokens: int = 0
    bare: int = 0
    weight: int = 0
    kept: bool = False

    def operation(self, name: str | None) -> "Operation":
        """The operation of that name, or the only one.

        raises    BadRequest
        """
        found = self.operations.get(name or None)
        if found is None:
            known = ", ".join(dict.fromkeys(each.name or "(anonymous)" for each in self.operations.values())) or "none"
            problem = Bilingual(f"没有名为“{name}”的操作；文本中有：{known}。",
                                f"Unknown operation named '{name}'; the document has: {known}.") if name else Bilingual(
                f"文本中有几个操作，请以 operationName 指明其一：{known}。",
                f"Must provide operation name, as `operationName`; the document has: {known}.")
            raise BadRequest([GraphQLError(problem)])
        return found


class Operation:
    """One operation of a text, with what is made once for all its runs."""

    def __init__(self, node: OperationDefinitionNode, document: Document, coerce: variables.Coerce) -> None:
        self.node = node
        self.name = node.name.value if node.name else None
        self._switches, self._nodes = document.switches, document.nodes  # not the document, which has this: a circle
        self._coerce = coerce

    def coerced(self, raw: Mapping[str, Any] | None) -> Variables:
        """The values of its variables.

        raises    BadRequest
        """
        try:
            values = self._coerce(raw or {})
        except variables.BadVariables as problem:
            raise BadRequest(problem.errors) from None
        switches = self._switches
        if switches and (nulls := [each for each in switches if values.get(each, True) is None]):
            raise BadRequest([GraphQLError(Bilingual(f"@skip 或 @include 的变量“${each}”须有值，不能为空（null）。",
                                                     f"Variable '${each}' of @skip or @include must not be null."))
                              for each in nulls])
        return values

    def plan_key(self, values: Variables) -> Hashable:
        """What a plan of the text is remembered by: variables, then what it depends on of each."""
        key: list[Hashable] = [self.name]
        for name, value in values.items():
            key.append(name)
            key.append(value.__class__ in PLAIN or shape(value))
        for name in self._switches:
            key.append(values.get(name))
        for name in self._nodes:
            key.append(ids.tag(values.get(name)))
        return tuple(key)


class Documents:
    """The texts that were asked for twice, as many as `Limits.kept` has room for; the ones used longest ago go first.

    Of a text that was asked for once there is a hash, and of a bad one nothing.
    """

    def __init__(self, schema: GraphQLSchema, allowed: limits.Limits) -> None:
        self.schema, self.allowed = schema, allowed
        self.known: dict[str, Document] = {}
        self.weight = 0
        self._seen: dict[int, None] = {}
        self._latest: tuple[str, Document | BadRequest] | None = None

    def get(self, text: str) -> Document:
        """The document of a text that is to be run.

        raises    BadRequest, limits.TooCostly
        """
        found = self.again(text)
        if found is None:
            found = self.glance(text)
            if self._was_seen(text):
                self.known[text] = found
                found.kept = True
                self._grown(found.weight)
        return found

    def again(self, text: str) -> Document | None:
        """The document of a text that is kept."""
        found = self.known.pop(text, None)
        if found is not None:
            self.known[text] = found
        return found

    def glance(self, text: str) -> Document:
        """The document of a text that is looked at besides being run, which does not count as asking for it.

        The latest one is remembered, and no more (docs/decisions/0078).

        raises    BadRequest, limits.TooCostly
        """
        found: Document | BadRequest | None = self.known.get(text)
        if found is None:
            if self._latest is None or self._latest[0] != text:
                self._latest = text, self._read(text)
            found = self._latest[1]
        if isinstance(found, BadRequest):
            raise BadRequest(found.errors)
        return found

    def _was_seen(self, text: str) -> bool:
        if (key := hash(text)) in self._seen:
            del self._seen[key]
            return True
        if len(self._seen) >= MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        self._seen[key] = None
        return False

    def keep_plan(self, document: Document, key: Hashable, plan: Any, levels: int) -> None:
        """Remember a plan of a document for as long as the document is remembered.

        levels   statements of the plan
        """
        weight = PLAN + levels * LEVEL + document.tokens * TOKEN_OF_PLAN
        if len(document.plans) >= MOST_SHAPES or document.weight + weight > self.allowed.kept // 4:
            document.plans.clear()
            weight += document.bare - document.weight
        document.plans[key] = plan
        document.weight += weight
        if document.kept:
            self._grown(weight)

    def _grown(self, weight: int) -> None:
        self.weight += weight
        while self.weight > self.allowed.kept:
            gone = self.known.pop(next(iter(self.known)))
            gone.kept = False
            self.weight -= gone.weight

    def _read(self, text: str) -> Document | BadRequest:
        limits.check_text(text, self.allowed)
        try:
            ast = Parser(text, max_tokens=self.allowed.tokens, lexer=Onward(Source(text))).parse_document()
            limits.check(ast, self.allowed)
            errors = validation.errors(self.schema, ast, MOST_ERRORS, suggestions=self.allowed.suggestions)
        except GraphQLError as error:
            return BadRequest([error.with_traceback(None)])
        except RecursionError:
            return BadRequest([GraphQLError(Bilingual("嵌套过深，请分几次问。", "Nested too deep: ask in parts."))])
        if errors:
            return BadRequest(errors)
        fragments = {each.name.value: each for each in ast.definitions if isinstance(each, FragmentDefinitionNode)}
        document = Document(fragments, *_decisive(ast), tokens=_tokens(ast))
        document.weight = document.bare = DOCUMENT + document.tokens * TOKEN + len(text) * 4
        for node in ast.definitions:
            if isinstance(node, OperationDefinitionNode):
                coerce = variables.coercer(self.schema, node, suggestions=self.allowed.suggestions)
                operation = Operation(node, document, coerce)
                document.operations[operation.name] = operation
        if len(document.operations) == 1:  # it need not be named
            document.operations[None] = operation
        return document


class Onward(Lexer):
    """Its tokens lead to the next one alone: a text that led back too would be a circle, which the collector has to find."""

    def lookahead(self) -> Token:
        found = token = super().lookahead()
        while before := token.prev:
            token.prev, token = None, before
        return found


def _tokens(ast: DocumentNode) -> int:
    count, token = 0, ast.loc and ast.loc.start_token
    while token:
        count, token = count + 1, token.next
    return count


def _decisive(ast: DocumentNode) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The variables that decide what a plan looks like or costs: switches, nodes and sizes."""
    found = _Decisive()
    visit(ast, found)
    found.enter_leave_map.clear()  # its own methods: a circle
    return frozenset(found.switches), frozenset(found.nodes), frozenset(found.sizes)


class _Decisive(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.switches: set[str] = set()
        self.nodes: set[str] = set()
        self.sizes: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        if node.name.value in ("skip", "include"):
            self.switches.update(_variables(node))

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value == "node":
            self.nodes.update(_variables(node))
        self.sizes.update(_variables(node, "first", "last", "representations", "ids"))


def _variables(node: DirectiveNode | FieldNode, *names: str) -> Iterator[str]:
    """The variables given as arguments of these names; of any name when there are none."""
    for argument in node.arguments or ():
        if not names or argument.name.value in names:
            yield from _within(argument.value)


def _within(value: ValueNode) -> Iterator[str]:
    if isinstance(value, VariableNode):
        yield value.name.value
    elif isinstance(value, ListValueNode | ObjectValueNode):
        for each in value.values if isinstance(value, ListValueNode) else (field.value for field in value.fields):
            yield from _within(each)


PLAIN = frozenset({str, int, float})  # classes whose values have no shape of their own


def shape(value: Any) -> Hashable:
    """What of a value a plan depends on: what is there and what is null, which word an enum says, and what is true and what
    not; not the rest."""
    if value is None or value is False:
        return value
    if isinstance(value, Enum):
        return value.value  # type: ignore[no-any-return]
    if isinstance(value, dict):
        return tuple((name, shape(each)) for name, each in value.items())
    return True
