"""What the parties of a call write to each other, and notes that its caller does not see: everybody reads it at the end."""
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from domain import dates
from tests.api.client import global_id
from tests.reference.stored import Row
from tests.reference.world import World
from tests.year import sight
from tests.year.calls import CALLS, PARTIES, SHOWN, WORKING_DAYS
from tests.year.concept import Concept
from tests.year.hub import Deed, Hub
from tests.year.log import Log
from tests.year.street import Person, Place, Street

MESSAGES = 75 + CALLS / 10  # in the year
LONGEST = 20  # messages of a call
CALLS_AT_A_TIME, MESSAGES_AT_A_TIME = 20, 100
T = TypeVar("T")
THREADS = f"""query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Whistle {{ id messages(first: {LONGEST}) {{ totalCount nodes {{
    id internal }} }} history(first: 80) {{ nodes {{ kind object {{ id }} }} }} }} }} }}"""
BY_ID = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
KINDS = {"WHISTLE_MESSAGED", "WHISTLE_INSIDE_NOTED"}
IN_VAIN = 8  # times, at least, somebody wrote what is refused


@dataclass(frozen=True)
class Said:
    """A message, as it was handed in."""

    call: str
    body: str
    internal: bool
    by: Person


class Threads(Concept):
    """
    said      by the ID of the message
    length    of each thread, by the ID of the call
    in_vain   how often somebody wrote what is refused
    """

    LEAST: ClassVar[Mapping[str, int]] = {"whistle.messaged": 35, "whistle_inside.noted": 20}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.said, self.length, self.in_vain = dict[str, Said](), Counter[str](), 0

    async def day(self, today: date) -> None:
        number = self.several(MESSAGES / WORKING_DAYS)
        if not number:
            return
        found = await self._calls("open: true", 20 + number)
        some = [each for each in found if self.length[each["id"]] < LONGEST - number]
        if some:
            await self.hub.at_once([self._written(self.chance.choice(some)) for _ in range(number)])
            if self.happens(0.3):
                await self._in_vain(self.chance.choice(some))

    async def _calls(self, which: str, most: int) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "whistles", f"{SHOWN} {PARTIES}",
                                    f"filter: {{{which}}}, orderBy: NEWEST", most)

    def _written(self, whistle: Mapping[str, Any]) -> Deed:
        """By one of its parties, or who watches over it; half of what departments write is no affair of its caller's."""
        raiser = self.hub.calls.places[whistle["raiser"]["id"]]
        who = self.chance.choice([raiser.person, self._desk(raiser), *self._departments(whistle)])
        internal = who != raiser.person and self.happens(0.5)
        said = Said(whistle["id"], f"留言 {self.hub.sent} {self.chance.random()}", internal, who)
        return Deed(who, "writeWhistleMessage", "whistleMessage { id }", {
            "whistleId": said.call, "body": said.body, "internal": said.internal}, then=partial(self._kept, said))

    def _desk(self, raiser: Place) -> Person:
        """An officer over who dispatches its calls: of the street's own, whose caller it is, one of the district."""
        return self.street.district if raiser is self.street.own else self.street.officer

    def _departments(self, whistle: Mapping[str, Any]) -> list[Person]:
        return [self.hub.calls.places[each["organization"]["id"]].person for each in whistle["parties"]["nodes"]]

    def _kept(self, said: Said, answer: Mapping[str, Any]) -> None:
        self.said[answer["whistleMessage"]["id"]] = said
        self.length[said.call] += 1

    async def _in_vain(self, whistle: Mapping[str, Any]) -> None:
        """The caller writes no internal note, others nothing at all, and of what is over nobody writes."""
        raiser = self.hub.calls.places[whistle["raiser"]["id"]]
        over = [(self.street.officer, each["id"], False, "WrongState") for each in await self._calls("state: [CLOSED]", 1)]
        for who, call, internal, no in ((raiser.person, whistle["id"], True, "NotAllowed"),
                                        (self.street.outside["unit"], whistle["id"], False, "NOT_FOUND"), *over):
            answer = await self.hub.tries(who, "writeWhistleMessage", whistleId=call, body="留言", internal=internal)
            assert answer["__typename"] == no, (who, whistle, answer)
        self.in_vain += 1

    # -- what has to hold

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """Every thread, as one of every role."""
        return [each async for each in self._misread(role, who, world, [*self.length])]

    async def check(self, log: Log) -> list[str]:
        """Every thread, as each of its parties; and what was said, as it was handed in."""
        rows = {global_id("WhistleMessage", row["id"]): row for row in log.rows("whistle_message")}
        wrong = [f"message {each} is {rows.get(each)}, was {self.said.get(each)}" for each in {*rows, *self.said}
                 if each not in rows or each not in self.said or not _is_as_said(rows[each], self.said[each])]
        of = defaultdict[Person, list[str]](list)
        for call in self.length:
            parties = {log.tables.find("whistle", log.id(call))["raiser_id"], *(  # type: ignore[index]  # it is there
                party["organization_id"] for party in log.tables.on("whistle_party", log.id(call)))}
            for person in {self.hub.calls.places[global_id("Organization", each)].person for each in parties}:
                of[person].append(call)
        for person, calls in of.items():
            world = World(log.tables, sight.viewer_of(log.tables, person.member, dates.day(log.now)), log.now)
            wrong += [each async for each in self._misread(f"a party, {person.id}", person, world, calls)]
        return wrong if self.in_vain >= IN_VAIN else [*wrong, f"only {self.in_vain} times written in vain"]

    async def _misread(self, role: str, who: Person, world: World, calls: list[str]) -> AsyncIterator[str]:
        """What somebody reads of these threads and should not, or should and does not."""
        rows = defaultdict[str, list[Row]](list)
        for row in world.tables.of("whistle_message"):
            rows[global_id("Whistle", row["whistle_id"])].append(row)
        for some in _slices(calls, CALLS_AT_A_TIME):
            nodes = (await self.hub.read(who, THREADS, ids=some))["nodes"]
            for call, node in zip(some, nodes, strict=True):
                wanted = _wanted(world, world.tables.find("whistle", UUID(hex=call[2:])), rows[call])
                if (node and _told(node)) != wanted:
                    yield f"{role}: of the thread of {call} {node and _told(node)} is shown, {wanted} is to be"
        for messages in _slices([row for call in calls for row in rows[call]], MESSAGES_AT_A_TIME):
            ids = [global_id("WhistleMessage", row["id"]) for row in messages]
            nodes = (await self.hub.read(who, BY_ID, ids=ids))["nodes"]
            shown = {each["id"] for each in nodes if each}
            wanted_ids = {each for each, row in zip(ids, messages, strict=True) if world.sees(row)}
            if shown != wanted_ids:
                yield f"{role}: {shown - wanted_ids} are shown by their IDs, {wanted_ids - shown} are not"


def _slices(of: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (of[first:first + size] for first in range(0, len(of), size))


def _told(call: Mapping[str, Any]) -> dict[str, Any]:
    """What a call shows of its thread: its messages, and those of which its history tells."""
    messages, events = call["messages"], call["history"]["nodes"]
    return {"count": messages["totalCount"], "internal": {each["id"]: each["internal"] for each in messages["nodes"]},
            "events": {each["object"] and each["object"]["id"] for each in events if each["kind"] in KINDS}}


def _wanted(world: World, call: Row | None, messages: Sequence[Row]) -> dict[str, Any] | None:
    """The same, as it is to be; None: the call is not to be seen."""
    if call is None or not world.sees(call):
        return None
    internal = {global_id("WhistleMessage", row["id"]): row["internal"] for row in messages if world.sees(row)}
    return {"count": len(internal), "internal": internal, "events": {each for each, inside in internal.items() if not inside}}


def _is_as_said(row: Row, said: Said) -> bool:
    return (global_id("Whistle", row["whistle_id"]), row["body"], row["internal"], row["written_by"]) == (
        said.call, said.body, said.internal, said.by.member)
