"""Global IDs: opaque to clients; a two-letter tag of the type and the row's UUID."""
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

from domain.refusals import NotFound


def encoder(tag: str) -> Callable[[UUID | None], str | None]:
    """What makes the global IDs of the type with this tag."""
    prefix = tag.encode("ascii")

    def encode(key: UUID | None) -> str | None:
        return None if key is None else urlsafe_b64encode(prefix + key.bytes).decode("ascii")

    return encode


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str, UUID]:
    """The tag and the UUID of a global ID.

    raises    NotFound: what was never given out names nothing
    """
    try:
        raw = urlsafe_b64decode(text.encode("ascii"))
        if len(raw) != 18 or len(text) != 24:
            raise NotFound
        return raw[:2].decode("ascii"), UUID(bytes=raw[2:])
    except (NotBase64, UnicodeError, ValueError):
        raise NotFound from None


def tag(text: Any) -> str | None:
    """The tag of a global ID; None of what is none."""
    try:
        return split(text)[0] if isinstance(text, str) else None
    except NotFound:
        return None


def decode(text: str, tags: Collection[str]) -> UUID:
    """The UUID of a global ID of one of the types with these tags.

    raises    NotFound
    """
    tag, key = split(text)
    if tag not in tags:
        raise NotFound
    return key
