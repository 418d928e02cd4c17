"""Programs of others: a hotline and a residents' app raise calls under their own references, by keys, and see what they may."""
import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, ClassVar

from domain import working_days
from domain.refusals import Unauthenticated
from tests.api.client import global_id
from tests.year.calls import CALLS, MOVED, NAME, PHONE, RESIDENT, SHOWN, WORKING_DAYS, Call
from tests.year.concept import CATEGORIES, Concept, person
from tests.year.hub import Deed, Hub
from tests.year.log import Log
from tests.year.street import Person, Place, Street

RAISED = 14 + CALLS / 16  # in the year, by each
KEYS_REPLACED, CHANGED, CLOSED = date(2026, 6, 10), date(2026, 8, 5), date(2026, 12, 9)
ALLOW = ["raiseWhistle", "whistles"]
BESIDE = "duplicateOf { id } duplicates(first: 5) { nodes { id } } repeatOf { id } repeats(first: 5) { nodes { id } }"
OWN = f"{SHOWN} reference {RESIDENT} {BESIDE} messages(first: 20) {{ nodes {{ internal }} }}"
FOUND = "query($no: String!) { whistles(filter: {reference: $no}) { nodes { id } } }"
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
OTHERS = ("{ viewer { member { id } } }", "{ events(first: 1) { nodes { id } } }", "{ routes(first: 1) { nodes { id } } }")
PERSONAL = re.compile(rf"{NAME}\d+|{PHONE}\d+")
TIMES = 10  # that each refused thing is tried, at least


@dataclass
class System:
    """
    place   for which it acts
    sight   OWN or ORGANIZATION
    allow   the root fields that it may ask for
    raised  the IDs of its calls, by its references
    """

    who: Person
    place: Place
    sight: str
    keys: list[str]
    allow: list[str] = field(default_factory=lambda: [*ALLOW])
    raised: dict[str, str] = field(default_factory=dict)
    is_closed: bool = False


