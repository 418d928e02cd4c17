"""Commands on the database and on what the program knows of itself: migrate, verify, sdl, explain, processes, settings."""
from pathlib import Path
from typing import Annotated

import typer


def migrate() -> None:
    """迁移数据库。Bring the database to this program's schema; `serve` and `demo` do it at start."""
    import asyncio

    from hub import database, settings

    async def run() -> None:
        async with database.connected(database.url(settings.read())):
            typer.echo("数据库已是最新。The database is up to date.")
    asyncio.run(run())


def verify() -> None:
    """校验事件链。Walk the event log's chain: each event is whole, in its place, and none is missing."""
    import asyncio

    from hub import database, failures, settings
    from resolvers.feed import relay

    async def run() -> None:
        async with database.connected(database.url(settings.read())) as connection:
            verified = await relay.verify(connection)
        if verified.broken is not None:
            raise failures.Failure(f"事件链在第 {verified.broken} 条断裂。The chain breaks at event {verified.broken}; "
                                   f"the {verified.events} before it hold.")
        typer.echo(f"{verified.events} 条事件完好 events hold; head {verified.head}")
    asyncio.run(run())


def sdl(subgraph: Annotated[bool, typer.Option(
        "--subgraph", help="联邦子图，供组合。The subgraph (sdl/subgraph.graphql), for composition.")] = False) -> None:
    """打印 GraphQL SDL。Print the schema that frontends see (sdl/sandan.graphql)."""
    from schema import graphql

    schema = graphql.build()
    typer.echo(schema.as_str() if subgraph else graphql.api_sdl(schema))


def processes() -> None:
    """打印各流程的状态图。Print the processes' diagrams, as docs/processes.md has them."""
    from hub import processes_page

    typer.echo(processes_page.page(), nl=False)


def explain(
        operation: Annotated[Path, typer.Argument(metavar="FILE.graphql", exists=True, dir_okay=False)],
        variables: Annotated[str, typer.Option(help="变量：JSON 或其文件 JSON, or a file of it.")] = "{}",
        viewer: Annotated[str, typer.Option(help="以谁的身份 As whom: member, unit, community, street, district.")] = "member",
) -> None:
    """讲解一个操作：它的 SQL 语句、参数从何而来、各条件为何在其中；不用数据库。Tell what an operation becomes: its statements,
    where their parameters come from, and why each condition is there. It needs no database."""
    import json

    from hub import explaining, failures
    from planner.documents import BadRequest
    from planner.limits import TooCostly
    from schema import graphql

    if viewer not in explaining.KINDS:
        raise typer.BadParameter(f"“{viewer}”应为其中之一 must be one of: {', '.join(explaining.KINDS)}", param_hint="--viewer")
    try:
        path = Path(variables)
        given = json.loads(variables if variables.lstrip().startswith("{") else path.read_text("utf-8"))
        for line in explaining.explained(graphql.operations(), operation.read_text("utf-8"), given, explaining.viewer(viewer)):
            typer.echo(line)
    except (OSError, ValueError, BadRequest, TooCostly) as problem:
        raise failures.Refused(str(problem)) from None


def settings() -> None:
    """打印设置说明。Print every setting with its default, as docs/settings.md has them."""
    from hub import settings_page
    typer.echo(settings_page.page(), nl=False)
