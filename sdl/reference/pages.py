"""The pages of operations and of types."""
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)

from sdl import examples
from sdl.reference.words import code, given, linked, page, plain, table, taken

Used = dict[str, list[str]]


def operation(name: str, field: GraphQLField) -> str:
    """What can be asked for at the root: its arguments, what comes back, an example."""
    arguments = "" if not field.args else "## 参数 Arguments\n\n" + taken(field.args.items())
    if set(field.args) == {"input"} and isinstance(inside := get_named_type(field.args["input"].type), GraphQLInputObjectType):
        arguments = f"## 输入 Input\n\n{linked(field.args['input'].type)}\n\n{taken(inside.fields.items())}"
    return page(name, plain(field.description), arguments, _answer(field), _example(name))


def _answer(field: GraphQLField) -> str:
    named = get_named_type(field.type)
    said = f"## 返回 Answer\n\n{linked(field.type)}：{plain(named.description)}"
    if not isinstance(named, GraphQLUnionType):
        return said
    first, *others = named.types
    return "\n\n".join([
        said, f"成功 Done: {linked(first)}", given(first.fields.items()), "谢绝 Refused:",
        table(("类型 Type", "何时，怎么办 When, and what to do"),
              ((linked(each), plain(each.description)) for each in others))])


def _example(name: str) -> str:
    variables = examples.variables(name)
    shown = ["## 示例 Example", code("graphql", examples.text(name))]
    if variables:
        shown += ["变量 Variables", code("json", variables)]
    if examples.PLACE.search(variables):
        shown.append("双花括号内的值取自先前的答复，或为新键，见[集合](/#collection)。"
                     "Values in double braces come from answers before, or are new keys: see [the collection](/#collection).")
    return "\n\n".join(shown)


def type_page(type_: GraphQLNamedType, schema: GraphQLSchema, used: Used) -> str:
    """What a type has, and where it is used."""
    return page(type_.name, plain(type_.description), *_has(type_, schema), _where(used.get(type_.name, [])))


def _has(type_: GraphQLNamedType, schema: GraphQLSchema) -> Iterator[str]:
    match type_:
        case GraphQLEnumType(values=values):
            yield table(("值 Value", "说明 About"), ((f"`{name}`", plain(each.description)) for name, each in values.items()))
        case GraphQLInputObjectType(fields=inputs):
            yield taken(inputs.items())
        case GraphQLScalarType(specified_by_url=str(address)):
            yield f"<{address}>"
        case GraphQLUnionType(types=types):
            yield table(("类型 Type", "说明 About"), ((linked(each), plain(each.description)) for each in types))
        case GraphQLObjectType() | GraphQLInterfaceType():
            yield "" if not type_.interfaces else "实现 Implements: " + "，".join(map(linked, type_.interfaces))
            yield given(type_.fields.items())
            for name, field in type_.fields.items():
                yield "" if not field.args else f"## {name}\n\n{taken(field.args.items())}"
    if isinstance(type_, GraphQLInterfaceType):
        yield "## 有它的类型 Implemented by\n\n" + "，".join(map(linked, schema.get_possible_types(type_)))


def _where(places: list[str]) -> str:
    return "" if not places else "## 用于 Used by\n\n" + "，".join(places)


def uses(schema: GraphQLSchema) -> Used:
    """For each type, links to what has or takes it."""
    found: Used = {}
    roots = {"Query": "queries", "Mutation": "mutations", "Subscription": "subscriptions"}
    for name, type_ in schema.type_map.items():
        for member in getattr(type_, "types", ()):
            found.setdefault(member.name, []).append(linked(type_))
        for field_name, field in getattr(type_, "fields", {}).items() if not name.startswith("__") else ():
            link = (f"[`{field_name}`](/{roots[name]}/{field_name})" if name in roots
                    else f"[`{name}.{field_name}`](/types/{name})")
            for each in (field, *getattr(field, "args", {}).values()):
                links = found.setdefault(get_named_type(each.type).name, [])
                if link not in links:
                    links.append(link)
    return found
