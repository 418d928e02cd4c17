"""Two things that asyncpg asks too often.

What it asks of a new connection about PostgreSQL's own types is asked once for the process.

asyncpg knows few array types by heart: for the first `uuid[]` parameter it reads the catalogue, on each connection anew,
which takes longer than all else that is done before the first answer (docs/decisions/0049). The numbers of PostgreSQL's
own types are the same in every database, so what one connection was told holds for the others.

Of each value of an array, and of the array, it asks up to three abstract base classes whether it is an array itself: 26
questions for the codes of one viewer, a fifth of the processor time of a small statement (docs/decisions/0057).
"""
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import asyncpg
from asyncpg.protocol import protocol

from db.driver import statements

OWN = 10_000  # types below this number come with PostgreSQL, and are described by its own files alone
ARRAYS = (list, tuple, range)


class Told(NamedTuple):
    """Instead of the statement that would have been asked: one with a name does not disturb what is prepared unnamed."""

    name: str = "told"


_told: dict[tuple[int, ...], list[Any]] = {}


class Connection(asyncpg.Connection[asyncpg.Record] if TYPE_CHECKING else asyncpg.Connection):  # type: ignore[misc]
    """A connection that does not ask what another was told. A release of asyncpg without this hook merely asks again."""

    async def _introspect_types(self, typeoids: Iterable[int], timeout: float | None) -> tuple[list[Any], Any]:
        types = tuple(sorted(typeoids))
        if types in _told:
            return _told[types], Told()
        found = await super()._introspect_types(types, timeout)
        if types[-1] < OWN:
            _told[types] = found[0]
        return found  # type: ignore[no-any-return]

    async def _get_statement(self, query: str, *given: Any, use_cache: bool = True, **named: Any) -> Any:
        """What is unusual is prepared without a name, and so not kept: see `db.driver.statements`."""
        return await super()._get_statement(
            query, *given, use_cache=use_cache and statements.is_usual(query), **named)


def expect_plain_arrays() -> None:
    """From now on an array is one of ARRAYS, in every connection of the process; a set is an error."""
    for name, classes in (("IterableABC", ARRAYS), ("SizedABC", ARRAYS), ("MappingABC", dict)):
        setattr(protocol, name, classes)  # looked up at each use; a release that does not is as slow as ever