class Systems(Concept):
    """
    sent      references that were given
    again     how often one was sent again
    refused   how often one asked for what is not listed for it
    """

    LEAST: ClassVar[Mapping[str, int]] = {"system.registered": 2, "system.key_replaced": 3, "system.allowed": 2,
                                          "system.closed": 1}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.systems, self.sent, self.again, self.refused = list[System](), 0, 0, 0

    async def begin(self) -> None:
        self.hotline = await self._registered(self.street.own, "OWN")
        self.app = await self._registered(self.street.communities[5], "ORGANIZATION")

    async def _registered(self, place: Place, sight: str) -> System:
        """By an officer over the division, who is told its key."""
        answer = await self.hub.does(place.person, "registerSystem", "key system { id member { id } }", name="12345 热线",
                                     organizationId=place.id, allow=ALLOW, sight=sight)
        system = System(person(answer["system"]["member"]["id"]), place, sight, [answer["key"]])
        self.hub.keys[system.who.member] = answer["key"]
        self.hub.calls.systems[place.id].append(system.who)
        self.systems.append(system)
        return system

    # -- what they do

    async def day(self, today: date) -> None:
        for system in self.systems:
            if not system.is_closed:
                await self.hub.at_once([self._raised(system) for _ in range(self.several(RAISED / WORKING_DAYS))])
                if self.happens(0.05):
                    await self._sent_again(system)
                if self.happens(0.05):
                    await self._ask_in_vain(system)
                if working_days.after(today, 1).month != today.month:
                    await self._see(system)
        await self._keep(today)

    def _raised(self, system: System) -> Deed:
        call = Call(system.place, self.hub.calls.resident() if self.happens(0.7) else None)
        given = self._given(call)
        return Deed(system.who, "raiseWhistle", MOVED, given, then=partial(self._kept, system, call, given["reference"]))

    def _given(self, call: Call) -> dict[str, Any]:
        self.sent += 1
        return {"title": "路灯不亮", "kind": "KEY_WORK", "category": self.chance.choice(CATEGORIES),
                "reference": f"2026-{self.sent:06}", **({"resident": call.resident} if call.resident else {})}

    def _kept(self, system: System, call: Call, reference: str, answer: Mapping[str, Any]) -> None:
        system.raised[reference] = answer["whistle"]["id"]
        self.hub.calls.raised(answer, call)

    async def _sent_again(self, system: System) -> None:
        """A reference twice at the same time, and one that was sent before: there is one call, which it finds."""
        call = Call(system.place, self.hub.calls.resident())
        given = self._given(call)
        answers = await asyncio.gather(*(self.hub.tries(system.who, "raiseWhistle", MOVED, **given) for _ in range(2)))
        made = [each for each in answers if each["__typename"] == "RaiseWhistlePayload"]
        assert sorted(each["__typename"] for each in answers) == ["RaiseWhistlePayload", "ReferenceTaken"], answers
        self._kept(system, call, given["reference"], made[0])
        reference = self.chance.choice([*system.raised])
        answer = await self.hub.tries(system.who, "raiseWhistle", MOVED, **self._given(Call(system.place)) | {
            "reference": reference})
        assert answer["__typename"] == "ReferenceTaken", answer
        found = (await self.hub.read(system.who, FOUND, no=reference))["whistles"]["nodes"]
        assert found == [{"id": system.raised[reference]}], (reference, found)
        self.again += 1

    async def _ask_in_vain(self, system: System) -> None:
        """For what is not listed for it: of that nothing is shown, and nothing done."""
        for text in OTHERS:
            answer = await self.hub.ask(system.who, text)
            assert answer.get("data") is None, answer
            assert answer["errors"][0]["extensions"]["code"] == "NOT_FOR_SYSTEM", answer
        for name, given in (("withdrawWhistle", {"reason": "误报"}), ("writeWhistleMessage", {"body": "请加快"})):
            whistle = self.chance.choice([*self.hub.calls.of])
            answer = await self.hub.tries(system.who, name, whistleId=whistle, **given)
            assert answer["__typename"] == "NOT_FOR_SYSTEM", answer
        self.refused += 1

    async def _see(self, system: System) -> None:
        """Its own calls or its organisation's, and nobody's data but theirs, whatever leads to others."""
        calls, found = self.hub.calls, await self.hub.every(system.who, "whistles", OWN)
        references = {call: reference for reference, call in system.raised.items()}
        wanted = {each for each, call in calls.of.items()
                  if (each in references if system.sight == "OWN" else call.raiser is system.place)}
        assert [*sorted(wanted)] == sorted(each["id"] for each in found), (system, found)
        calls.looked(system.who, found)
        for each in found:
            assert each["reference"] == references.get(each["id"]), each
            assert {*_beside(each)} <= wanted, each
            assert not any(message["internal"] for message in each["messages"]["nodes"]), each
        known = {word for each in wanted for word in (calls.of[each].resident or {}).values()}
        assert {*PERSONAL.findall(str(found))} <= known
        if "nodes" in system.allow:
            some = self.chance.sample([*calls.of], min(50, len(calls.of)))
            nodes = (await self.hub.read(system.who, NODES, ids=some))["nodes"]
            assert [each and each["id"] for each in nodes] == [each if each in wanted else None for each in some], nodes

    # -- who keeps them

    async def _keep(self, today: date) -> None:
        hotline, app = self.hotline, self.app
        if today >= KEYS_REPLACED and not app.keys[1:]:
            await self._replace_key(app)
            assert [await self._is_good(key) for key in app.keys] == [True, True]
            for _ in range(2):
                await self._replace_key(hotline)
            assert [await self._is_good(key) for key in hotline.keys] == [False, True, True]
        if today >= CHANGED and app.sight != "OWN":
            hotline.allow.append("nodes")
            await self.hub.does(hotline.place.person, "allowSystem", "system { id }", systemId=self._id(hotline),
                                allow=hotline.allow)
            await self.hub.does(app.place.person, "allowSystem", "system { id }", systemId=self._id(app), sight="OWN")
            app.sight = "OWN"
            await self._see(app)
        if today >= CLOSED and not hotline.is_closed:
            await self._see(hotline)
            await self.hub.does(hotline.place.person, "closeSystem", "system { id }", systemId=self._id(hotline))
            assert not any([await self._is_good(key) for key in hotline.keys])
            hotline.is_closed = True

    async def _replace_key(self, system: System) -> None:
        answer = await self.hub.does(system.place.person, "replaceSystemKey", "key system { id }", systemId=self._id(system))
        system.keys.append(answer["key"])
        self.hub.keys[system.who.member] = answer["key"]

    def _id(self, system: System) -> str:
        return global_id("System", system.who.member)

    async def _is_good(self, key: str) -> bool:
        try:
            return await self.hub.sign_in.viewer(f"Bearer {key}") is not None
        except Unauthenticated:
            return False

    # -- what has to hold

    async def check(self, log: Log) -> list[str]:
        """Each reference is one call, which its system raised; it did nothing else; of one that is closed no key is left."""
        await self._see(self.app)
        wrong = [f"only {times} times {what}" for what, times in (("sent again", self.again), ("asked in vain", self.refused))
                 if times < TIMES]
        for system in self.systems:
            rows = [(row["reference"], global_id("Whistle", row["id"])) for row in log.rows("whistle")
                    if row["system_id"] == system.who.member]
            if sorted(rows) != sorted(system.raised.items()):
                wrong.append(f"{system.place.kind}: its calls are {rows}, were {system.raised}")
            did = [event["kind"] for event in log.events if event["actor_id"] == system.who.member]
            if did != ["whistle.reported"] * len(system.raised):
                wrong.append(f"{system.place.kind}: it did {did}")
        kept = await self.hub.pool.fetch("SELECT system_id FROM system_key WHERE system_id = ANY($1)",
                                         [system.who.member for system in self.systems])
        if [row["system_id"] for row in kept] != [self.app.who.member] * 2:
            wrong.append(f"keys are left: {kept}")
        return wrong


def _beside(whistle: Mapping[str, Any]) -> Iterator[str]:
    """The calls to which one leads."""
    yield from (whistle[name]["id"] for name in ("duplicateOf", "repeatOf") if whistle[name])
    yield from (each["id"] for name in ("duplicates", "repeats") for each in whistle[name]["nodes"])
