"""Messages to webhooks: to a real receiver, in order, signed, tried again, never lost, and known again when they come twice."""
import asyncio
import hmac
import os
import re
import signal
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit
from uuid import UUID

import orjson
import pytest

from domain import outgoing, trail
from domain.outgoing import Message
from resolvers import deliveries, jobs, scheduler, webhooks
from tests.api.client import global_id
from tests.api.webhook_cases import SECRET
from tests.hub.outgoing.conftest import Outside
from tests.hub.outgoing.receiver import OK, Receiver, receiving, status

ROOT = Path(__file__).parents[3]


def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As docs/outgoing.md says that a receiver finds out."""
    shown, = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "outgoing.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    exec(shown, known := dict[str, Any]())
    return bool(known["is_genuine"](secret, headers, body))


async def test_a_message_says_what_happened_and_is_signed(outside: Outside) -> None:
    async with receiving() as receiver, outside.sending():
        await outside.webhook(receiver.port)
        await outside.happens()
        await outside.until_state(SENT=1)
    one, = receiver.got
    said, claim = orjson.loads(one.body), global_id("Claim", outside.claims[0])
    assert (one.line, said["type"], said["data"]["zh"]) == ("POST /in HTTP/1.1", "CLAIM_PROPOSED", "收到认领")
    assert (said["data"]["subjectType"], said["data"]["subjectId"]) == ("Claim", claim)
    assert said["data"]["link"] == f"https://lists.example.cn/o/{claim}"
    assert is_genuine(SECRET, one.headers, one.body)
    assert not is_genuine(SECRET, one.headers, one.body + b" ")
    assert not is_genuine(SECRET, {**one.headers, "webhook-id": "another"}, one.body)
    assert not is_genuine("whsec_" + "QUJE" * 8, one.headers, one.body)
    assert "义诊" not in one.body.decode()


async def test_to_each_webhook_in_order_and_what_fails_holds_up_its_own(outside: Outside) -> None:
    """The first message fails once and comes again under its id, before the others; the other webhook has all meanwhile."""
    async with receiving(status(500)) as failing, receiving() as other, outside.sending():
        await outside.webhook(failing.port)
        await outside.webhook(other.port)
        await outside.happens(3)
        await outside.until_state(SENT=3, WAITING=3)
        assert [len(failing.got), len(other.got)] == [1, 3]
        await outside.later(minutes=1)
        await outside.until_state(SENT=6)
    assert failing.ids[0] == failing.ids[1]
    subjects = [[orjson.loads(each.body)["data"]["subjectId"] for each in of.got] for of in (failing, other)]
    wanted = [global_id("Claim", each) for each in outside.claims]
    assert subjects == [[wanted[0], *wanted], wanted]
    assert len({*failing.ids, *other.ids}) == 6


async def test_one_at_a_time(outside: Outside) -> None:
    """While one is on its way, nothing else goes there; others are served."""
    async with receiving(None) as hanging, receiving() as other, outside.sending():
        await outside.webhook(hanging.port)
        await outside.webhook(other.port)
        await outside.happens(2)
        await outside.until_state(SENT=2, WAITING=2)
    assert [len(hanging.got), len(other.got)] == [1, 2]


async def test_so_many_are_on_their_way(outside: Outside) -> None:
    """And the others when there is room again."""
    outside.sender.at_once = 2
    async with receiving(*[None] * 5) as hanging, outside.sending():
        for _ in range(3):
            await outside.webhook(hanging.port)
        await outside.happens()
        await hanging.until(2)
        await asyncio.sleep(0.2)
        assert len(hanging.got) == 2


async def test_nobody_is_shown_an_address_or_a_secret() -> None:
    """No field of the API reads the table that has them, and no event."""
    read = "".join(each.read_text("utf-8") for each in (ROOT / "schema").glob("*.py"))
    assert "webhook_key" not in read
    told = {name for kind, each in trail.KINDS.items() if kind.startswith("webhook.") for name in each.fields}
    assert told == {"state", "format"}


async def test_what_is_tried_in_vain_is_dead_and_can_be_replayed(outside: Outside) -> None:
    async with receiving(*[status(503)] * outgoing.MOST_TRIES) as receiver, outside.sending():
        webhook = await outside.webhook(receiver.port)
        await outside.happens(2)
        for tried in range(outgoing.MOST_TRIES):
            await receiver.until(tried + 1)
            await outside.until(lambda tried=tried: _failed(outside, tried + 1))  # type: ignore[misc]
            await outside.later(hours=2)
        await outside.until_state(DEAD=1, SENT=1)
        dead = await outside.desk.pool.fetchrow("SELECT * FROM delivery WHERE state = 'DEAD'")
        assert dead and (dead["tries"], dead["problem"], dead["status"]) == (outgoing.MOST_TRIES, "STATUS", 503)
        await outside.desk.ids("community", webhooks.replay, webhook_id=webhook)
        await outside.until_state(SENT=2)
    assert {*receiver.ids[:outgoing.MOST_TRIES], receiver.ids[-1]} == {str(dead["id"])}


async def _failed(outside: Outside, times: int) -> bool:
    """Whether the webhook has failed so often, or gone on after the last."""
    return bool(await outside.desk.pool.fetchval("SELECT coalesce(max(tries), 0) >= $1 FROM delivery", times))


async def test_who_fails_for_days_is_disabled_and_resumed(outside: Outside) -> None:
    async with receiving(status(500), status(500)) as receiver, outside.sending():
        webhook = await outside.webhook(receiver.port)
        await outside.happens()
        await outside.until(lambda: _failed(outside, 1))
        outside.desk.shift = outgoing.GIVES_UP_AFTER - timedelta(minutes=1)
        await outside.until(lambda: _failed(outside, 2))
        await outside.later(minutes=2)
        assert await scheduler.once(outside.desk.pool, outside.now, [webhooks.GIVE_UP]) == 1
        told = await outside.desk.pool.fetchval("SELECT member_id FROM notice WHERE kind = 'WEBHOOK_DISABLED'")
        assert told == outside.desk.city.members["community"]
        await outside.later(hours=3)
        await outside.happens()
        await asyncio.sleep(0.2)
        assert len(receiver.got) == 2
        await outside.desk.ids("community", webhooks.resume, webhook_id=webhook)
        await outside.until(lambda: _all_sent(outside))
    assert receiver.ids[0] == receiver.ids[2]


async def _all_sent(outside: Outside) -> bool:
    return (await outside.states()).keys() == {"SENT"}


async def test_who_wants_no_more_is_disabled_at_once(outside: Outside) -> None:
    async with receiving(status(410)) as receiver, outside.sending():
        await outside.webhook(receiver.port)
        await outside.happens()
        await outside.until(lambda: _failed(outside, 1))
        await scheduler.once(outside.desk.pool, outside.now, jobs.ALL)
    assert await outside.desk.pool.fetchval("SELECT state FROM webhook") == "DISABLED"


async def test_while_it_is_paused_messages_wait(outside: Outside) -> None:
    async with receiving() as receiver, outside.sending():
        webhook = await outside.webhook(receiver.port)
        await outside.desk.ids("community", webhooks.pause, webhook_id=webhook)
        await outside.happens(2)
        await outside.until_state(WAITING=2)
        assert receiver.got == []
        await outside.desk.ids("community", webhooks.resume, webhook_id=webhook)
        await outside.until_state(SENT=2)


async def test_what_is_removed_is_sent_nothing_and_its_secret_forgotten(outside: Outside) -> None:
    async with receiving() as receiver, outside.sending():
        webhook = await outside.webhook(receiver.port, state="PAUSED")
        await outside.happens()
        await outside.until_state(WAITING=1)
        await outside.desk.ids("community", webhooks.remove, webhook_id=webhook)
        await outside.happens()
        await outside.webhook(receiver.port, added_at=outside.desk.now())
        await outside.happens()
        await outside.until_state(SENT=1)
    assert await outside.desk.pool.fetchval("SELECT count(*) FROM webhook_key WHERE webhook_id = $1", webhook) == 0


async def test_only_the_kinds_that_are_wanted_and_nothing_of_before(outside: Outside) -> None:
    async with receiving() as receiver:
        await outside.happens()
        await outside.webhook(receiver.port, kinds=["CLAIM_LAPSED"])
        await outside.webhook(receiver.port, organization="bank")
        await outside.webhook(receiver.port, added_at=outside.desk.now())
        async with outside.sending():
            await outside.happens(2)
            await outside.until_state(SENT=2)


async def test_what_is_longer_ago_than_a_month_is_forgotten(outside: Outside) -> None:
    async with receiving() as receiver, outside.sending():
        await outside.webhook(receiver.port)
        await outside.happens()
        await outside.until_state(SENT=1)
    await outside.later(days=29)
    await scheduler.once(outside.desk.pool, outside.now, [deliveries.FORGET])
    assert await outside.states() == {"SENT": 1}
    await outside.later(days=2)
    await scheduler.once(outside.desk.pool, outside.now, [deliveries.FORGET])
    assert await outside.states() == {}


# -- killed between sending and noting

async def _process(database: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.hub.outgoing.sending", database, cwd=ROOT)


async def test_a_sender_that_is_killed_before_it_notes_sends_again_under_the_same_id(outside: Outside, database: str) -> None:
    """Three times: each message is there, in order, under one id."""
    async with receiving(None, OK, None, OK, OK, None) as receiver:
        await outside.webhook(receiver.port)
        await outside.happens(4)
        for come in (1, 3, 6):
            sender = await _process(database)
            await receiver.until(come)
            os.kill(sender.pid, signal.SIGKILL)
            await sender.wait()
        async with outside.sending():
            await outside.until_state(SENT=4)
    subjects = [orjson.loads(each.body)["data"]["subjectId"] for each in receiver.got]
    wanted = [global_id("Claim", each) for each in outside.claims]
    assert [*dict.fromkeys(subjects)] == wanted
    assert len({*zip(receiver.ids, subjects, strict=True)}) == len({*receiver.ids}) == 4
    assert len(receiver.got) > 4


async def test_a_receiver_that_is_away_gets_all_when_it_is_back(outside: Outside) -> None:
    async with receiving() as gone:
        port = gone.port
    async with outside.sending():
        await outside.webhook(port)
        await outside.happens(2)
        await outside.until(lambda: _failed(outside, 1))
        assert await outside.desk.pool.fetchval("SELECT problem FROM delivery WHERE tries > 0") == "UNREACHABLE"
        back = Receiver()
        server = await asyncio.start_server(back.serve, "127.0.0.1", port)
        await outside.later(hours=1)
        await outside.until_state(SENT=2)
        server.close()


# -- robots

AT = datetime(2026, 3, 1, tzinfo=UTC)
MESSAGE = Message(UUID(int=7), "CLAIM_PROPOSED", AT, "Claim", "cl1", "ev1", "https://lists.example.cn/o/cl1")


def test_dingtalk_is_signed_in_its_address() -> None:
    posted = outgoing.posted("DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=x", "SEC1", MESSAGE, AT)
    asked = parse_qs(urlsplit(posted.address).query)
    moment = str(int(AT.timestamp() * 1000))
    right = b64encode(hmac.digest(b"SEC1", f"{moment}\nSEC1".encode(), "sha256")).decode()
    assert (asked["timestamp"], asked["sign"], asked["access_token"]) == ([moment], [right], ["x"])
    assert f"sign={quote_plus(right)}" in posted.address
    assert "收到认领" in orjson.loads(posted.body)["markdown"]["text"]


def test_feishu_is_signed_in_its_body() -> None:
    body = orjson.loads(outgoing.posted("FEISHU", "https://x/", "S", MESSAGE, AT).body)
    right = b64encode(hmac.digest(f"{int(AT.timestamp())}\nS".encode(), b"", "sha256")).decode()
    assert (body["timestamp"], body["sign"], body["msg_type"]) == (str(int(AT.timestamp())), right, "text")
    assert "sign" not in orjson.loads(outgoing.posted("FEISHU", "https://x/", None, MESSAGE, AT).body)


def test_wecom_has_markdown() -> None:
    body = orjson.loads(outgoing.posted("WECOM", "https://x/", None, MESSAGE, AT).body)
    assert body == {"msgtype": "markdown", "markdown": {
        "content": "**收到认领**，待您的组织答复\n\n[查看](https://lists.example.cn/o/cl1)"}}


@pytest.mark.parametrize(("format_", "answer", "problem"), [
    ("WECOM", '{"errcode":0,"errmsg":"ok"}', None), ("WECOM", '{"errcode":45009}', "REFUSED"), ("WECOM", "<html>", "REFUSED"),
    ("DINGTALK", '{"errcode":310000}', "REFUSED"), ("DINGTALK", '{"errcode":0}', None), ("FEISHU", '{"code":0}', None),
    ("FEISHU", '{"code":19021}', "REFUSED"), ("FEISHU", '{"StatusCode":0}', None), ("FEISHU", "[]", "REFUSED"),
    ("STANDARD", "whatever", None)])
def test_robots_say_no_with_status_200(format_: str, answer: str, problem: str | None) -> None:
    assert outgoing.outcome(format_, 200, answer.encode()).problem == problem


@pytest.mark.parametrize(("failures", "least", "most"), [(1, 2.5, 7.5), (2, 10, 30), (6, 1800, 5400), (99, 1800, 5400)])
def test_pauses_grow_up_to_a_bound_and_are_spread(failures: int, least: float, most: float) -> None:
    pauses = [(outgoing.try_again_at(failures, AT, chance) - AT).total_seconds() for chance in (0, 1)]
    assert pauses == [least, most]
