"""What links an event to the one before it: SHA-256 over that one's link and the event as JSON.

Keys sorted, no spaces, UTF-8, UUIDs and times as text. An event's columns may change: what is in a link is its form, which is
kept with it, so that the events that were linked before go on being verified as they were.
"""
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import orjson

from db.log.events import Event

FORM = 2  # that of new links
_FIRST = ("seq", "id", "at", "kind", "actor_id", "organization_id", "object_type", "object_id", "object_version", "home_code",
          "request_id", "before", "after")


def _second(event: Event) -> dict[str, Any]:
    return {"form": 2, "subject_type": event.subject_type, "subject_id": event.subject_id,
            **{name: getattr(event, name) for name in _FIRST}}


def _first(event: Event) -> dict[str, Any]:
    """When events stood in the history of items alone."""
    return {"item_id": event.subject_id if event.subject_type == "item" else None,
            **{name: getattr(event, name) for name in _FIRST}}


FORMS: Mapping[int, Callable[[Event], dict[str, Any]]] = {1: _first, FORM: _second}


def link(previous: bytes, pos: int, event: Event, form: int = FORM) -> bytes:
    """The link of an event at a place; raises KeyError for a form that there is not."""
    said = {"pos": pos, **FORMS[form](event)}
    return sha256(previous + orjson.dumps(said, default=str, option=orjson.OPT_SORT_KEYS)).digest()
