"""Mutations and refusals are in the schema as use cases declare them, and promise what those keep."""
import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    is_required_input_field,
    parse,
    validate,
)
from strawberry.types.base import StrawberryList, StrawberryOptional, get_object_definition
from strawberry.types.enum import StrawberryEnumDefinition

from domain import processes
from domain.process import NOBODYS
from domain.refusals import Refusal
from schema import scalars
from schema.inputs import IDS
from tests import use_cases
from tests.conftest import ROOT
from tests.declared import TYPES, WRITES, camel, fields

# -- refusals

REFUSALS = Refusal.KINDS
SCALARS = {int: "Int!", str: "String!", list[str]: "[String!]!", datetime: "DateTime!", date: "Date!"}


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_each_refusal_has_its_type(name: str) -> None:
    """One of the same name, with the same fields, in the dataclass's own words."""
    refusal = REFUSALS[name]
    assert TYPES[name].description == f"{refusal.DESCRIPTION} {refusal.ADVICE}"
    assert [field.name for field in dataclasses.fields(refusal)] == [*refusal.DETAILS]  # type: ignore[arg-type]  # a dataclass
    shown = {field: (str(each.type), each.description) for field, each in fields(name).items() if field != "message"}
    assert shown == {camel(field): (SCALARS[type_].replace("String", enum or "String"), text)
                     for field, (type_, text, enum) in refusal.DETAILS.items()}
    assert str(fields(name)["message"].type) == "String!"


def test_there_is_no_type_of_a_refusal_that_nobody_raises() -> None:
    shown = {name for name, each in TYPES.items() if isinstance(each, GraphQLObjectType)
             and "Refusal" in {interface.name for interface in each.interfaces}}
    assert shown == REFUSALS.keys()
    promised = {each.__name__ for declared in WRITES.values() for each in declared.use_case.refusals}
    assert promised == REFUSALS.keys()


def test_refusals_can_be_asked_for_side_by_side() -> None:
    """As stock clients do, by one fragment for all mutations: no two of them have a field of one name and different types."""
    api = build_schema((ROOT / "sdl" / "sandan.graphql").read_text("utf-8"))
    each = [f"... on {name} {{ {' '.join(map(camel, kind.DETAILS))} }}" for name, kind in REFUSALS.items() if kind.DETAILS]
    asked = "mutation($input: ClaimItemInput!) { claimItem(input: $input) { ...No } }"
    text = f"{asked} fragment No on Refusal {{ {' '.join(each)} }}"
    assert validate(api, parse(text)) == []


# -- use cases

@pytest.mark.parametrize("name", sorted(WRITES))
def test_mutations_have_one_input_a_payload_and_a_result(name: str) -> None:
    capital = name[0].upper() + name[1:]
    field = fields("Mutation")[name]
    argument, = field.args.items()
    assert (argument[0], str(argument[1].type)) == ("input", f"{capital}Input!")
    assert str(field.type) == f"{capital}Result"
    first, *others = TYPES[f"{capital}Result"].types  # type: ignore[attr-defined]  # a union
    assert first.name == f"{capital}Payload"
    assert {"KeyReused", *(() if WRITES[name].use_case.own else ["NotAllowed"])} <= {each.name for each in others}
    assert all("Refusal" in {interface.name for interface in each.interfaces} for each in others)
    assert str(TYPES[f"{capital}Input"].fields["idempotencyKey"].type) == "String!"  # type: ignore[attr-defined]
    assert not any(isinstance(each.type, GraphQLNonNull) for each in first.fields.values())  # it may be unseen now


@pytest.mark.parametrize("name", sorted(WRITES))
def test_the_input_is_what_the_use_case_takes(name: str) -> None:
    """By name and type; and what a use case cannot do without is non-null, and nothing else."""
    declared = WRITES[name]
    definition = get_object_definition(declared.input_type, strict=True)
    asked = {field.python_name: _python(field.type, IDS in field.metadata) for field in definition.fields}
    del asked["idempotency_key"]
    assert asked == {each: type_ for each, (type_, _) in use_cases.taken(declared.use_case).items()}
    shown = TYPES[f"{name[0].upper()}{name[1:]}Input"]
    assert isinstance(shown, GraphQLInputObjectType)
    required = {field for field, each in shown.fields.items() if is_required_input_field(each)}
    assert required - {"idempotencyKey"} == {
        camel(each) for each, (_, needed) in use_cases.taken(declared.use_case).items() if needed}


def _python(type_: Any, is_id: bool) -> type:
    """What the value of an input's field is in Python, null aside."""
    if isinstance(type_, StrawberryOptional):
        return _python(type_.of_type, is_id)
    if isinstance(type_, StrawberryList):
        return Sequence
    if is_id:
        return UUID
    if isinstance(type_, StrawberryEnumDefinition):
        return str
    return Mapping if get_object_definition(type_) else {scalars.Decimal: Decimal}.get(type_, type_)


def test_a_use_case_says_which_refusals_it_raises() -> None:
    """In its docstring those that it declares, each once."""
    for name, declared in WRITES.items():
        always = {"KeyReused", *(() if declared.use_case.own else ["NotAllowed"])}
        assert use_cases.raised(declared.use_case) | always == {
            each.__name__ for each in declared.use_case.refusals}, name
        assert len({*declared.use_case.refusals}) == len(declared.use_case.refusals), name


def test_each_step_of_a_process_is_a_mutation() -> None:
    """But for the clock's, and for those that follow from others."""
    taken = [id(declared.use_case.step) for declared in WRITES.values() if declared.use_case.step]
    assert sorted(taken) == sorted(id(step) for each in processes.ALL for step in each.steps.values() if step.by not in NOBODYS)
