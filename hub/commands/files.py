"""Commands on files: `sandan import …`, `sandan export …`, `sandan template`."""
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import uuid4

import typer
import typer.core

from domain import texts

if TYPE_CHECKING:
    from db.bulk.merging import Merged
    from db.driver.connection import Connection
    from domain.viewer import Viewer
    from resolvers.importing.admissions import Taken
    from resolvers.importing.lists import Imported
    from resolvers.importing.problems import Problem, Progress

Result = TypeVar("Result")

Source = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]
Target = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False)]
Acting = Annotated[str | None, typer.Option(
    "--by", metavar="HANDLE", help="以谁的名义 The member in whose name it is done, with no more rights than by the API; "
                                   "else who runs the hub, who may do everything.")]
Within = Annotated[str, typer.Option(metavar="CODE", help="仅此区划之内的 Of what lies within this division alone.")]
Again = Annotated[bool, typer.Option("--again", help="已有的条目再导入一次 Take in once more what is there already.")]
SHOWN = 50  # problems; the rest are counted

importing = typer.Typer(help="导入文件，全部或全不。Take in a file, all or nothing; every bad row is reported.",
                        no_args_is_help=True)


@importing.command()
def divisions(file: Source) -> None:
    """行政区划（CSV：code, name）。Divisions from a CSV file with the columns code and name."""
    from hub.imports import divisions
    _import(lambda connection, progress, _: divisions.load(connection, file, progress=progress), None, _merged)


@importing.command()
def organizations(file: Source, by: Acting = None) -> None:
    """单位（CSV）。Units and other organisations from a CSV file."""
    from hub import running
    from hub.imports import organizations
    _import(lambda connection, progress, member: organizations.load(
        connection, file, now=running.now(), viewer=member, request_id=uuid4().hex, progress=progress), by, _merged)


@importing.command()
def lists(file: Source, by: Acting = None, again: Again = False) -> None:
    """三张清单（Excel 工作簿）。The three lists from a workbook as `sandan template` writes it."""
    from hub import running
    from hub.imports import lists
    _import(lambda connection, progress, member: lists.load(
        connection, file, now=running.now(), viewer=member, request_id=uuid4().hex, again=again, progress=progress), by,
        _listed)


@importing.command()
def routes(file: Source, by: Acting = None) -> None:
    """派单路由表（Excel 工作簿）。The routing table of calls from a workbook as `sandan export routes` writes it."""
    from hub import running
    from hub.imports import routes
    _import(lambda connection, progress, member: routes.load(
        connection, file, now=running.now(), viewer=member, request_id=uuid4().hex, progress=progress), by, _merged)


@importing.command()
def admissions(file: Source, by: Acting = None) -> None:
    """纸面上已批准的准入事项（Excel 工作簿）。What was admitted on paper, as `sandan export admissions` has it."""
    from hub import running
    from hub.imports import admissions
    _import(lambda connection, progress, member: admissions.load(
        connection, file, now=running.now(), viewer=member, request_id=uuid4().hex, progress=progress), by, _admitted)


def template(file: Target = Path("sandan.xlsx")) -> None:
    """空白工作簿。Write an empty workbook for `sandan import lists`."""
    from hub import failures
    from hub.imports import workbook
    try:
        workbook.template(file)
    except OSError as error:
        raise failures.Failure(f"{file}: {error.strerror or error}") from error
    typer.echo(f"已写出 written: {file}")


