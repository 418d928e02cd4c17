"""Operations sent as a member, over the same `Operations` that the endpoints use, with the statements counted."""
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson

from db.connection import Pool
from resolvers.context import Context
from resolvers.operations import Operations, Request
from tests.city import City


@dataclass
class Client:
    """statements: what the last operation sent to PostgreSQL, in order."""

    pool: Pool
    city: City
    operations: Operations
    statements: list[str] = field(default_factory=list)

    async def send(self, handle: str | None, query: str, **variables: Any) -> dict[str, Any]:
        """The whole response as a client reads it."""
        viewer = self.city.viewer(handle) if handle else None
        context = Context(self.pool, viewer, "test-request", lambda: datetime.now(UTC), answer_within=timedelta(days=3))
        self.statements.clear()
        response = await self.operations.run(Request(query, variables), context)
        return orjson.loads(response.body)  # type: ignore[no-any-return]

    async def read(self, handle: str, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an operation that has no errors."""
        response = await self.send(handle, query, **variables)
        assert "errors" not in response, response["errors"]
        return response["data"]  # type: ignore[no-any-return]

    async def publish(self, handle: str, **fields: Any) -> dict[str, Any]:
        """A new demand."""
        values = {"idempotencyKey": str(uuid4()), "title": "小区停车难", "category": "PARKING", "quantity": 10, **fields}
        data = await self.read(handle, PUBLISH, input=values)
        return data["publishDemand"]["demand"]  # type: ignore[no-any-return]

    async def claim(self, handle: str, item_id: str, quantity: int = 1, **fields: Any) -> dict[str, Any]:
        """What `claimItem` answers."""
        values = {"idempotencyKey": str(uuid4()), "itemId": item_id, "quantity": quantity, **fields}
        return (await self.read(handle, CLAIM, input=values))["claimItem"]  # type: ignore[no-any-return]


PUBLISH = """mutation($input: PublishDemandInput!) { publishDemand(input: $input) {
  ... on PublishDemandPayload { demand { id title state quantity remaining } } ... on Refusal { message } } }"""
CLAIM = """mutation($input: ClaimItemInput!) { claimItem(input: $input) { __typename
  ... on ClaimItemPayload { claim { id state quantity } item { remaining claimStatus } }
  ... on ClaimTooLarge { message remaining } ... on Refusal { message } } }"""
