"""How a subscription is opened, over a WebSocket or as an event stream: rights of the moment, then the plan."""
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import orjson

from domain import dates, refusals
from domain.languages import Language
from domain.viewer import Viewer
from hub.http import quotas
from resolvers.executing import errors
from resolvers.executing.request import Request, Response
from resolvers.feed import endings, subscribers
from resolvers.feed.outbox import Outbox

if TYPE_CHECKING:
    from hub import running


class Opener:
    """Opens a subscription's stream, now and whenever the rights behind it may have changed (`subscribers.Open`)."""

    __slots__ = ("_asked", "_authorization", "_hub", "_language", "_request_id", "_who")

    def __init__(self, hub: "running.Hub", asked: Request, authorization: str | None, request_id: str,
                 who: str, language: Language) -> None:
        self._hub = hub
        self._asked = asked
        self._authorization = authorization
        self._request_id = request_id
        self._who = who
        self._language = language

    async def __call__(self) -> subscribers.Opened:
        try:
            signed = await self._hub.sign_in.viewer(self._authorization)
        except refusals.Unauthenticated as problem:
            raise endings.SignedOut(problem.message) from problem
        viewer = signed.viewer if signed else None
        await self._hub.operations.planning.in_turn(self._asked, self._who)
        stream = self._hub.streams.subscribe(self._asked, self._hub.context(signed, self._request_id, self._language))
        if isinstance(stream, Response):
            said = errors_of(stream.body)
            raise endings.Failed(_code(said), said)
        if viewer:
            self._hub.texts.keep(self._asked)
        self._asked = stream.request  # all who ask this hold the same text
        if signed is None:
            return subscribers.Opened(stream)
        return subscribers.Opened(stream, viewer, signed.expires_at, _renew_at(viewer), signed.believed)


def begin(hub: "running.Hub", opener: subscribers.Open, payer: quotas.Payer, *, after: int | None = None,
          outbox: Outbox | None = None) -> subscribers.Subscriber:
    """Start a subscription of somebody who does not have too many (`resolvers.feed.following.Feed.subscribe`).

    raises   TooMany
    """
    release = hub.quotas.subscriptions.take(payer.who)
    payer.spend(quotas.SUBSCRIPTION)
    return hub.feed.subscribe(opener, after, outbox, release)


def too_many(problem: quotas.TooMany) -> endings.Errors:
    """The errors of an operation on a socket."""
    return [{"message": problem.message, "extensions": {"code": "TOO_MANY_REQUESTS", "retryAfter": problem.wait}}]


def broken(request_id: str) -> endings.Errors:
    """The errors of an operation that crashed."""
    return [{"message": errors.broken(request_id), "extensions": {"code": "INTERNAL", "requestId": request_id}}]


def errors_of(body: bytes) -> endings.Errors:
    """The errors in a response that has no data."""
    found: endings.Errors = orjson.loads(body)["errors"]
    return found


def _code(said: endings.Errors) -> str:
    code: str = said[0].get("extensions", {}).get("code", "BAD_REQUEST")
    return code


def _renew_at(viewer: Viewer | None) -> datetime | None:
    """The midnight after the last day of these rights."""
    if viewer is None or viewer.rights_until is None:
        return None
    return datetime.combine(viewer.rights_until + timedelta(days=1), time.min, dates.CHINA)
