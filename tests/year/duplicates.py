"""Calls that say the same are linked to one of them, which is handled for all; and some come again after they were closed."""
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from tests.api.client import global_id
from tests.reference.stored import Row
from tests.reference.world import World
from tests.year import whistle_checks
from tests.year.calls import CALLS, MOVED, SHOWN, WORKING_DAYS, Call
from tests.year.concept import Concept
from tests.year.hub import Deed
from tests.year.log import Log
from tests.year.street import Person

LINKABLE = ("REPORTED", "TRIAGED", "DISPATCHED", "RETURNED", "ACCEPTED")
ANSWERS = {"whistle.handled": "whistle.answered", "whistle.verified": "whistle.answered", "whistle.closed": "whistle.closed"}
"""What happens to a call that is linked, as something happens to its original."""
ANSWERED = ("HANDLED", "VERIFIED")
DESK = f"{SHOWN} category duplicateOf {{ id }}"
SEEN = "id state result duplicateOf { id } repeatOf { id }"
LEFT = ("whistle.linked", "whistle.unlinked", "whistle.withdrawn")
LINKS, REPEATS = 40 + CALLS / 25, 15 + CALLS / 50  # in the year
LEAST_REPEATS = 6


class Duplicates(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {"whistle.linked": 30, "whistle.joined": 28, "whistle.answered": 35,
                                          "whistle.unlinked": 3}

    async def day(self, today: date) -> None:
        if links := self.several(LINKS / WORKING_DAYS):
            await self._linked(links)
        if repeats := self.several(REPEATS / WORKING_DAYS):
            found = await self._desk("{state: [CLOSED]}", 20)
            await self.hub.at_once([self._again(self.chance.choice(found)) for _ in range(repeats) if found])
        if self.happens(0.06):
            await self._let_go()

    async def _linked(self, number: int) -> None:
        """What is seen to be the same, or is called in by somebody else and linked at once; each is part of one link."""
        found = await self._desk("{open: true}", 20 + 4 * number)
        self.chance.shuffle(found)
        taken, links = set[str](), list[tuple[str, str]]()
        for original in found[:number]:
            others = [each for each in found if each["state"] in LINKABLE and not self.hub.calls.of[each["id"]].left_in
                      and _root(each) not in {*taken, _root(original)}]
            if _root(original) not in taken and self.happens(0.6) and others:
                duplicate = self.chance.choice(others)
                links.append((duplicate["id"], original["id"]))
                taken |= {_root(duplicate)}
            elif _root(original) not in taken:
                await self.hub.at_once([self._called_in(original, links)])
            taken |= {_root(original)}
        await self.hub.at_once([Deed(self.street.officer, "linkWhistle", "whistle { id state }", {
            "whistleId": duplicate, "duplicateOfId": original, "reason": "同一处"}) for duplicate, original in links])

    def _called_in(self, original: Mapping[str, Any], links: list[tuple[str, str]]) -> Deed:
        """The same, by whoever."""
        resident = self.hub.calls.resident() if self.happens(0.5) else None
        raiser = self.chance.choice((*self.street.communities, *self.street.grids, self.street.own))
        return self._raise(Call(raiser, resident), original["category"], links, original["id"])

    def _again(self, before: Mapping[str, Any]) -> Deed:
        """What was closed."""
        known = self.hub.calls.of[before["id"]]
        return self._raise(Call(known.raiser, known.resident), before["category"])

    def _raise(self, call: Call, category: str, links: list[tuple[str, str]] | None = None, original: str = "") -> Deed:
        def raised(answer: Mapping[str, Any]) -> None:
            self.hub.calls.raised(answer, call)
            if links is not None:
                links.append((answer["whistle"]["id"], original))
        return Deed(call.raiser.person, "raiseWhistle", MOVED, {
            "raiserId": call.raiser.id, "title": "楼道照明维修", "category": category, "kind": "KEY_WORK",
            **({"resident": call.resident} if call.resident else {})}, then=raised)

    async def _let_go(self) -> None:
        """One that is another thing, or that its caller takes back; and none is linked to what is over."""
        officer = self.street.officer
        found = await self._desk("{state: [LINKED]}", 10)
        if not found:
            return
        each = self.chance.choice(found)["id"]
        if self.happens(0.4):
            await self.hub.does(self.hub.calls.of[each].raiser.person, "withdrawWhistle", whistleId=each, reason="已自行办理")
            return
        await self.hub.does(officer, "unlinkWhistle", whistleId=each, reason="另一处")
        over = await self._desk("{state: [CLOSED]}", 1)
        if over:
            answer = await self.hub.tries(officer, "linkWhistle", whistleId=each, duplicateOfId=over[0]["id"], reason="同一处")
            assert answer["__typename"] == "OriginalOver", answer

    async def _desk(self, calls: str, most: int) -> list[dict[str, Any]]:
        """The newest of these."""
        return await self.hub.every(self.street.officer, "whistles", DESK, f"filter: {calls}, orderBy: NEWEST", most)

    # -- what has to hold

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """Whoever sees one that is linked is told what its original was answered with, and of that if it is seen."""
        wrong, seen = list[str](), [row for row in world.tables.of("whistle") if world.sees(row)]
        for name, column in (("linked", "duplicate_of_id"), ("repeated", "repeat_of_id")):
            found = await self.hub.every(who, "whistles", SEEN, f"filter: {{{name}: true}}")
            wanted = {global_id("Whistle", row["id"]): _shown(world, row) for row in seen if row[column]}
            told = {each.pop("id"): each for each in found}
            wrong += [f"{role}: {name} {each} is shown as {told.get(each)}, is to be {wanted.get(each)}"
                      for each in {*told, *wanted} if told.get(each) != wanted.get(each)]
        return wrong

    async def check(self, log: Log) -> list[str]:
        repeats = whistle_checks.repeated(log, self.hub.calls.of)
        wrong = [f"whistle {row['id']} repeats {row['repeat_of_id']}, by the log {repeats.get(row['id'])}"
                 for row in log.rows("whistle") if row["repeat_of_id"] != repeats.get(row["id"])]
        return [*wrong, *([f"only {len(repeats)} repeat"] if len(repeats) < LEAST_REPEATS else []), *answered(log)]


def answered(log: Log) -> Iterator[str]:
    """Each call that is linked is answered exactly as its original is, at the same moments, and nothing else becomes of it."""
    joined = {event["at"]: event["object_id"] for event in log.of_kind("whistle.joined")}
    for row in log.rows("whistle"):
        moves = [each for each in log.of(row["id"]) if each["kind"] in LEFT]
        original, wanted = None, list[tuple[datetime, str]]()
        for move, until in zip(moves, [*(each["at"] for each in moves[1:]), log.now], strict=False):
            original = joined[move["at"]] if move["kind"] == "whistle.linked" else None
            wanted += _answers(log, original, move["at"], until) if original else ()
        told = [(each["at"], each["kind"]) for each in log.of(row["id"]) if each["kind"] == "whistle.answered"
                or (each["kind"] == "whistle.closed" and each["before"]["state"] == "LINKED")]
        if told != wanted:
            yield f"whistle {row['id']} was answered {told}, its original {wanted}"
        yield from _as_its_original(log, row, original, bool(moves) and bool(told) and told[-1][0] >= moves[-1]["at"])


def _answers(log: Log, original: UUID, since: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
    """What became of an original while another call was linked to it, and before, if that was an answer."""
    states = [each["after"]["state"] for each in log.of(original) if each["at"] < since and "state" in (each["after"] or {})]
    if states[-1] in ANSWERED:
        yield since, "whistle.answered"
    yield from ((each["at"], ANSWERS[each["kind"]]) for each in log.of(original)
                if since < each["at"] < until and each["kind"] in ANSWERS)


def _as_its_original(log: Log, row: Row, original: UUID | None, is_answered: bool) -> Iterator[str]:
    """A call and its original, by the rows."""
    if row["duplicate_of_id"] != original:
        yield f"whistle {row['id']} is linked to {row['duplicate_of_id']}, by the log to {original}"
    elif original is not None:
        its = log.tables.find("whistle", original)
        assert its is not None
        result = its["result"] if is_answered else None
        if row["result"] != result or (row["state"] == "CLOSED") != (its["state"] == "CLOSED"):
            yield f"whistle {row['id']} is {row['state']}, {row['result']}; its original {its['state']}, {its['result']}"


def _shown(world: World, row: Row) -> dict[str, Any]:
    """What is to be shown of a call."""
    seen = {name: world.seen(world.tables.find("whistle", row[column]))
            for name, column in (("duplicateOf", "duplicate_of_id"), ("repeatOf", "repeat_of_id"))}
    return {"state": row["state"], "result": row["result"],
            **{name: other and {"id": global_id("Whistle", other["id"])} for name, other in seen.items()}}


def _root(whistle: Mapping[str, Any]) -> str:
    return str((whistle["duplicateOf"] or whistle)["id"])
