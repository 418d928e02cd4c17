"""The schema keeps its conventions, is exported as it is, and says all that is declared."""
import re
from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
)

from domain import processes, trail
from domain.process import NOBODYS
from domain.refusals import Refusal
from schema import graphql
from tests.conftest import ROOT
from tests.declared import OF_FEDERATION, OPERATIONS, TYPES, fields

# -- the export

def test_the_exports_are_the_schema() -> None:
    schema = graphql.build()
    for name, text in (("subgraph", schema.as_str()), ("sandan", graphql.api_sdl(schema))):
        assert (ROOT / "sdl" / f"{name}.graphql").read_text("utf-8").rstrip("\n") == text.rstrip("\n"), "make sdl"


def test_the_api_is_the_schema_without_machinery() -> None:
    api = build_schema((ROOT / "sdl" / "sandan.graphql").read_text("utf-8"))  # as any tool loads it: valid by itself
    told = {name: each for name, each in api.type_map.items() if not is_introspection_type(each)}
    assert {name for name, each in told.items() if not is_specified_scalar_type(each)} == set(TYPES) - OF_FEDERATION
    assert [each.name for each in api.directives if not is_specified_directive(each)] == ["snapshot"]
    assert [name for each in told.values() for name in getattr(each, "fields", ()) if name.startswith("_")] == []


def test_the_federation_version_is_the_one_that_composition_knows() -> None:
    assert 'specs.apollo.dev/federation/v2.9"' in graphql.build().as_str()


def test_entities_and_their_keys() -> None:
    """Every node is an entity by its id; organisations also by the codes that other systems know."""
    entities = TYPES["_Entity"]
    assert isinstance(entities, GraphQLUnionType)
    nodes = {name for name, each in TYPES.items() if isinstance(each, GraphQLObjectType)
             and "Node" in {interface.name for interface in each.interfaces}}
    assert {each.name for each in entities.types} == nodes
    sdl = graphql.build().as_str()
    for name in nodes:
        head = next(line for line in sdl.splitlines() if line.startswith(f"type {name} implements"))
        keys = set(re.findall(r'@key\(fields: "(\w+)"\)', head))
        assert keys == ({"id", "divisionCode", "creditCode"} if name == "Organization" else {"id"}), name


# -- descriptions

