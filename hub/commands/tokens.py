"""`sandan token`."""
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hub.settings import Settings

HANDLE = Annotated[str, typer.Option("--as", metavar="HANDLE", help="unit, community, member, street-member, street or "
                                                                    "district.")]


def token(handle: HANDLE) -> None:
    """打印演示人物的令牌。Print a token of one of the demo's people, alone, for 30 days."""
    from hub import settings
    typer.echo(of(settings.read(), handle))


def of(configured: "Settings", handle: str) -> str:
    """A demo token, signed with the data folder's key: neither hub nor database need run.

    raises   NoDemo, Failure for another handle
    """
    from datetime import UTC, datetime

    from hub import failures
    from hub.sign_in import demo_keys
    if not demo_keys.is_handle(handle):
        raise failures.Failure(f"--as {handle}: the handles are {', '.join(demo_keys.HANDLES)}, and those of the other "
                               "districts' people: tianchang-community, luzhou-unit ...")
    return demo_keys.sign(demo_keys.load(configured.data), handle, issuer=configured.jwt_issuer,
                          audience=configured.jwt_audience, now=datetime.now(UTC))
