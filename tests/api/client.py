"""Operations sent as a member, over the same `Operations` that the endpoints use, with the statements counted."""
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID, uuid4

import orjson

from db import rows
from db.driver.connection import Pool
from db.log import events
from domain.languages import Language
from planner import ids
from resolvers.executing import repeated_read
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Request, Response
from resolvers.feed import relay
from resolvers.feed.streams import PlannedStream, Streams
from resolvers.writing.batching import Together
from schema import graphql
from tests.city import City
from tests.desk import Desk

TAGS = {each.__name__: each.__sandan__["tag"] for each in graphql.NODES}  # type: ignore[attr-defined]  # `schema.declare` put it there


def global_id(type_name: str, row_id: UUID) -> str:
    """What the API calls a row."""
    text = ids.encoder(TAGS[type_name])(row_id)
    assert text is not None
    return text


CHANGES = "changes { field told before { text } after { text } }"


def changed(event: dict[str, Any], side: str) -> dict[str, str]:
    """What an event whose CHANGES were asked for tells of one side, `before` or `after`: texts by field."""
    return {each["field"]: each[side]["text"] for each in event["changes"] if each[side]}


def new_key() -> str:
    return str(uuid4())


def personal(value: Any) -> set[str]:
    """The words in an operation, and of its variables, that may be about a person: Chinese, and numbers like a phone's."""
    if isinstance(value, dict):
        return personal([*value.values()])
    if isinstance(value, list):
        return {word for each in value for word in personal(each)}
    return set(re.findall(r"[\u4e00-\u9fff]{2,}|\d{7,}", value)) if isinstance(value, str) else set()


@dataclass
class Client:
    """
    sent     every statement that went to PostgreSQL since the last operation began, in order
    shift    by how much its clock is ahead
    short    for each operation that could go the short way, whether it did the same there
    language of the messages that it is told
    desk     what is in the database; for handing in a write without GraphQL
    said     by all of them: what might be about a person
    """

    pool: Pool
    city: City
    operations: Operations
    sent: list[str] = field(default_factory=list)
    short: list[bool] = field(default_factory=list)
    together: Together = field(default_factory=Together)
    shift: timedelta = timedelta()
    language: Language = Language.BOTH
    said: ClassVar[set[str]] = set()

    @cached_property
    def streams(self) -> Streams:
        return Streams(self.operations.planning)

    @property
    def desk(self) -> Desk:
        return Desk(self.pool, self.city, self.shift)

    def context(self, handle: str | None) -> Context:
        viewer = self.city.viewer(handle) if handle else None
        return Context(self.pool, viewer, "test-request", self.desk.now, answer_within=timedelta(days=3), mails=True,
                       together=self.together, language=self.language)

    async def send(self, handle: str | None, query: str, **variables: Any) -> dict[str, Any]:
        """The whole response as a client reads it; the short way, where it goes, says and asks the same."""
        self.sent.clear()
        self.said.update(personal([query, variables]))
        request, context = Request(query, variables), self.context(handle)
        response = await self.operations.run(request, context)
        statements = [*self.sent]
        with suppress(Exception):
            self.operations.planning.documents.get(query)  # so that it has been asked for twice
        with suppress(Exception):  # whatever it is, there the short way leaves the request to the long one
            short = await repeated_read.read(self.operations.planning, self.pool, context.viewer, request,
                                             context.clock(), context.spend, context.language)
            self.short.append((short, self.sent[len(statements):]) == (response.body, statements))
        self.sent[:] = statements
        assert all(self.short), f"the short way differs: {query}"
        return orjson.loads(response.body)  # type: ignore[no-any-return]

    async def read(self, handle: str, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation that has no errors."""
        response = await self.send(handle, query, **variables)
        assert "errors" not in response, response["errors"]
        return response["data"]  # type: ignore[no-any-return]

    async def write(self, handle: str, name: str, selection: str = "", /, **given: Any) -> dict[str, Any]:
        """What a mutation answers: its type's name, a refusal's message, and what is selected."""
        key = given.pop("idempotencyKey", None) or new_key()
        return (await self.read(handle, mutation(name, selection), input={"idempotencyKey": key, **given}))[name]  # type: ignore[no-any-return]

    async def rejects(self, handle: str | None, name: str, /, **given: Any) -> dict[str, Any]:
        """The one error of a mutation; nothing at all may have changed."""
        before = await self.desk.contents("idempotency_key")
        answer = await self.send(handle, mutation(name), input={"idempotencyKey": new_key(), **given})
        assert await self.desk.contents("idempotency_key") == before
        assert answer.get("data") in (None, {name: None})
        error, = answer["errors"]
        return error  # type: ignore[no-any-return]

    async def refused(self, handle: str, name: str, kind: str, selection: str = "", /,
                      **given: Any) -> dict[str, Any]:
        """A mutation's typed no; nothing but the kept answer may have changed."""
        before = await self.desk.contents()
        answer = await self.write(handle, name, selection, **given)
        assert answer["__typename"] == kind, answer
        assert await self.desk.contents() == before
        return answer

    # -- subscriptions

    def stream(self, handle: str | None, query: str, **variables: Any) -> PlannedStream:
        self.said.update(personal([query, variables]))
        opened = self.streams.subscribe(Request(query, variables), self.context(handle))
        assert not isinstance(opened, Response), opened.body
        return opened

    async def pushed(self, handle: str, query: str, **variables: Any) -> list[dict[str, Any]]:
        """What a subscription sends of all events so far; put together in the plain way, it is the same."""
        stream = self.stream(handle, query, **variables)
        plan = stream.shared.plan
        async with self.pool.acquire() as connection:
            await relay.place_batch(connection, 10_000)
            placed = [event for event in await events.after(connection, 0, 10_000) if stream.concerns(event)]
            self.sent.clear()
            messages = [await stream.payload(connection, event, 0) for event in placed]
            statements, quick, plan.quick = [*self.sent], plan.quick, None
            assert messages == [await stream.payload(connection, event, 0) for event in placed]
        self.sent[:], plan.quick = statements, quick
        return [orjson.loads(message) for message in messages if message is not None]

    # -- what tests put there by hand

    async def share(self, item_id: UUID, organization_id: UUID, by: str, ends_at: datetime | None = None) -> UUID:
        async with self.pool.acquire() as connection:
            await rows.insert(connection, "share", {
                "id": (share_id := uuid4()), "item_id": item_id, "organization_id": organization_id,
                "shared_by": self.city.members[by], "ends_at": ends_at, "created_at": datetime.now(UTC)})
            await self.city.look(connection)
        return share_id

    async def event(self, kind: str, object_type: str, object_id: UUID, subject_id: UUID | None = None,
                    **columns: Any) -> None:
        """An event by nobody in particular."""
        async with self.pool.acquire() as connection:
            await events.write(connection, [events.new(**{
                "at": datetime.now(UTC), "kind": kind, "actor_id": None, "organization_id": None,
                "object_type": object_type, "object_id": object_id, "object_version": 1, "subject_id": subject_id, **columns})])


def capital(name: str) -> str:
    """What the types of a mutation begin with."""
    return name[0].upper() + name[1:]


def of_payload(name: str, selection: str) -> str:
    """A selection of a mutation's payload."""
    return f"... on {capital(name)}Payload {{ {selection} }}"


def mutation(name: str, selection: str = "") -> str:
    """The text of a mutation with one variable, `$input`."""
    return (f"mutation($input: {capital(name)}Input!) {{ {name}(input: $input) "
            f"{{ __typename ... on Refusal {{ message }} {selection} }} }}")
