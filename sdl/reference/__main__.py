"""`make docs`: writes all pages into a folder, with the sidebar that leads to them."""
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, is_introspection_type, is_specified_scalar_type

from domain.error_codes import CODES
from domain.refusals import Refusal
from schema import graphql
from sdl import collection
from sdl.reference import pages
from sdl.reference.words import GROUPS, group, linked, page, plain, table

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROOTS = {"queries": "读取 Queries", "mutations": "修改 Mutations", "subscriptions": "推送 Subscriptions"}
COLLECTION = "sandan.postman_collection.json"


def write(folder: Path) -> None:
    """Write the pages, the sidebar (`sidebar.json`) and what is for download (`public/`) into a new folder."""
    schema = graphql.public(graphql.build())
    shutil.rmtree(folder, ignore_errors=True)
    made = {"index.md": _index(schema), "errors.md": _errors(schema), "changes.md": _changes(),
            **_operations(schema), **_types(schema)}
    for name, text in made.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (folder / "sidebar.json").write_text(json.dumps(_sidebar(schema), ensure_ascii=False), "utf-8")
    (folder / "public").mkdir()
    shutil.copy(ROOT / "sdl" / "sandan.graphql", folder / "public")
    collection.main(str(folder / "public" / COLLECTION))


def _roots(schema: GraphQLSchema) -> dict[str, GraphQLObjectType]:
    known = (schema.query_type, schema.mutation_type, schema.subscription_type)
    return {folder: type_ for folder, type_ in zip(ROOTS, known, strict=True) if type_}


def _operations(schema: GraphQLSchema) -> dict[str, str]:
    return {f"{folder}/{name}.md": pages.operation(name, field)
            for folder, type_ in _roots(schema).items() for name, field in type_.fields.items()}


def _named(schema: GraphQLSchema) -> list[str]:
    roots = {each.name for each in _roots(schema).values()}
    return [name for name, each in schema.type_map.items()
            if name not in roots and not is_introspection_type(each) and not is_specified_scalar_type(each)]


def _types(schema: GraphQLSchema) -> dict[str, str]:
    used = pages.uses(schema)
    return {f"types/{name}.md": pages.type_page(schema.type_map[name], schema, used) for name in _named(schema)}


def _sidebar(schema: GraphQLSchema) -> list[dict[str, Any]]:
    first: list[dict[str, Any]] = [
        {"text": "开始 Start", "link": "/"}, {"text": "错误与谢绝 Errors and refusals", "link": "/errors"},
        {"text": "各版本的变动 Changes", "link": "/changes"}]
    operations = [{"text": ROOTS[folder], "collapsed": folder == "mutations", "items": [
        {"text": name, "link": f"/{folder}/{name}"} for name in type_.fields]} for folder, type_ in _roots(schema).items()]
    types = [{"text": title, "collapsed": True, "items": [
        {"text": name, "link": f"/types/{name}"} for name in _named(schema) if group(schema.type_map[name]) == each]}
        for each, title in GROUPS.items()]
    return [*first, *operations, *types]


def _index(schema: GraphQLSchema) -> str:
    about = []
    for folder, type_ in _roots(schema).items():
        links = "，".join(f"[{name}](/{folder}/{name})" for name in type_.fields)
        about.append(f"- **{ROOTS[folder]}**: {plain(type_.description)} {links}")
    return page("三单接口 The Sandan API", (HERE / "index.md").read_text("utf-8").replace("OPERATIONS", "\n".join(about)))


def _errors(schema: GraphQLSchema) -> str:
    codes = table(("code", "何时 When", "怎么办 What to do"), (
        (f"`{code}`", plain(each.when), plain(each.advice)) for code, each in CODES.items()))
    refusals = table(("类型 Type", "何时 When", "怎么办 What to do", "附带 With"), (
        (linked(schema.type_map[name]), plain(kind.DESCRIPTION), plain(kind.ADVICE),
         " ".join(f"`{detail}`" for detail in kind.DETAILS)) for name, kind in sorted(Refusal.KINDS.items())))
    return page("错误与谢绝 Errors and refusals", (HERE / "errors.md").read_text("utf-8")
                .replace("CODES", codes).replace("REFUSALS", refusals))


def _changes() -> str:
    """The changelog; its links into the repository are names here."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8").partition("\n")[2]
    return page("各版本的变动 Changes", re.sub(r"\[([^]]+)\]\((?!https?:)[^)]+\)", r"\1", text).replace("{{", "&#123;&#123;"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
