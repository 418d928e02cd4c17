"""`sandan appoint`: the first officer of an installation."""
from typing import Annotated

import typer


def appoint(
        subject: Annotated[str, typer.Option(help="令牌的 sub The `sub` of the person's tokens.")],
        name: Annotated[str, typer.Option(help="姓名 The person's name.")],
        division: Annotated[str, typer.Option(metavar="CODE", help="区划代码 The division's code.")]) -> None:
    """任命首位工作人员。Appoint a division's first officer, who then appoints the others through the API."""
    import asyncio

    from domain import members, refusals
    from hub import database, failures, running, settings
    from resolvers import bootstrap
    from resolvers.writing import by_hand

    async def run() -> None:
        async with database.connected(database.url(settings.read())) as connection:
            await by_hand.do(by_hand.ByHand(connection, running.now()), bootstrap.appoint, subject=subject, name=name,
                             division_code=division)
    try:
        asyncio.run(run())
    except refusals.NotFound:
        raise failures.Failure(f"--division {division}: no such division here; `sandan import divisions FILE` "
                               "brings them in") from None
    except refusals.BadInput as bad:
        raise failures.Failure("; ".join(f"--{each}" for each in bad.all)) from None
    except members.AlreadyAppointed as refusal:
        raise failures.Failure(refusal.message) from None
    typer.echo(f"已任命 appointed  {name}  OFFICER  {division}")
