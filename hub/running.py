"""The running hub: what one process holds open, and the context that each operation gets from it."""
import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.requests import HTTPConnection
from starlette.types import Scope

from db.driver import connection
from db.server import migrate
from domain.languages import Language
from hub import background, failures, lateness, manifests, metrics, settings
from hub.connections import Connections
from hub.files import store
from hub.http import addresses
from hub.http.quotas import Payer, Quotas
from hub.http.reservation import Reservations
from hub.http.texts import Texts
from hub.outgoing import mail, posting, webhooks
from hub.sign_in import demo_keys, keys, sign_in, tickets, tokens
from hub.sign_in.sign_in import Signed
from hub.websocket import fan_out
from hub.websocket.sweeps import Sweeps
from planner import limits
from resolvers import attachments, jobs, scheduler
from resolvers.executing import context, operations
from resolvers.feed import following, relay, viewer_cache, wake_up
from resolvers.feed.streams import Streams
from resolvers.feed.unread import Members
from resolvers.writing.batching import Together
from schema import graphql

GRACE = 2.0  # seconds for the server to say that it has stopped something
KEPT_AT_ONCE = 2  # files, in one process
CLOSING = 5.0  # seconds that connections have to come back when the hub ends


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Hub:
    """
    demo_key   signs the demo's tokens; None where a sign-in service does
    stopping   set as soon as the process is asked to stop
    """

    settings: settings.Settings
    pool: connection.Pool
    sign_in: sign_in.SignIn
    operations: operations.Operations
    relay: relay.Relay
    feed: following.Feed
    rights: viewer_cache.Rights
    metrics: metrics.Metrics
    stopping: asyncio.Event
    demo_key: Ed25519PrivateKey | None
    clock: Callable[[], datetime]
    connections: Connections = field(default_factory=Connections)
    texts: Texts = field(default_factory=Texts)
    together: Together = field(default_factory=Together)

    @cached_property
    def streams(self) -> Streams:
        return Streams(self.operations.planning)

    @cached_property
    def quotas(self) -> Quotas:
        return Quotas(self.settings)

    @cached_property
    def unread(self) -> Members:
        return Members(self.feed.limits.member_bytes)

    @cached_property
    def sweeps(self) -> Sweeps:
        return Sweeps(self.settings)

    @cached_property
    def tickets(self) -> tickets.Tickets:
        return tickets.Tickets(self.pool, self.clock, self.settings.acquire_within)

    @cached_property
    def reservations(self) -> Reservations:
        return Reservations()

    @cached_property
    def files(self) -> store.Store:
        return store.Store(self.settings.files_url)

    @cached_property
    def webhooks(self) -> webhooks.Sender:
        return webhooks.Sender(self.pool, self.clock, lambda: self.relay.leads, posting.Poster(self.settings.webhooks_inner),
                               self.settings.link)

    @cached_property
    def mailer(self) -> mail.Mailer | None:
        """None: no mail is sent."""
        if self.settings.smtp is None:
            return None
        return mail.Mailer(self.pool, self.clock, lambda: self.relay.leads, mail.Server(self.settings.smtp),
                           self.settings.mail_from, self.settings.link)

    @cached_property
    def keeping(self) -> asyncio.Semaphore:
        """A file is kept while its row is held: not so many at once that others find no connection."""
        return asyncio.Semaphore(KEPT_AT_ONCE)

    @cached_property
    def address(self) -> addresses.Of:
        return addresses.reader(self.settings.trusted_proxies)

    def context(self, signed: Signed | None, request_id: str, language: Language,
                payer: Payer | None = None) -> context.Context:
        """The context of one operation, or of one event of a subscription: never of a whole socket.

        signed  None: nobody has signed in
        payer   who is charged for it; None: it was paid when it began
        """
        charged: dict[str, Any] = {"spend": payer.spend, "write": payer.write, "asker": payer.who} if payer else {}
        return context.Context(
            pool=self.pool, viewer=signed.viewer if signed else None, stranger=signed is not None and signed.viewer is None,
            request_id=request_id, clock=self.clock,
            answer_within=self.settings.answer_within, most_unanswered=self.settings.most_unanswered or None,
            lead_quota=self.settings.lead_quota,
            inner_webhooks=bool(self.settings.webhooks_inner), root_fields=graphql.root_fields(),
            mails=self.settings.smtp is not None, language=language, together=self.together,
            wrote=self.relay.wake, rights_changed=self.rights.forget, **charged)

    def demo_token(self, handle: str) -> str:
        assert self.demo_key is not None, "only the demo signs tokens"
        return demo_keys.sign(self.demo_key, handle, issuer=self.settings.jwt_issuer,
                              audience=self.settings.jwt_audience, now=self.clock())