class _OfTheLists(typer.core.TyperGroup):
    """`sandan export` that does not say what exports the lists."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        says_what = args and (args[0] in self.commands or args[0] in self.get_help_option_names(ctx))
        return super().parse_args(ctx, args if says_what else ["lists", *args])


exporting = typer.Typer(cls=_OfTheLists, help="导出为工作簿，如同 sandan import 所读；不写明则为三张清单。"
                                              "Write a workbook as `sandan import` takes it in: of the lists by default.")


@exporting.command("lists")
def export_lists(
        file: Target = Path("sandan.xlsx"),
        every: Annotated[bool, typer.Option("--all", help="Closed items too, not only the published ones.")] = False,
        contacts: Annotated[str | None, typer.Option(
            metavar="HANDLE", help="The contacts that this member may read; readings are recorded.")] = None) -> None:
    """三张清单。The three lists."""
    from domain.items import ItemState
    from hub import running
    from hub.imports import workbook
    states = list(ItemState) if every else [ItemState.PUBLISHED]

    async def write(connection: "Connection", progress: "Progress") -> int:
        return await workbook.export(connection, file, states=states, contacts_for=await _viewer(connection, contacts),
                                     request_id=uuid4().hex, now=running.now(), progress=progress)
    _export(write, file)


@exporting.command("routes")
def export_routes(file: Target = Path("routes.xlsx"), within: Within = "") -> None:
    """派单路由表。The routing table of calls; where there is none, headings to fill in below."""
    from hub import running
    from hub.imports import routes
    _export(lambda connection, progress: routes.export(connection, file, now=running.now(), within=_division(within),
                                                       progress=progress), file)


@exporting.command("admissions")
def export_admissions(
        file: Target = Path("admissions.xlsx"), within: Within = "",
        every: Annotated[bool, typer.Option("--all", help="Also what is not approved, or not any more.")] = False,
        by: Annotated[str | None, typer.Option(
            metavar="HANDLE", help="Of what this member sees; else of everything.")] = None) -> None:
    """准入事项，含经费与期限。The list of admitted tasks, with their funding and end."""
    from hub import running
    from hub.imports import admissions

    async def write(connection: "Connection", progress: "Progress") -> int:
        return await admissions.export(connection, file, now=running.now(), viewer=await _viewer(connection, by),
                                       within=_division(within), every=every, progress=progress)
    _export(write, file)


def _division(code: str) -> str:
    """raises   BadParameter"""
    from domain import codes, refusals
    try:
        return codes.read("--within", code) if code else ""
    except refusals.BadInput as bad:
        raise typer.BadParameter(str(bad)) from bad


def _export(write: "Callable[[Connection, Progress], Awaitable[int]]", file: Path) -> None:
    """
    write   takes the connection and the progress; returns how many rows it wrote
    """
    import asyncio

    from hub import failures
    from hub.imports import writing

    async def run() -> int:
        async with _database() as connection, _progress() as progress:
            return await write(connection, progress)
    try:
        typer.echo(f"已写出 {asyncio.run(run())} 项 items written: {file}")
    except (writing.TooManyRows, OSError) as error:
        raise failures.Failure(f"{file}: {error}") from error


def _merged(merged: "Merged") -> str:
    emptied = f", 清空 values emptied {merged.emptied}" if merged.emptied else ""
    return f"新增 added {merged.added}, 更新 changed {merged.changed}{emptied}"


def _admitted(taken: "Taken") -> str:
    return f"新增 added {taken.added}{_left_out(taken.left_out)}"


def _listed(imported: "Imported") -> str:
    return ", ".join(f"{name} {number}" for name, number in imported.items.items()) + _left_out(imported.left_out)


def _left_out(rows: "Sequence[Problem]") -> str:
    _show(rows)
    return f"; 已有、未再导入 there already, left out: {len(rows)}" if rows else ""


def _show(problems: "Sequence[Problem]") -> None:
    for problem in problems[:SHOWN]:
        typer.echo(texts.shown(f"  {problem}"), err=True)
    if len(problems) > SHOWN:
        typer.echo(f"  …… 另有 and {len(problems) - SHOWN} more", err=True)


def _import(load: "Callable[[Connection, Progress, Any], Awaitable[Result]]", by: str | None,
            tell: "Callable[[Result], str]") -> None:
    """
    load   takes the connection, the progress and the acting member; raises Rejected
    by     the acting member's handle
    tell   what came of it, for people
    """
    import asyncio

    from hub import failures
    from resolvers.importing import problems

    async def run() -> Result:
        async with _database() as connection:
            member = await _viewer(connection, by)
            async with _progress() as progress:
                return await load(connection, progress, member)
    try:
        typer.echo(f"已导入 imported: {tell(asyncio.run(run()))}")
    except problems.Rejected as rejected:
        _show(rejected.problems)
        raise failures.Failure(str(rejected)) from rejected


@asynccontextmanager
async def _database() -> "AsyncIterator[Connection]":
    from hub import database, settings
    async with database.connected(database.url(settings.read())) as connection:
        yield connection


async def _viewer(connection: "Connection", handle: str | None) -> "Viewer | None":
    """The member with that handle and today's rights; None: nobody in particular.

    raises   Failure when there is no such member
    """
    from db import members, viewers
    from hub import failures, running
    if handle is None:
        return None
    found = await members.of_handle(connection, handle)
    if found is None:
        raise failures.Failure(f"no active member has the handle {handle}")
    return await viewers.of_member(connection, found, running.now())


@asynccontextmanager
async def _progress() -> "AsyncIterator[Progress]":
    """A bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    console = Console(stderr=True)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                  console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda step, done, total: bar.update(task, description=step, completed=done, total=total or None)
