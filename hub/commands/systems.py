"""`sandan system`: programs of others that sign in with keys of their own."""
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal, TypeAlias

import typer

system = typer.Typer(no_args_is_help=True, help="系统：以密钥登录的他方程序。"
                      "Systems: programs of others that sign in with keys.")
SUBJECT = Annotated[str, typer.Argument(help="系统的名称，如 system:… The system, as `list` has it: system:…")]


def _by_hand(use_case: Callable[..., Awaitable[Any]], **given: Any) -> Any:
    """raises   Failure"""
    import asyncio

    from domain import refusals
    from domain.systems import TooManySystems
    from hub import database, failures, running, settings
    from resolvers.writing import by_hand

    async def run() -> Any:
        async with database.connected(database.url(settings.read())) as connection:
            return await by_hand.do(by_hand.ByHand(connection, running.now(), tells=True), use_case, **given)
    try:
        return asyncio.run(run())
    except refusals.NotFound as nothing:
        raise failures.Failure(f"no such {nothing.field} here, or it is closed") from None
    except TooManySystems as refusal:
        raise failures.Failure(refusal.message) from None
    except refusals.BadInput as bad:
        raise failures.Failure("; ".join(f"--{each}" for each in bad.all)) from None


def _known() -> frozenset[str]:
    from schema import graphql
    return graphql.root_fields()


ALLOW = "可用的根字段，可多次 A root field of the API that it may ask for; several times."
Sees: TypeAlias = Literal["OWN", "ORGANIZATION"]
SEES = "看到什么：自己的，或组织的 What it sees: what it raised itself, or what is its division's."
COST = "每分钟的额度 Cost that it may have a minute."


@system.command()
def register(name: Annotated[str, typer.Option(help="名称 What it is called: 12345 热线.")],
             division: Annotated[str, typer.Option(metavar="CODE", help="它代表的区划 The division for which it acts.")],
             allow: Annotated[list[str], typer.Option(metavar="FIELD", help=ALLOW)],
             cost: Annotated[int, typer.Option(help=COST)] = 60_000,
             sight: Annotated[Sees, typer.Option(help=SEES)] = "OWN") -> None:
    """登记一个系统，密钥只显示这一次。Register a system; its key is shown this once."""
    from resolvers import systems
    subject, key = _by_hand(systems.register_by_hand, name=name, division_code=division, allow=allow, known=_known(), cost=cost,
                            sight=sight)
    typer.echo(f"{subject}\n{key}")


@system.command()
def replace_key(subject: SUBJECT) -> None:
    """给系统一把新密钥，前一把仍可用。Give a system another key; the one before stays good until the next."""
    from resolvers import systems
    typer.echo(_by_hand(systems.replace_key_by_hand, subject=subject))


@system.command()
def allow(subject: SUBJECT,
          allow: Annotated[list[str] | None, typer.Option(metavar="FIELD", help=ALLOW)] = None,
          cost: Annotated[int | None, typer.Option(help=COST)] = None,
          sight: Annotated[Sees | None, typer.Option(help=SEES)] = None) -> None:
    """设定系统的根字段（全部列出）或额度。Say anew what a system may ask for, all of it, or how much."""
    from resolvers import systems
    _by_hand(systems.allow_by_hand, subject=subject, allow=allow or None, known=_known(), cost=cost, sight=sight)
    typer.echo(f"已设定 allowed  {subject}")


@system.command()
def close(subject: SUBJECT) -> None:
    """关闭一个系统。Let a system in no more."""
    from resolvers import systems
    _by_hand(systems.close_by_hand, subject=subject)
    typer.echo(f"已关闭 closed  {subject}")


@system.command("list")
def list_() -> None:
    """列出系统。List the systems, never a key."""
    from db import systems
    from domain.systems import SystemState

    async def every(hand: Any) -> Any:
        return await systems.every(hand.connection)
    for each in _by_hand(every):
        state = "closed" if each.state == SystemState.CLOSED else f"{each.keys} keys"
        typer.echo("  ".join([each.subject, each.name, state, f"{each.cost}/min", each.sight, ",".join(each.allow)]))
