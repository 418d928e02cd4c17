"""Which media type answers an Accept header, as GraphQL over HTTP says."""
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from hub.http import replies
from hub.http.weights import weighted

Answer = TypeVar("Answer")
FORM = b"multipart/form-data"
KEPT = 300  # characters: longer headers are read each time

MATCHES = {
    "*/*": replies.JSON,
    "application/*": replies.JSON,
    replies.JSON: replies.JSON,
    replies.GRAPHQL: replies.GRAPHQL,
    "text/*": replies.EVENTS,
    replies.EVENTS: replies.EVENTS,
}


def _remembered(read: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The same, remembered for what most clients send, if it is short: 256 headers may have 32 KiB each."""
    known = lru_cache(maxsize=256)(read)

    @wraps(read)
    def reading(accept: str) -> Answer:
        return known(accept) if len(accept) <= KEPT else read(accept)

    return reading


@_remembered
def answer_type(accept: str) -> str | None:
    """The media type that the client likes best of those we have; None when it likes none.

    accept   the header's value; empty: anything, which is JSON
    """
    best = max(((weight, -place, MATCHES[media]) for place, (media, weight) in enumerate(weighted(accept or "*/*"))
                if media in MATCHES and weight > 0), default=None)
    return best[2] if best else None


@_remembered
def takes_events(accept: str) -> bool:
    """Whether the client names event streams among what it takes. Who takes anything may not be made for a stream."""
    return any(MATCHES.get(media) == replies.EVENTS and weight > 0 for media, weight in weighted(accept))


@_remembered
def wants_page(accept: str) -> bool:
    """Whether a browser asks for a page: no program names text/html."""
    return any(media == "text/html" for media, _ in weighted(accept))


def encoded(content_encoding: str) -> str:
    """How a body is coded, cut to what can be said of it again; empty: not at all."""
    said = content_encoding.strip().lower()
    if said in ("", "identity"):
        return ""
    return "".join(each for each in said if each.isascii() and each.isprintable())[:40] or "?"


@_remembered
def is_json(content_type: str) -> bool:
    """Whether a body is announced as JSON in UTF-8. Anything else could be a form on a foreign page."""
    media, *parameters = (piece.strip().lower() for piece in content_type.split(";"))
    charset = next((value[8:].strip('"') for value in parameters if value.startswith("charset=")), "utf-8")
    return media == replies.JSON and charset in ("utf-8", "utf8")
