"""Every text, ID and list that the schema takes has a length: it is said in the SDL, and held to."""
import re
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type

from domain.refusals import BadInput
from planner import bounds
from planner.documents import BadRequest
from resolvers.executing.operations import Operations
from schema import graphql, lengths

OPERATIONS: Operations = graphql.operations()
TAKEN = [(where, name, taken) for where, name, taken in lengths.taken_by(OPERATIONS.planning.schema)
         if get_named_type(taken.type).name in ("String", "ID", "Cursor", "Decimal")
         or is_list_type(get_nullable_type(taken.type))]


@pytest.mark.parametrize(("where", "name", "taken"), TAKEN, ids=[f"{where}.{name}" for where, name, _ in TAKEN])
def test_it_is_said(where: str, name: str, taken: Any) -> None:
    if is_list_type(get_nullable_type(taken.type)) and name != "representations":
        assert re.findall(r"(\d+) values", taken.description) == [str(lengths.most(name))]
        assert re.findall(r"\d+(?= at most| 个)", taken.description) == [], "once, and what is held to"
    if get_named_type(taken.type).name == "String":
        assert re.findall(r"(\d+) characters", taken.description) == [str(lengths.longest(name))], "once, and what is held to"


@pytest.mark.parametrize(("where", "name", "taken"), TAKEN, ids=[f"{where}.{name}" for where, name, _ in TAKEN])
def test_what_is_far_too_long_is_not_taken(where: str, name: str, taken: Any) -> None:
    """As a variable of its own; in an input, at its place there."""
    holder = OPERATIONS.planning.schema.type_map.get(where)
    kind = holder.name if isinstance(holder, GraphQLInputObjectType) else str(taken.type)
    operation = _taking(kind)
    is_list = is_list_type(get_nullable_type(taken.type))
    if name == "representations":
        return  # counted by their price
    long: Any = ["a"] * (max(bounds.VALUES, lengths.most(name)) + 1) if is_list else "a" * (bounds.TEXT + 1)
    given = {name: long} if isinstance(holder, GraphQLInputObjectType) else long
    with pytest.raises(BadRequest, match=rf"\$v'{rf'.{name}' if given is not long else ''}: .*At most"):
        operation({"v": given})


def _taking(kind: str) -> Any:
    from graphql import OperationDefinitionNode, parse

    from planner import variables
    definition = parse(f"query($v: {kind}) {{ __typename }}").definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    coerce = variables.coercer(OPERATIONS.planning.schema, definition)

    def taking(raw: dict[str, Any]) -> Any:
        try:
            return coerce(raw)
        except variables.BadVariables as problem:
            raise BadRequest(problem.errors) from None

    return taking


INPUTS = [(name, field) for name, act in OPERATIONS.mutating.acts.items()
          for field, definition in OPERATIONS.planning.schema.type_map[f"{name[0].upper()}{name[1:]}Input"].fields.items()  # type: ignore[attr-defined]
          if get_named_type(definition.type).name in ("String", "ID")]


@pytest.mark.parametrize(("name", "field"), INPUTS)
def test_texts_of_inputs_are_held_to_what_is_said(name: str, field: str) -> None:
    definition = OPERATIONS.planning.schema.type_map[f"{name[0].upper()}{name[1:]}Input"].fields[field]  # type: ignore[attr-defined]
    text = "a" * (lengths.longest(field) + 1)
    is_list = is_list_type(get_nullable_type(definition.type))
    value = [text] if is_list else text
    with pytest.raises(BadInput, match="At most") as refused:
        OPERATIONS.mutating.acts[name].read({definition.out_name or field: value} | {field: value})
    assert refused.value.field == f"input.{field}{'[0]' * is_list}"
