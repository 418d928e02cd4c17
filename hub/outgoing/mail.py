"""The mails of the one process that is elected: queued, sent by SMTP, then noted."""
import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from db.driver.connection import Pool
from db.mail import Begun, Notice
from domain import mail as words
from domain.mail import Told
from hub.outgoing.webhooks import Counts, link_to
from resolvers import mail

AT_ONCE = 20  # mails that are begun together, and sent one after the other on one connection
POLL = 5.0  # seconds between two looks
WITHIN = 20.0  # seconds for each thing that is said to the server
PERMANENT = range(500, 600)  # codes with which a server says that trying again is in vain

log = structlog.get_logger()


@dataclass
class Server:
    """An SMTP server by its URL: smtps:// encrypted from the start, smtp:// by STARTTLS, smtp+plain:// not at all."""

    url: str

    def connection(self) -> aiosmtplib.SMTP:
        parts = urlsplit(self.url)
        implicit, plain = parts.scheme == "smtps", parts.scheme == "smtp+plain"
        return aiosmtplib.SMTP(
            hostname=parts.hostname, port=parts.port or (465 if implicit else 25 if plain else 587), use_tls=implicit,
            start_tls=not (implicit or plain), timeout=WITHIN,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None)


@dataclass
class Mailer:
    """
    leads    whether this process is the one that sends
    sender   whose mails they are: an address, or `name <address>`
    link     as of `hub.outgoing.webhooks.Sender`
    """

    pool: Pool
    clock: Callable[[], datetime]
    leads: Callable[[], bool]
    server: Server
    sender: str
    link: str | None = None
    poll: float = POLL
    counts: Counts = field(default_factory=Counts)

    async def run(self) -> None:
        """Send whenever this process leads, until cancelled."""
        while True:
            if not (self.leads() and await self.once()):
                await asyncio.sleep(self.poll)

    async def once(self) -> int:
        """Queue what is due, and send some of what waits; returns how many mails were begun."""
        await mail.queue(self.pool, self.clock())
        begun = await mail.begin(self.pool, self.clock(), AT_ONCE)
        sent = [(one, message) for one, notices in begun if (message := self._written(one, notices))]
        for one in (each for each, _ in begun if each not in [mailed for mailed, _ in sent]):
            await self._note(one, "DEAD")
        if sent:
            await self._send(sent)
        return len(begun)

    async def _send(self, mails: Sequence[tuple[Begun, EmailMessage]]) -> None:
        left = [*mails]
        try:
            while left:
                async with self.server.connection() as server:
                    await self._send_some(server, left)
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("mail cannot be sent", error=type(error).__name__)
            for one, _ in left:
                await self._note(one, "FAILED")

    async def _send_some(self, server: aiosmtplib.SMTP, left: list[tuple[Begun, EmailMessage]]) -> None:
        """Send what is left on one connection, up to a mail at which the server hangs up: those behind it are not at fault."""
        while left:
            one, message = left[0]
            outcome = await _sent(server, message)
            left.pop(0)
            await self._note(one, outcome)
            if not server.is_connected:
                return

    async def _note(self, one: Begun, outcome: Literal["SENT", "DEAD", "FAILED"]) -> None:
        if outcome == "SENT":
            self.counts.sent += 1
        else:
            self.counts.failed += 1
        await mail.note(self.pool, one, outcome, self.clock(), random.random())  # noqa: S311  # only spread

    def _written(self, one: Begun, notices: Sequence[Notice]) -> EmailMessage | None:
        """The same as `message`; also None of one that cannot be written: it would hold up those that were begun with it."""
        try:
            return self.message(one, notices)
        except ValueError as error:
            log.warning("a mail cannot be written", mail=str(one.id), error=type(error).__name__)
            return None

    def message(self, one: Begun, notices: Sequence[Notice]) -> EmailMessage | None:
        """A mail as it is sent, the same however often; None: there is nowhere to send it, or nothing to tell."""
        if one.address is None or one.language is None or not (one.code or notices):
            return None
        address = parseaddr(self.sender)[1]
        subject, text = words.code_mail(one.language, one.code) if one.code else words.notices_mail(
            one.language, [Told(each.kind, each.at, link_to(self.link, each.object_type, each.object_id)) for each in notices])
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, one.address, subject
        message["Message-ID"] = f"<{one.id}@{address.rpartition('@')[2]}>"
        message["Date"] = format_datetime(one.queued_at)
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<mailto:{address}?subject=unsubscribe>"
        message.set_content(text, cte="base64")
        return message


async def _sent(server: aiosmtplib.SMTP, message: EmailMessage) -> Literal["SENT", "DEAD", "FAILED"]:
    """What became of one mail; raises what is no matter of this mail alone."""
    try:
        await server.send_message(message)
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return "DEAD" if all(each.code in PERMANENT for each in refused.recipients) else "FAILED"
    except aiosmtplib.SMTPDataError as refused:
        return "DEAD" if refused.code in PERMANENT else "FAILED"
    except aiosmtplib.SMTPServerDisconnected as error:
        log.warning("the server hung up at a mail", error=type(error).__name__)
        return "FAILED"
    return "SENT"
