"""How a partner declares what it adds to the graph."""
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from graphql import GraphQLError
from strawberry import federation
from strawberry.extensions import MaskErrors
from strawberry.federation.schema_directives import Authenticated

from sdl.partners.sign_in import SignedIn

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class Mistake(Exception):
    """What was asked for cannot be answered; the message says why, and is shown."""


def field(description: str, **more: Any) -> Callable[[Resolver], Resolver]:
    """A field that its function answers."""
    return federation.field(description=description, **more)  # type: ignore[no-any-return]  # Strawberry leaves it open


def for_signed_in(description: str, **more: Any) -> Callable[[Resolver], Resolver]:
    """A field that only who is signed in may read; nullable, as every field that another system resolves must be."""
    return field(description, permission_classes=[SignedIn], directives=[Authenticated()], **more)


def schema(types: Iterable[type]) -> federation.Schema:
    """A subgraph of entities alone: the hub has the queries."""
    return federation.Schema(types=types, federation_version="2.9", extensions=[lambda: MaskErrors(_is_crash)])


def _is_crash(error: GraphQLError) -> bool:
    return not isinstance(error.original_error, Mistake | GraphQLError | None)
