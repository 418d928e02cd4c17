"""How pieces of the schema are written on a page."""
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_specified_scalar_type,
    print_ast,
)
from graphql.utilities import ast_from_value

GROUPS: dict[str, str] = {
    "objects": "对象 Objects", "connections": "分页 Pages of lists", "payloads": "修改的结果 Results of mutations",
    "refusals": "谢绝 Refusals", "interfaces": "接口 Interfaces", "enums": "枚举 Enums", "inputs": "输入 Inputs",
    "scalars": "标量 Scalars"}


def group(type_: GraphQLNamedType) -> str:
    """Which of GROUPS a type stands in."""
    match type_:
        case GraphQLEnumType():
            return "enums"
        case GraphQLInputObjectType():
            return "inputs"
        case GraphQLScalarType():
            return "scalars"
        case GraphQLInterfaceType():
            return "interfaces"
        case GraphQLObjectType(interfaces=interfaces) if "Refusal" in {each.name for each in interfaces}:
            return "refusals"
    if type_.name.endswith(("Connection", "Edge")) or type_.name == "PageInfo":
        return "connections"
    return "payloads" if type_.name.endswith("Payload") or isinstance(type_, GraphQLUnionType) else "objects"


def plain(text: str | None) -> str:
    """A description, in a line that no generator of pages reads anything into."""
    return re.sub(r"\s+", " ", text or "").replace("|", r"\|").replace("{{", "&#123;&#123;")


def page_of(type_: GraphQLNamedType) -> str:
    return f"/types/{type_.name}"


def linked(type_: Any) -> str:
    """A type as it is written, with a link to the page of what it is made of."""
    named = get_named_type(type_)
    if is_specified_scalar_type(named):
        return f"`{type_}`"
    return f"[`{type_}`]({page_of(named)})"


def default(taken: GraphQLArgument | GraphQLInputField) -> str:
    value = taken.default_value
    node = None if value is Undefined else ast_from_value(value, taken.type)
    return f"`= {print_ast(node)}`" if node else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(each)} |" for each in (heads, ["---"] * len(heads), *rows))


def taken(arguments: Iterable[tuple[str, GraphQLArgument | GraphQLInputField]]) -> str:
    """The table of arguments, or of an input's fields."""
    return table(("名称 Name", "类型 Type", "默认 Default", "说明 About"), (
        (f"`{name}`", linked(each.type), default(each), plain(each.description)) for name, each in arguments))


def given(fields: Iterable[tuple[str, GraphQLField]]) -> str:
    """The table of an object's fields; of arguments, the names."""
    return table(("名称 Name", "类型 Type", "说明 About"), (
        (f"`{name}`" + (f" ({', '.join(each.args)})" if each.args else ""), linked(each.type), plain(each.description))
        for name, each in fields))


def code(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def page(title: str, *parts: str) -> str:
    """A page: its title for the browser and the search, then its parts."""
    head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---"
    return "\n\n".join(each for each in (head, f"# {title}", *parts) if each) + "\n"
