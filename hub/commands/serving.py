"""Commands that serve: `sandan serve`, `sandan demo`."""
import contextlib
import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import socket

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from hub.settings import Settings


COLLECTED_AFTER = (20_000, 1, 125)
"""New objects before the garbage collector looks at the young ones: an answer of a thousand rows makes 4,000; and how
seldom at the older ones: each socket is 250 that stay, and those of thousands all at once hold up everybody."""

AHEAD = 90
"""Days for which the public holidays should be known: most time limits that begin today end within them."""


def serve(workers: Annotated[int | None, typer.Option(
        min=1, max=64, help="进程数 How many processes serve the port; else WORKERS.")] = None) -> None:
    """运行枢纽。Serve the hub; people sign in with the tokens of your sign-in service (SANDAN_JWKS)."""
    from hub import settings
    configured = settings.read()
    _serve(replace(configured, workers=workers or configured.workers), demo_scale=None)


def demo(scale: Annotated[int, typer.Option(
        min=1, max=100, help="How many times the demo's items; each time takes about 2 s to come about.")] = 1) -> None:
    """演示：自带数据库和数据。Serve with real divisions and demo items; the hub signs its own tokens."""
    from hub import settings
    _serve(replace(settings.read(), jwt_family="EdDSA"), demo_scale=scale)


def _serve(configured: "Settings", demo_scale: int | None) -> None:
    """
    demo_scale   None: no demo
    raises       CannotStart
    """
    import asyncio

    with kept():
        from domain import dates
        from hub import app, database, descriptors, logs, running, serving, workers
        from resolvers.feed import wake_up
        from schema import graphql
        graphql.ours()
    logs.configure(configured.log_format, configured.log_level)
    descriptors.raise_limit()
    if demo_scale is None:
        descriptors.warn(configured.sockets, configured.pool_size)
        warn_of_unknown_holidays(dates.day(running.now()))
    with contextlib.ExitStack() as taken:
        sockets = [taken.enter_context(each) for each in serving.listen(configured)]
        demo_key = None if demo_scale is None else _demo_key(configured)
        running.sign_in_keys(configured, demo_key)  # says what is missing before the database is started
        running.known_texts(configured)
        found = replace(configured, database_url=database.url(configured))
        asyncio.run(_prepare(found, demo_scale))
        ready = partial(_welcome, found, demo_key is not None)
        rung = wake_up.Bell() if len(sockets) > 1 else None

        def run(one: "socket.socket") -> None:
            serving.serve(app.build(found, demo_key, rung), found, one, ready if one is sockets[0] else lambda: None)

        if len(sockets) == 1:
            run(sockets[0])
        else:
            workers.run(sockets, run)


def warn_of_unknown_holidays(today: date) -> None:
    """Say when the public holidays of the next days are not known."""
    import structlog

    from domain import working_days
    if not working_days.is_known(today + timedelta(days=AHEAD)):
        structlog.get_logger().warning("public holidays are known no further: renew the package chinesecalendar",
                                       until=working_days.LAST_YEAR)


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """What the block makes stays until the program ends: the collector never looks at it, and workers share its memory."""
    gc.disable()
    yield
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    gc.enable()


def _demo_key(configured: "Settings") -> "Ed25519PrivateKey":
    from hub import failures
    from hub.sign_in import demo_keys
    try:
        return demo_keys.load_or_make(configured.data)
    except OSError as error:
        raise failures.CannotStart(
            f"SANDAN_DATA={configured.data}: cannot write there: {error.strerror or error}") from error


async def _prepare(configured: "Settings", demo_scale: int | None) -> None:
    """Reach and migrate the database; fill an empty one for the demo: whole, or, when killed here, not at all."""
    from domain import dates
    from hub import database, running
    assert configured.database_url is not None
    async with database.connected(configured.database_url) as connection:
        if demo_scale is None:
            return
        from hub.demo import loading
        from hub.files.store import Store
        today = dates.day(running.now())
        loaded = await loading.load(connection, scale=demo_scale, today=today, files=Store(configured.files_url))
        if loaded.was_empty:
            typer.echo(f"已载入演示数据 demo data loaded: {loaded.organizations} organizations, {loaded.items} items, "
                       f"{loaded.claims} claims")


def _welcome(configured: "Settings", is_demo: bool) -> None:
    """Say, when requests are answered, what a new user needs to know."""
    from hub.sign_in import demo_keys
    if not is_demo:
        typer.echo(f"http://{configured.host}:{configured.port}/graphql")
        return
    key = demo_keys.load(configured.data)
    people = "\n".join(f"  {handle:<13} {who}\n    {_token(configured, key, handle)}"
                       for handle, who in demo_keys.HANDLES.items())
    typer.echo(WELCOME.format(address=f"http://127.0.0.1:{configured.port}", people=people,
                              port=_port(configured), data=configured.data))


def _token(configured: "Settings", key: "Ed25519PrivateKey", handle: str) -> str:
    from hub import running
    from hub.sign_in import demo_keys
    return demo_keys.sign(key, handle, issuer=configured.jwt_issuer, audience=configured.jwt_audience,
                          now=running.now())


def _port(configured: "Settings") -> str:
    """What the commands must be told to find this hub."""
    from hub import settings
    return "" if configured.port == settings.Settings.port else f"PORT={configured.port} "


WELCOME = """
  *** 演示 DEMO: 本机自行签发令牌，切勿用于生产。This hub signs its own tokens: never use it in production. ***

GraphiQL  {address}/graphql

演示人物的令牌 Tokens of the people of the demo (.venv/bin/sandan token --as HANDLE prints one alone):
{people}

试一试，在其他终端里 Try, in other terminals:
  {port}.venv/bin/sandan watch --as member
  {port}.venv/bin/sandan publish demand --as community --title "求助：周末义诊" --category HEALTH --quantity 4 --unit 次
  {port}.venv/bin/sandan claim --as unit --quantity 2 ITEM_ID

Ctrl-C 停止 stops; 数据保留在 the data stay in {data}。
"""