@contextlib.asynccontextmanager
async def opened(configured: settings.Settings, demo_key: Ed25519PrivateKey | None, counted: metrics.Metrics,
                 stopping: asyncio.Event, rung: wake_up.Bell | None = None) -> AsyncIterator[Hub]:
    """A hub that runs as long as the block: its pool is open, its schema is current, its tasks are at work."""
    assert configured.database_url is not None, "a database is found before a hub is opened"
    url = configured.database_url
    known, texts = sign_in_keys(configured, demo_key), known_texts(configured)
    await _migrate(url)
    pool = await _pool(configured, url)
    try:
        connect = partial(connection.connect, url)
        verifier = tokens.Verifier(known, configured, now)
        allowed = limits.Limits(
            text=configured.text_bytes, depth=configured.depth, fields=configured.fields, rows=configured.cost,
            representations=configured.representations, kept=configured.kept_bytes,
            introspection=configured.introspection or ("open" if demo_key else "signed-in"),
            seconds=configured.operation_within.total_seconds(),
            suggestions=in_demo(configured.suggestions, demo_key))
        remembered = viewer_cache.Rights(lambda: follower.following, configured.rights_within.total_seconds())
        follower = following.Feed(connect, pool, now, following.Limits(compare=configured.rights_within.total_seconds() / 3),
                             rights_changed=remembered.forget, outboxes=fan_out.Row, keys=verifier.renew)
        signing = sign_in.SignIn(verifier, pool, now, configured.acquire_within, remembered)
        hub = Hub(configured, pool, signing, graphql.operations(allowed), relay.Relay(connect, bell=rung), follower, remembered,
                  counted, stopping, demo_key, now, texts=texts)
        _measure(hub)
        async with background.tasks(
                relay=hub.relay.run, feed=hub.feed.run, webhooks=hub.webhooks.run,
                **({"mail": hub.mailer.run} if hub.mailer is not None else {}),
                lateness=partial(lateness.watch, counted), clock=partial(
                    scheduler.run, pool, now, configured.clock_every.total_seconds(),
                    (*jobs.ALL, attachments.sweeping(hub.files)), hub.relay.wake)):
            yield hub
    finally:
        await _close(pool)


def in_demo(chosen: bool | None, demo_key: Ed25519PrivateKey | None) -> bool:
    """A setting that is on in the demo alone, unless it is chosen."""
    return demo_key is not None if chosen is None else chosen


async def _migrate(url: str) -> None:
    one = await connection.connect(url)
    await migrate.migrate(one)
    await one.close()


async def _pool(configured: settings.Settings, url: str) -> connection.Pool:
    """The connections of operations; one that is held for longer than the longest of them leads to a frozen server."""
    statement, operation = configured.statement_within.total_seconds(), configured.operation_within.total_seconds()
    return await connection.open_pool(
        url, size=configured.pool_size, patience=configured.acquire_within.total_seconds(),
        statement_within=min(statement, operation), held_within=max(statement, operation) + GRACE)


def _measure(hub: Hub) -> None:
    """Let Prometheus ask the other rooms for their figures."""
    hub.metrics.gauge("sandan_pool_connections", "Open connections to the database.", hub.pool.get_size)
    hub.metrics.gauge("sandan_pool_idle", "Open connections that nobody uses now.", hub.pool.get_idle_size)
    hub.metrics.counter("sandan_fallbacks", "Operations that the planner left to the ordinary execution.",
                        lambda: hub.operations.fallen)
    hub.metrics.gauge("sandan_subscription_groups", "Groups of subscriptions that share their reads.",
                      lambda: hub.feed.groups)
    hub.metrics.gauge("sandan_connections", "Open WebSockets and event streams.", lambda: hub.connections.open)
    hub.metrics.counter("sandan_cuts", "Connections that were cut since they kept the hub waiting.", lambda: hub.sweeps.cuts)
    hub.metrics.gauge("sandan_subscriptions", "Open subscriptions.", lambda: hub.feed.subscribers)
    hub.metrics.gauge("sandan_event_pos", "The event log's place up to which subscribers are served.",
                      lambda: hub.feed.pos)
    hub.metrics.counter("sandan_webhook_messages", "Messages that webhooks took.", lambda: hub.webhooks.counts.sent)
    hub.metrics.counter("sandan_webhook_failures", "Tries to send a message that failed.", lambda: hub.webhooks.counts.failed)
    if (mailer := hub.mailer) is not None:
        hub.metrics.counter("sandan_mails", "Mails that the mail server took.", lambda: mailer.counts.sent)
        hub.metrics.counter("sandan_mail_failures", "Mails that were not sent: at that time, or at all.",
                            lambda: mailer.counts.failed)
    hub.metrics.gauge("sandan_relay_leads", "1 when this process places the events.", lambda: hub.relay.leads)


async def _close(pool: connection.Pool) -> None:
    """Close the pool; a connection that does not come back in time is cut."""
    try:
        async with asyncio.timeout(CLOSING):
            await pool.close()
    except TimeoutError:
        pool.terminate()


def of(request: HTTPConnection) -> Hub:
    """The hub that the request came to."""
    return within(request.scope)


def within(scope: Scope) -> Hub:
    """The hub of a request's scope."""
    hub: Hub = scope["app"].state["hub"]
    return hub


def known_texts(configured: settings.Settings) -> Texts:
    """The registered operations, and room for what clients hand in.

    raises   CannotStart
    """
    if configured.only_registered and configured.operations is None:
        raise failures.CannotStart("SANDAN_ONLY_REGISTERED: set SANDAN_OPERATIONS to the folder of the operations")
    return Texts(manifests.read(configured.operations, configured.text_bytes), only=configured.only_registered,
                 most=configured.kept_bytes // 8)


def sign_in_keys(configured: settings.Settings, demo_key: Ed25519PrivateKey | None) -> keys.Keys:
    """The keys that tokens are verified with.

    raises   CannotStart
    """
    if demo_key is not None:
        return keys.FixedKeys([demo_keys.public(demo_key)])
    if configured.jwks is None:
        raise failures.CannotStart("SANDAN_JWKS: set it to the URL or file of your sign-in service's JWK set; "
                                   "`sandan demo` signs its own tokens")
    if "://" in configured.jwks:
        return keys.RemoteKeys(configured.jwks, fresh=configured.rights_within.total_seconds())
    try:
        return keys.FixedKeys.of_file(Path(configured.jwks))
    except keys.NoKeys as error:
        raise failures.CannotStart(f"SANDAN_JWKS: {error}") from error
