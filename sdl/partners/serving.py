"""One partner's program: its GraphQL endpoint, who is asking it, and whether it is alive."""
import asyncio
import csv
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.federation import Schema

from sdl.partners import sign_in

Loaders = TypeVar("Loaders")


@dataclass(frozen=True)
class Context(Generic[Loaders]):
    """What resolvers see of one operation.

    subject   whose token it is; None: nobody's
    loaders   the partner's own, new for each operation
    """

    subject: str | None
    loaders: Loaders


class Endpoint(GraphQL[Context[Any], None]):
    def __init__(self, schema: Schema, signing: sign_in.SignIn, loaders: Callable[[], Any]) -> None:
        super().__init__(schema, graphql_ide=None, subscription_protocols=())
        self._signing = signing
        self._loaders = loaders

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context[Any]:
        try:
            subject = await asyncio.to_thread(self._signing.subject, request.headers.get("authorization"))
        except sign_in.NotSignedIn:
            return Context(None, self._loaders())
        return Context(subject, self._loaders())


def app(schema: Schema, signing: sign_in.SignIn, loaders: Callable[[], Any]) -> Starlette:
    endpoint = Endpoint(schema, signing, loaders)
    return Starlette(routes=[Route("/graphql", endpoint), Route("/healthz", _healthz)])


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok\n")


def serve(made: Starlette, default_port: int) -> None:
    """Serve at HOST and PORT until asked to stop."""
    uvicorn.run(made, host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", default_port)),
                log_level="warning", timeout_graceful_shutdown=5)


class Database:
    """A SQLite file; a connection for each statement, in a thread, so that nothing waits for the disk."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def read(self, sql: str, values: Mapping[str, Any]) -> list[sqlite3.Row]:
        return await asyncio.to_thread(self._read, sql, values)

    def _read(self, sql: str, values: Mapping[str, Any]) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self._file)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()

    def make(self, ddl: str, table: str, rows: Path) -> None:
        """Make the database if it is not there, with the rows of a CSV file whose columns are the table's."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as connection, connection, rows.open(encoding="utf-8") as text:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
                return
            for statement in ddl.split(";"):
                connection.execute(statement)
            reader = csv.reader(text)
            columns = next(reader)
            connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
                                   f"({', '.join('?' * len(columns))})", reader)


def database(name: str) -> Database:
    """A partner's own database, in SANDAN_DATA."""
    return Database(Path(os.environ.get("SANDAN_DATA", ".data")) / "partners" / f"{name}.sqlite")
