"""What the year checks of receivers of webhooks is seen where it does not hold."""
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest

from tests.year import webhook_checks
from tests.year.receivers import Came, Receiver
from tests.year.street import Person
from tests.year.webhooks import Hook

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ORDER = ["ev1", "ev2", "ev3", "ev4"]
SAID = {event: {"type": "CLAIM_PROPOSED", "data": {"eventId": event}} for event in ORDER}
Came_ = list[Came]


def came(event: str, message: str | None = None, *, taken: bool = True, more: str = "") -> Came:
    body = SAID[event] if not more else {**SAID[event], "more": more}
    return Came(message or f"of {event}", orjson.dumps(body), taken)


def _hook(messages: Came_, replays: list[int] | None = None) -> Hook:
    receiver = Receiver("whsec_QUJD", NOW, port=1, came=messages)
    return Hook(Person(UUID(int=1), "mb1"), "or1", receiver, replays=replays or [])


def _wrong(messages: Came_, replays: list[int] | None = None) -> list[str]:
    return [*webhook_checks.of_receiver(_hook(messages, replays), SAID)]


RIGHT = [came(event) for event in ORDER]


@pytest.mark.parametrize(("messages", "replays"), [
    (RIGHT, []),
    ([RIGHT[0], *RIGHT], []),  # again
    ([came("ev1", taken=False), *RIGHT], []),  # refused
    ([came("ev1", taken=False), *RIGHT[1:3], came("ev1"), RIGHT[3]], [3])])  # dead, and tried anew
def test_what_is_right(messages: Came_, replays: list[int]) -> None:
    assert _wrong(messages, replays) == []


@pytest.mark.parametrize(("change", "seen"), [
    (lambda right: right[:-1], "did not come"),
    (lambda right: [*right[:-1], replace(right[-1], taken=False)], "did not come"),
    (lambda right: [*right, came("ev2", "another")], "under two ids"),
    (lambda right: [*right, came("ev2", more="张三")], "different messages"),
    (lambda right: [*right[:-1], came("ev4", more="张三")], "is to be"),
    (lambda right: [right[1], right[0], *right[2:]], "came behind"),
    (lambda right: [*right[1:], right[0]], "came behind")])
def test_what_is_wrong(change: Callable[[Came_], Came_], seen: str) -> None:
    assert any(seen in each for each in _wrong(change(RIGHT)))


def test_what_comes_for_nothing_is_seen() -> None:
    known = {event: SAID[event] for event in ORDER[1:]}
    assert [*webhook_checks.of_receiver(_hook(RIGHT), known)] == ["event ev1 came for nothing"]


def test_what_is_dead_comes_before_what_is_later() -> None:
    assert any("came behind" in each for each in _wrong([*RIGHT[1:3], RIGHT[3], RIGHT[0]], [2]))


def test_what_is_forged_is_seen() -> None:
    hook = _hook(RIGHT)
    hook.receiver.forged = 1
    assert [*webhook_checks.of_receiver(hook, SAID)] == ["1 messages are not genuine"]
