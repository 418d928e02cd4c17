"""Global IDs: opaque to clients; a two-letter tag of the type and the row's UUID in hexadecimal digits.

The form is the cheapest to write that says the type: see docs/decisions/0050.
"""
import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

from domain.refusals import NotFound

_FORM = re.compile(r"[a-z]{2}[0-9a-f]{32}")


def encoder(tag: str) -> Callable[[UUID | None], str | None]:
    """What makes the global IDs of the type with this tag."""
    return lambda key: None if key is None else tag + key.hex


def sql(tag: str, column: str) -> str:
    """The SQL that does the same of a uuid column."""
    return f"'{tag}' || encode(uuid_send({column}), 'hex')"


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str, UUID]:
    """The tag and the UUID of a global ID.

    raises    NotFound: what was never given out names nothing
    """
    if not _FORM.fullmatch(text):
        raise NotFound("")
    return text[:2], UUID(hex=text[2:])


def tag(text: Any) -> str | None:
    """The tag of a global ID; None of what is none."""
    try:
        return split(text)[0] if isinstance(text, str) else None
    except NotFound:
        return None


def decode(text: str, tags: Collection[str], field: str = "") -> UUID:
    """The UUID of a global ID of one of the types with these tags.

    field     where it was given
    raises    NotFound
    """
    try:
        tag, key = split(text)
    except NotFound:
        raise NotFound(field, text) from None
    if tag not in tags:
        raise NotFound(field, text)
    return key
