"""What is asked, what is answered, and an operation that is valid and ready."""
import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from graphql import GraphQLError, OperationDefinitionNode

from planner.documents import Document
from planner.variables import Variables
from resolvers.executing.context import Context


class Request(NamedTuple):
    """hashed: what its text is to be kept under once it was executed."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    hashed: str | None = None


class Response(NamedTuple):
    """
    body        JSON
    executed    False when the request itself was bad and nothing was executed
    signed_out  nothing was, since nobody has signed in
    """

    body: bytes
    executed: bool
    signed_out: bool = False


@dataclass
class Prepared:
    """A valid operation with its variables, and the context that it runs in.

    key    what its plans are remembered by
    until  by the monotonic clock, when its time is over
    """

    document: Document
    operation: OperationDefinitionNode
    variables: Variables
    key: Hashable
    context: Context
    request: Request
    errors: list[GraphQLError] = field(default_factory=list)
    until: float = math.inf

    @cached_property
    def now(self) -> datetime:
        """The moment of all that it reads."""
        return self.context.clock()
