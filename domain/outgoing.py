"""What leaves the house for a webhook: its form and its signature, what the answer means, and when it is tried again.

A message says what happened and where it is to be seen, never whom it is about.
source   Standard Webhooks 1.0 (https://www.standardwebhooks.com); the documents of WeChat Work, DingTalk and Feishu
"""
import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus
from uuid import UUID

from domain.notice import NoticeKind
from domain.webhooks import DeliveryProblem, WebhookFormat, key_of
from domain.words import Words

BATCH = 500
"""Events that are looked at in one transaction."""
MOST_TRIES = 8
"""Of a message, before it is dead."""
GIVES_UP_AFTER = timedelta(days=3)
"""How long a webhook may go on failing before it is disabled."""
FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 5, 3600, 4  # seconds; by how much each pause is longer than the one before
GONE = 410  # what a receiver answers that wants no more


@dataclass(frozen=True)
class Message:
    """
    id       by which its receiver knows it again, however often it comes
    kind     of the notice
    type     the GraphQL type of what it is about
    object   its global ID
    event    the global ID of the event
    link     where people see it; None: it is not known where
    happened  the event's kind, by its name in the API; empty: it is not known any more
    reference  a system's own number of it, in a message to that system; None: it has none
    """

    id: UUID
    kind: str
    at: datetime
    type: str
    object: str
    event: str
    link: str | None
    happened: str = ""
    reference: str | None = None


@dataclass(frozen=True)
class Posted:
    """What is posted for a message."""

    address: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of a try; taken, if there is no problem."""

    problem: DeliveryProblem | None = None
    status: int | None = None


def posted(format_: str, address: str, secret: str | None, message: Message, now: datetime) -> Posted:
    """What is posted to a webhook of this format, signed at this moment."""
    make = {WebhookFormat.STANDARD: _standard, WebhookFormat.WECOM: _wecom, WebhookFormat.DINGTALK: _dingtalk,
            WebhookFormat.FEISHU: _feishu}[WebhookFormat(format_)]
    return make(address, secret or "", message, now)


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """As the header webhook-signature has it."""
    return f"v1,{_hmac(key, f'{message_id}.{timestamp}.'.encode() + body)}"


def _standard(address: str, secret: str, message: Message, now: datetime) -> Posted:
    words, seconds = _words(message), str(int(now.timestamp()))
    body = _json({"type": message.kind, "timestamp": f"{message.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", "data": {
        "zh": words.chinese, "en": words.english, "subjectType": message.type, "subjectId": message.object,
        "eventId": message.event, "eventKind": message.happened or None, "link": message.link,
        **({} if message.reference is None else {"reference": message.reference})}})
    return Posted(address, {"webhook-id": str(message.id), "webhook-timestamp": seconds,
                            "webhook-signature": signature(key_of(secret), str(message.id), seconds, body)}, body)


def _wecom(address: str, _: str, message: Message, __: datetime) -> Posted:
    return Posted(address, {}, _json({"msgtype": "markdown", "markdown": {"content": _markdown(message)}}))


def _dingtalk(address: str, secret: str, message: Message, now: datetime) -> Posted:
    if secret:
        milliseconds = int(now.timestamp() * 1000)
        sign = quote_plus(_hmac(secret.encode(), f"{milliseconds}\n{secret}".encode()))
        address = f"{address}{'&' if '?' in address else '?'}timestamp={milliseconds}&sign={sign}"
    return Posted(address, {}, _json({"msgtype": "markdown", "markdown": {
        "title": _words(message).chinese, "text": _markdown(message)}}))


def _feishu(address: str, secret: str, message: Message, now: datetime) -> Posted:
    """Its signature is the HMAC of nothing, whose key is the moment and the secret."""
    seconds = str(int(now.timestamp()))
    signed = {"timestamp": seconds, "sign": _hmac(f"{seconds}\n{secret}".encode(), b"")} if secret else {}
    said = f"{_words(message).chinese}\n{message.link}" if message.link else _words(message).chinese
    return Posted(address, {}, _json({**signed, "msg_type": "text", "content": {"text": said}}))


def _words(message: Message) -> Words:
    """Of a kind that only a newer hub knows, its name."""
    known = NoticeKind.__members__.get(message.kind)
    return known.words if known else Words(message.kind, message.kind)


def _markdown(message: Message) -> str:
    words = _words(message)
    said = f"**{words.chinese}**{words.note}"
    return f"{said}\n\n[查看]({message.link})" if message.link else said


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _hmac(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.digest(key, text, "sha256")).decode()


def outcome(format_: str, status: int, body: bytes) -> Outcome:
    """What an answer means. Robots say with status 200 that they do not take a message."""
    if not 200 <= status < 300:
        return Outcome(DeliveryProblem.STATUS, status)
    if format_ == WebhookFormat.STANDARD:
        return Outcome()
    try:
        answer = json.loads(body)
        code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
    except (ValueError, AttributeError):
        code = None
    if code == 0:
        return Outcome()
    return Outcome(DeliveryProblem.REFUSED, code if isinstance(code, int) and abs(code) < 2**31 else None)


def try_again_at(failures: int, now: datetime, chance: float) -> datetime:
    """When a webhook is tried next that has failed so often in a row: later each time, up to an hour, give or take a half.

    chance   from 0 to 1: so that not all come back at once
    """
    seconds = min(FIRST_PAUSE * GROWTH ** min(failures - 1, 10), LONGEST_PAUSE)
    return now + timedelta(seconds=seconds * (0.5 + chance))
