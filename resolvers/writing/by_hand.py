"""What is done with the database itself and not by a request: imports, the first officer, an export."""
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

from db.bulk import loading
from db.driver.connection import Connection
from db.log import events as log
from domain.viewer import Viewer
from resolvers.writing import traces

IMPORTED: Mapping[str, object] = {"imported": True}  # in an event's `after`: by a file, and with no actor by who runs the hub
Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass
class ByHand:
    """What such a use case gets: a connection with an open transaction, and who acts when.

    viewer   in whose name, with no more rights than by the API; None: who runs the hub, who may do everything
    now      one moment for everything that it sets
    tells    whether those whom it concerns have notices, as by the API: nobody has them of what a file brings
    """

    connection: Connection
    now: datetime
    viewer: Viewer | None = None
    request_id: str = field(default_factory=lambda: uuid4().hex)
    events: list[dict[str, Any]] = field(default_factory=list)
    tells: bool = False

    def record(self, kind: str, *, object_type: str, object_id: UUID, object_version: int, organization_id: UUID | None,
               subject_id: UUID | None = None, home_code: str | None = None, before: Mapping[str, Any] | None = None,
               after: Mapping[str, Any] | None = None) -> None:
        """Leave an event, written at the end; as `Write.record` does."""
        self.events.append(traces.event(
            kind, at=self.now, actor_id=self.viewer.member_id if self.viewer else None, request_id=self.request_id,
            object_type=object_type, object_id=object_id, object_version=object_version, organization_id=organization_id,
            subject_id=subject_id, home_code=home_code, before=before, after=after))


async def do(hand: ByHand, use_case: Callable[Concatenate[ByHand, Given], Awaitable[Result]], *given: Given.args,
             **more: Given.kwargs) -> Result:
    """Let somebody do something by hand: all of it, with its events last, or nothing.

    raises   what the use case raises
    writes   what it writes, the events, and the notices if it tells
    """
    async with hand.connection.transaction():
        result = await use_case(hand, *given, **more)
        await (log.write if hand.tells else loading.record)(hand.connection, hand.events)
    hand.events.clear()
    return result


async def look(hand: ByHand, use_case: Callable[Concatenate[ByHand, Given], Awaitable[Result]], *given: Given.args,
               **more: Given.kwargs) -> Result:
    """Let somebody read, as of one moment, what may leave a record of who read it.

    raises   what the use case raises
    writes   the record
    """
    async with hand.connection.transaction(isolation="repeatable_read"):
        return await use_case(hand, *given, **more)
