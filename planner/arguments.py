"""A field's arguments: their values now, for the plan's shape, and how to read them at each run."""
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from graphql import FieldNode, GraphQLField, ValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values
from graphql.language import ListValueNode, ObjectValueNode

from domain.languages import Language
from domain.viewer import Viewer
from planner.variables import Variables

Read = Callable[["Run"], Any]


class Run:
    """One execution of a plan: what its parameters are read from.

    now       its moment: whatever it reads is as of then
    given     values that the operation's runner gives: a payload's ids, an event's cursor
    wrote     whether these are of rows that the viewer wrote just now, and so sees
    language  of its messages
    embedded  whether an ordinary execution goes on from its answer: objects then carry their type
    looks     at personal data, to be recorded before its answer leaves: type and id of the object that it is about
    """

    __slots__ = ("coerced", "embedded", "given", "language", "looks", "now", "parameters", "variables", "viewer", "wrote")

    def __init__(self, variables: Variables, viewer: Viewer | None, now: datetime, given: dict[Any, Any] | None = None,
                 wrote: bool = False, language: Language = Language.BOTH) -> None:
        self.variables = variables
        self.viewer = viewer
        self.now = now
        self.given: dict[Any, Any] = {} if given is None else given
        self.wrote = wrote
        self.language = language
        self.embedded = False
        self.looks: dict[tuple[str, UUID], None] = {}
        self.parameters: Mapping[str, Any] = viewer.sees_by if viewer else {}
        self.coerced: dict[int, dict[str, Any]] = {}

    def arguments(self, definition: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """All argument values of a field node, coerced once a run."""
        found = self.coerced.get(id(node))
        if found is None:
            found = get_argument_values(definition, node, VariableValues({}, self.variables))
            self.coerced[id(node)] = found
        return found


def input_of(definition: GraphQLField, node: FieldNode, variables: Variables) -> Mapping[str, Any]:
    """The coerced argument `input` of a mutation's field.

    raises    GraphQLError: null, or a variable that is missing
    """
    value = next((each.value for each in node.arguments or () if each.name.value == "input"), None)
    given = variables.get(value.name.value) if isinstance(value, VariableNode) else None
    found: Mapping[str, Any] = given or get_argument_values(definition, node, VariableValues({}, variables))["input"]
    return found


@dataclass(frozen=True)
class Argument:
    """One argument: its value in the run that the plan was made for, and how to read it in any run of the plan.

    written  as the operation has it; None: it is the default
    """

    sample: Any
    read: Read
    key: object
    written: ValueNode | None = None

    def field(self, name: str) -> "Argument":
        """The same of a field that is there in every run of the plan."""
        read = self.read
        return Argument(self.sample[name], lambda run: read(run)[name], (self.key, name), written_field(self.written, name))


def of_field(definition: GraphQLField, node: FieldNode, run: Run) -> dict[str, Argument]:
    """The arguments that have a value, given or by default.

    raises    GraphQLError: null where null may not be
    """
    samples = run.arguments(definition, node)
    written = {each.name.value: each.value for each in node.arguments or ()}
    return {name: Argument(sample, _reader(definition, node, name, written.get(name), sample), (id(node), name),
                           written.get(name)) for name, sample in samples.items()}


def written_field(value: ValueNode | None, name: str) -> ValueNode | None:
    """A field of a value as it is written: a variable stands for all of its fields."""
    if isinstance(value, ObjectValueNode):
        return next((each.value for each in value.fields if each.name.value == name), None)
    return value


def variables(value: ValueNode | None) -> Iterator[str]:
    """The variables in a value as it is written."""
    if isinstance(value, VariableNode):
        yield f"${value.name.value}"
    elif isinstance(value, ListValueNode):
        for each in value.values:
            yield from variables(each)
    elif isinstance(value, ObjectValueNode):
        for field in value.fields:
            yield from variables(field.value)


def _reader(definition: GraphQLField, node: FieldNode, name: str, value: ValueNode | None, sample: Any) -> Read:
    if value is None or not _has_variable(value):
        return lambda run: sample
    return _written(value, sample) or (lambda run: run.arguments(definition, node).get(name))


def _written(value: ValueNode, sample: Any) -> Read | None:
    """Reads a value as it is written around variables, which is what graphql-core would make of it anew in each run: the same
    of them are there and null as in the run that the plan was made for.

    returns   None where the value became something of another form
    """
    if isinstance(value, VariableNode):
        variable = value.name.value  # absent in that run, it is absent in each: the default
        return lambda run: run.variables.get(variable, sample)
    if not _has_variable(value):
        return lambda run: sample
    if isinstance(value, ObjectValueNode) and type(sample) is dict:
        return _object(value, sample)
    if isinstance(value, ListValueNode) and type(sample) is list and len(sample) == len(value.values):
        return _list(value, sample)
    return None


def _object(value: ObjectValueNode, sample: dict[str, Any]) -> Read | None:
    read = {each.name.value: _written(each.value, sample[each.name.value])
            for each in value.fields if each.name.value in sample and _has_variable(each.value)}
    known = {name: each for name, each in read.items() if each}
    if len(known) < len(read):
        return None

    def whole(run: Run) -> Any:
        found = run.coerced.get(id(value))  # each field of a filter reads it
        if found is None:
            found = run.coerced[id(value)] = {**sample, **{name: each(run) for name, each in known.items()}}
        return found

    return whole


def _list(value: ListValueNode, sample: list[Any]) -> Read | None:
    read = [_written(each, known) for each, known in zip(value.values, sample, strict=True)]
    known = [each for each in read if each]
    return (lambda run: [each(run) for each in known]) if len(known) == len(read) else None


def _has_variable(value: ValueNode) -> bool:
    return any(variables(value))