def _described() -> Iterator[tuple[str, str | None]]:
    for name, each in TYPES.items():
        yield name, each.description
        if isinstance(each, GraphQLEnumType):
            yield from ((f"{name}.{value}", known.description) for value, known in each.values.items())
        if isinstance(each, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in each.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in getattr(field, "args", {}).items():
                    yield f"{name}.{field_name}({argument_name}:)", argument.description


def test_everything_is_described_in_both_languages() -> None:
    lacking = [name for name, text in _described() if name not in OF_FEDERATION
               and not (text and re.search(r"[\u4e00-\u9fff]", text) and re.search(r"[A-Za-z]{2}", text))]
    assert lacking == []


def test_no_description_of_a_field_begins_with_a_small_letter() -> None:
    """Linters of schemas say so of fields; what begins with a name has a word before it."""
    fields = [(name, text) for name, text in _described() if re.search(r"\.[a-z]\w*$", name) and text]
    assert [name for name, text in fields if text[0].islower()] == []


def test_directives_are_described_too() -> None:
    ours = [each for each in OPERATIONS.planning.schema.directives if each.name == "snapshot"]
    assert [bool(each.description) for each in ours] == [True]


# -- names

def test_names() -> None:
    for name, each in TYPES.items():
        if name in OF_FEDERATION:
            continue
        assert re.fullmatch(r"[A-Z][A-Za-z]*", name), name
        if isinstance(each, GraphQLEnumType):
            assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", value) for value in each.values), name
        if isinstance(each, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            assert all(re.fullmatch(r"[a-z][A-Za-z]*", field) for field in each.fields
                       if f"{name}.{field}" not in OF_FEDERATION), name
        if isinstance(each, GraphQLInputObjectType):
            assert name.endswith(("Input", "Filter", "By")), name
        if isinstance(each, GraphQLScalarType):
            assert name in ("Cursor", "Date", "DateTime", "Decimal", "FormFile"), name


def test_every_list_is_a_connection() -> None:
    """Only what is short by its nature is a plain list: what a viewer can do, states, what was asked for by name."""
    plain = set()
    for name, each in TYPES.items():
        for field_name, field in getattr(each, "fields", {}).items():
            type_ = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
            if isinstance(each, GraphQLObjectType) and isinstance(type_, GraphQLList):
                plain.add(f"{name}.{field_name}")
            if get_named_type(field.type).name.endswith("Connection"):
                assert {"first", "after", "last", "before"} <= field.args.keys(), f"{name}.{field_name}"
    short = {each for each in plain if not re.search(r"(Connection\.(edges|nodes|groups)|\.viewerCan(Attach)?)$", each)}
    assert short == {"WrongState.expected", "TeamMembersBusy.names", "TeamMembersElsewhere.names",
                     "Query._entities", "Query.nodes", "Query.labels", "EnumLabels.values",
                     "Event.changes", "Viewer.mutedNotices", "Composition.missing", "Webhook.kinds", "System.allow",
                     "Viewer.mailedAtOnce", "Viewer.notMailed", "PartiesUnreported.parties"}


@pytest.mark.parametrize("name", sorted(each for each in TYPES if each.endswith("Connection")))
def test_connections_are_relay_s(name: str) -> None:
    row = name.removesuffix("Connection")
    shown = {field: str(each.type) for field, each in fields(name).items()}
    assert shown == {"edges": f"[{row}Edge!]!", "nodes": f"[{row}!]!", "pageInfo": "PageInfo!", "groups": "[Group!]!",
                     "totalCount": "Int!"}
    assert {field: str(each.type) for field, each in fields(f"{row}Edge").items()} == {
        "cursor": "String!", "node": f"{row}!"}


def test_alternatives_are_inputs_of_which_one_is_given() -> None:
    """As every tool is told: in the API's text, in the subgraph's, and to introspection (`tests/api/test_introspection.py`)."""
    told = {name for name, each in TYPES.items() if isinstance(each, GraphQLInputObjectType) and each.is_one_of}
    assert told == {"CommitmentOwnerInput", "OrganizationBy", "RecipientInput", "ResolutionOwnerInput", "AttachToInput",
                    "FileInput", "OpinionSubjectInput"}
    for text in ("sandan", "subgraph"):
        sdl = (ROOT / "sdl" / f"{text}.graphql").read_text("utf-8")
        assert set(re.findall(r"^input (\w+) @oneOf", sdl, re.MULTILINE)) == told


# -- closed sets

TEXTS = {
    "names": "names",
    "cursor": "opaque", "startCursor": "opaque", "endCursor": "opaque", "requestId": "opaque",
    "digest": "opaque", "uploadPath": "opaque", "downloadPath": "opaque",
    "message": "for people", "reason": "for people", "name": "a name", "handle": "a name", "attendee": "a name",
    "host": "a name", "System.allow": "names of the schema's own fields", "key": "a secret", "reference": "a name",
    "AlreadyRegistered.value": "a name", "PartiesUnreported.parties": "names",
    "FieldChange.field": "a name", "HandlerElsewhere.field": "a name", "HandlerElsewhere.division": "digits",
    "OwnerElsewhere.field": "a name", "OwnerElsewhere.division": "digits",
    "Group.key": "of several kinds", "enum": "a name",
    **dict.fromkeys(("Label.value", "zh", "en", "aboutZh", "aboutEn"), "words"),
    **dict.fromkeys(("title", "body", "unit", "note", "task", "responsible", "standard", "report", "comment", "address",
                     "noCreditCodeReason", "venue", "minutes", "hostOffers", "unitOffers", "opinions", "text",
                     "promise", "building",
                     "summary", "voucher", "purpose", "result", "evidence", "unreportedReason", "diagnosis",
                     "basis", "question", "answer", "cancelReason",
                     ), "free"),
    **dict.fromkeys(("phone", "homeCode", "divisionCode", "creditCode", "CodeTaken.code"), "digits")}
"""Why the fields of objects that are a `String` are no enum: the field's name, or that of one type's."""


def test_what_is_one_of_a_closed_set_is_an_enum() -> None:
    texts = {(name, field) for name, each in TYPES.items() if isinstance(each, GraphQLObjectType) and name not in OF_FEDERATION
             for field, known in each.fields.items() if get_named_type(known.type).name == "String"}
    assert {f"{name}.{field}" for name, field in texts if field not in TEXTS and f"{name}.{field}" not in TEXTS} == set()
    assert {*TEXTS} <= {each for name, field in texts for each in (field, f"{name}.{field}")}


def test_every_state_action_and_kind_that_is_declared_is_told() -> None:
    told = {name: {*each.values} for name, each in TYPES.items() if isinstance(each, GraphQLEnumType)}
    assert told["AnyState"] == {state for each in processes.ALL for state in each.states}
    assert told["AnyAction"] >= {each.action(name) for each in processes.ALL for name, step in each.steps.items()
                                 if step.by not in NOBODYS}
    assert told["EventKind"] == {kind.replace(".", "_").upper() for kind in trail.KINDS}
    assert told["RefusalCode"] == {re.sub("(?<!^)(?=[A-Z])", "_", name).upper() for name in Refusal.KINDS}


def test_named_types_are_reached() -> None:
    """Nothing is in the schema that no operation leads to."""
    reached: set[str] = set()

    def walk(each: GraphQLNamedType) -> None:
        if each.name not in reached:
            reached.add(each.name)
            for field in getattr(each, "fields", {}).values():
                walk(get_named_type(field.type))
                for argument in getattr(field, "args", {}).values():
                    walk(get_named_type(argument.type))
            for inner in (*getattr(each, "types", ()), *getattr(each, "interfaces", ())):
                walk(inner)
            if isinstance(each, GraphQLInterfaceType):
                for inner in OPERATIONS.planning.schema.get_possible_types(each):
                    walk(inner)

    for root in ("Query", "Mutation", "Subscription"):
        walk(TYPES[root])
    assert TYPES.keys() <= reached


def test_each_field_has_a_source() -> None:
    """What has none, the compiler takes for introspection, and nothing answers it."""
    others = {"PageInfo", "Mutation", "Subscription", *(name for name in TYPES if name.endswith(("Connection", "Edge")))}
    assert {f"{name}.{field}" for name, type_ in TYPES.items() if isinstance(type_, GraphQLObjectType)
            for field in type_.fields if name not in others
            and field not in OPERATIONS.planning.catalogue.objects[name].fields} == set()


def test_no_two_types_have_the_same_tag() -> None:
    """By which an ID says of what type it is: of two with one, `node` would find but one."""
    tags = [each.__sandan__["tag"] for each in graphql.NODES]  # type: ignore[attr-defined]  # `schema.declare` put it there
    assert sorted(tags) == sorted({*tags})
