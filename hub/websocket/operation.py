"""One operation of a WebSocket: answered once in a task of its own, or a subscription set on its way."""
import asyncio
from collections.abc import Callable

import structlog

from db.driver import faults
from domain import refusals
from hub import running, unavailable
from hub.http import admission, quotas
from hub.sign_in.sign_in import Signed
from hub.websocket import messages, subscribing
from hub.websocket.channel import Channel
from hub.websocket.delivery import Delivery
from resolvers.feed import endings

log = structlog.get_logger()


class Operation:
    """
    authorization, address   of the socket; rights are read again for each operation
    request_id     its own
    follow         called with what a subscription delivers by, from then on in this one's place
    """

    def __init__(self, hub: "running.Hub", channel: Channel, said: messages.Subscribe, authorization: str | None,
                 address: str | None, request_id: str, follow: Callable[[Delivery], None]) -> None:
        self._hub = hub
        self._channel = channel
        self._said = said
        self._authorization, self._address = authorization, address
        self._request_id = request_id
        self._follow = follow
        self._kind: str | None = None
        self._silent = False
        self.id = said.id
        self.task: asyncio.Task[None] = asyncio.create_task(self._run())

    def leave(self) -> None:
        """The client wants nothing more of it: break it off, unless that would leave open what was written."""
        self._silent = True
        if self._kind != "mutation":
            self.task.cancel()

    async def _run(self) -> None:
        with structlog.contextvars.bound_contextvars(request_id=self._request_id):
            try:
                admitted = admission.Admission(self._hub, self._authorization, self._address, self._channel.language)
                admitted.admit()
                signed, payer = await admitted.sign_in()
                admitted.read(self._said.asked.query)
                self._kind = await self._hub.operations.planning.operation_kind(self._said.asked, payer.who)
                if self._kind == "subscription":
                    self._subscribe(payer)
                else:
                    await self._answer(signed, payer)
            except quotas.TooMany as problem:
                await self._fail(subscribing.too_many(problem))
            except refusals.Unauthenticated as problem:
                await self._fail(endings.SignedOut(problem.message).errors)
                await self._channel.close(messages.signed_out())
            except Exception as problem:
                await self._apologise(problem)

    def _subscribe(self, payer: quotas.Payer) -> None:
        delivery = Delivery(self._channel, self.id, self._hub.feed.limits)
        opener = subscribing.Opener(self._hub, self._said.asked, self._authorization, self._request_id, payer.who,
                                    self._channel.language)
        delivery.subscriber = subscribing.begin(self._hub, opener, payer, outbox=delivery)
        self._follow(delivery)

    async def _answer(self, signed: Signed | None, payer: quotas.Payer) -> None:
        await self._channel.account.room()  # nothing is answered to who does not read what is there
        context = self._hub.context(signed, self._request_id, self._channel.language, payer)
        answered = await self._hub.operations.run(self._said.asked, context)
        if answered.executed:
            if context.viewer:
                self._hub.texts.keep(self._said.asked)
            await self._send(messages.next_(self.id, answered.body).decode())
            await self._send(messages.complete(self.id))
        else:
            await self._fail(subscribing.errors_of(answered.body))

    async def _apologise(self, problem: Exception) -> None:
        if unavailable.is_out_of_reach(problem):
            log.warning("out of reach", error=faults.said(problem))
            await self._fail(endings.unavailable().errors)
        else:
            log.error("crashed", path="/graphql", exc_info=problem)
            self._hub.metrics.crashes.inc()
            await self._fail(subscribing.broken(self._request_id))

    async def _fail(self, errors: endings.Errors) -> None:
        await self._send(messages.error(self.id, errors, self._channel.language))

    async def _send(self, text: str) -> None:
        if not self._silent:
            await self._channel.send(text)
