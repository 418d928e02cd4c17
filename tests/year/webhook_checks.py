"""What receivers of webhooks have to have at the year's end, worked out from plain rows as notices are."""
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from domain import notices, trail
from domain.events.whistles import TOLD_TO_SYSTEMS
from domain.notice import NoticeKind
from domain.recipients import Person as Named
from domain.recipients import Recipients
from domain.trail import IMPORTED
from tests.api.client import global_id
from tests.reference.stored import Row
from tests.year.log import Log
from tests.year.notices import Told
from tests.year.receivers import Came
from tests.year.sending import LINK
from tests.year.street import Person

if TYPE_CHECKING:
    from tests.year.webhooks import Hook

Body = dict[str, Any]


def problems(log: Log, hooks: Sequence["Hook"], hotline: Person) -> Iterator[str]:
    """What did not come, came for nothing, came as another or out of order."""
    told = Organizations(log)
    for number, hook in enumerate(hooks):
        row = log.tables.find("webhook", log.id(hook.id))
        assert row is not None
        of = told.to_system(hotline) if hook.keeper == hotline else told.to(log.id(hook.organization))
        wanted = {body["data"]["eventId"]: body for event, body in sorted(of, key=lambda each: each[0]["pos"])
                  if event["at"] >= row["added_at"] and body["type"] in (hook.kinds or (body["type"],))}
        yield from (f"webhook {number}: {problem}" for problem in of_receiver(hook, wanted))


def repeats(hooks: Sequence["Hook"]) -> int:
    """How often receivers got what they had taken."""
    taken = [came.id for hook in hooks for came in hook.receiver.came if came.taken]
    return len(taken) - len({*taken})


def of_receiver(hook: "Hook", wanted: Mapping[str, Body]) -> Iterator[str]:
    """What is wrong with what came to one.

    wanted   what is said of each event, by its ID, in the order of the log
    """
    came = hook.receiver.came
    if hook.receiver.forged:
        yield f"{hook.receiver.forged} messages are not genuine"
    bodies = defaultdict[str, set[bytes]](set)
    for each in came:
        bodies[each.id].add(each.body)
    yield from (f"under {each} came different messages" for each, said in bodies.items() if len(said) > 1)
    first = {each.id: each for each in reversed(came) if each.taken}
    events = [orjson.loads(each.body)["data"]["eventId"] for each in first.values()]
    yield from (f"event {each} came under two ids" for each in {*events} if events.count(each) > 1)
    yield from (f"event {each} did not come: {wanted[each]['type']}" for each in wanted.keys() - {*events})
    yield from (f"event {each} came for nothing" for each in {*events} - wanted.keys())
    for each in first.values():
        said = orjson.loads(each.body)
        if (right := wanted.get(said["data"]["eventId"], said)) != said:
            yield f"event {right['data']['eventId']}: said is {said}, is to be {right}"
    yield from _disordered(came, [*wanted], hook.replays)


def _disordered(came: Sequence[Came], order: Sequence[str], replays: Sequence[int]) -> Iterator[str]:
    """Each message comes behind those that were before it; those that were dead, when they are tried anew, before what
    comes later."""
    place, known = {event: number for number, event in enumerate(order)}, set[str]()
    for begin, end in zip([0, *replays], [*replays, len(came)], strict=True):
        last = -1
        for each in came[begin:end]:
            number = place.get(orjson.loads(each.body)["data"]["eventId"], last)
            if each.taken and each.id not in known:
                known.add(each.id)
                if number < last:
                    yield f"event {order[number]} came behind {order[last]}"
                last = number


class Organizations(Told):
    """Which organisations are told, with their people."""

    def __init__(self, log: Log) -> None:
        super().__init__(log, ())

    def to(self, organization: UUID) -> Iterator[tuple[Row, Body]]:
        """What an organisation is told: all that its people are told as such, but for what it did."""
        for event in self.log.events:
            rule = None if (event["after"] or {}).get(IMPORTED) else notices.rule_of(event["kind"], event["object_type"])
            did_it = event["actor_id"] is not None and event["organization_id"] == organization
            if rule and not did_it and any(organization in self._of(event, to) for to in rule.to):
                yield event, said(event, rule.why)

    def to_system(self, system: Person) -> Iterator[tuple[Row, Body]]:
        """What a system is told: each step that somebody else takes with a call that it raised, under its reference."""
        calls = {row["id"]: row["reference"] for row in self.log.rows("whistle") if row["system_id"] == system.member}
        for event in self.log.of_kind(*TOLD_TO_SYSTEMS):
            if event["subject_id"] in calls and event["actor_id"] != system.member:
                body = said(event, TOLD_TO_SYSTEMS[event["kind"]])
                body["data"]["reference"] = calls[event["subject_id"]]
                yield event, body

    # -- an organisation where `Told` has its people

    def _of(self, event: Row, to: Recipients) -> Iterator[UUID]:
        return iter(()) if isinstance(to, Named) else super()._of(event, to)

    def _acting(self, organization: UUID | None, event: Row) -> Iterator[UUID]:
        if organization is not None:
            yield organization

    def _sitting(self, committee: UUID | None, event: Row, kind: str | None) -> Iterator[UUID]:
        if committee is not None:
            yield self.known["joint_committee"][committee]["organization_id"]

    def _of_place(self, seat_id: UUID | None, event: Row) -> Iterator[UUID]:
        yield from ()


def said(event: Row, why: NoticeKind) -> Body:
    """All that a message says: nothing in it is anybody's own word, name or number."""
    subject = global_id(event["object_type"], event["object_id"])
    return {"type": str(why), "timestamp": f"{event['at'].astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", "data": {
        "zh": why.words.chinese, "en": why.words.english, "subjectType": event["object_type"], "subjectId": subject,
        "eventId": global_id("Event", event["id"]), "eventKind": trail.name(event["kind"]),
        "link": LINK.replace("{id}", subject)}}
