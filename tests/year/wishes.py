"""Micro-wishes: neighbours take them, or are asked to; a resident is shown while a member does it, and to nobody else."""
import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from tests.reference import wishes
from tests.reference.world import World
from tests.year.concept import CATEGORIES, Concept, at
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Person, Place, Street

SHOWN = "id state holder { id } community { id } resident { name phone }"
SCOPES = ("COMMUNITY", "COMMUNITY", "STREET")
DESKS = 3  # a community looks at its wishes in so many working days
IN_HANDS = ("OFFERED", "TAKEN", "HELD", "FULFILLED", "CONFIRMED")


class Wishes(Concept):
    """
    residents  what communities said of them, by wish; without those that were erased
    holders    who has a wish, or had it at its end, as the answers told
    busy       who has something to do, by the member's ID
    looks      how often whom a resident was shown: the member and the wish
    told       the words by which a resident would be known again
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "wish.published": 250, "wish.taken": 100, "wish.offered": 60, "wish.accepted": 120, "wish.given_back": 12,
        "wish.fulfilled": 60, "wish.returned": 3, "wish.confirmed": 45, "wish.withdrawn": 8, "wish.lapsed": 100,
        "wish.resident_erased": 8}
    LISTS: ClassVar[Mapping[str, str]] = {"microWishes": "micro_wish"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.residents, self.holders, self.busy = dict[str, dict[str, str]](), dict[str, Person](), dict[str, Person]()
        self.looks, self.told, self.days = Counter[tuple[UUID, str]](), set[str](), 0

    async def day(self, today: date) -> None:
        self.days += 1
        for _ in range(self.several(1.5)):
            await self._publish(self.chance.choice(self.street.communities), today)
        for number, place in enumerate(self.street.communities):
            if (number + self.days) % DESKS == 0:
                await self._at_desk(place, today)
        for _ in range(self.several(2.2)):
            await self._take(self.chance.choice(self.street.communities), today)
        for holder in [*self.busy.values()]:
            if self.happens(0.2):
                await self._at_it(holder)
        if self.happens(0.3):
            unit = self.chance.choice(self.street.units)
            await self._seen(self.chance.choice((self.street.officer, self.street.district, unit.person)))

    async def _publish(self, place: Place, today: date) -> None:
        number = len(self.told)
        resident = {"name": f"心愿居民{number:04}", "phone": f"1390077{number:04}"}
        answer = await self.hub.does(place.person, "publishWish", "wish { id }", communityId=place.id, title="收音机",
                                     category=self.chance.choice(CATEGORIES), resident=resident,
                                     scope=self.chance.choice(SCOPES), dueAt=at(self.ahead(today, 5, 40), 18))
        self.residents[answer["wish"]["id"]] = resident
        self.told |= {*resident.values()}

    async def _seen(self, who: Person, arguments: str = "") -> list[dict[str, Any]]:
        """What somebody finds, and that residents are shown to whom they are to be."""
        found = await self.hub.every(who, "microWishes", SHOWN, arguments)
        for wish in found:
            is_own = self.street.by_id[wish["community"]["id"]].person == who
            is_held = wish["state"] == "HELD" and bool(wish["holder"]) and wish["holder"]["id"] == who.id
            may = is_held or (is_own and wish["state"] in ("HELD", "FULFILLED"))
            assert wish["resident"] == (self.residents.get(wish["id"]) if may else None), (who, wish)
            self.looks[who.member, wish["id"]] += wish["resident"] is not None
        return found

    async def _at_desk(self, place: Place, today: date) -> None:
        for wish in await self._seen(place.person, "filter: {mine: true, state: [OPEN, TAKEN, HELD, FULFILLED]}"):
            wish_id, state = wish["id"], wish["state"]
            if state == "OPEN" and self.happens(0.1):
                asked = self._neighbour(place, today)
                await self.hub.does(place.person, "offerWish", wishId=wish_id, memberId=asked.id)
                self._has(wish_id, asked)
            elif state == "TAKEN" and self.happens(0.7):
                await self.hub.does(place.person, "acceptWish", wishId=wish_id)
            elif state == "FULFILLED" and self.happens(0.5):
                await self.hub.does(place.person, "confirmWish", wishId=wish_id)
            elif state == "FULFILLED" and self.happens(0.2):
                await self.hub.does(place.person, "returnWish", wishId=wish_id, reason="还没响", dueAt=at(
                    self.ahead(today, 3, 10), 18))
            elif state in ("TAKEN", "HELD") and self.happens(0.05):
                await self._give_back(place.person, wish_id)
            elif state != "FULFILLED" and self.happens(0.02):
                await self.hub.does(place.person, "withdrawWish", wishId=wish_id, reason="已买到")
            elif self.happens(0.02):
                await self.hub.does(place.person, "eraseWishResident", wishId=wish_id)
                self.residents.pop(wish_id, None)

    async def _take(self, place: Place, today: date) -> None:
        """Sometimes two at once: one has it."""
        people = [*dict.fromkeys(self._neighbour(place, today) for _ in range(1 + self.happens(0.3)))]
        found = await self._seen(people[0], "filter: {state: [OPEN]}, orderBy: DUE")
        near = [wish["id"] for wish in found if wish["community"]["id"] == place.id]
        if near:
            wish_id = self.chance.choice(near)
            answers = await asyncio.gather(*(self.hub.tries(one, "takeWish", wishId=wish_id) for one in people))
            had = [one for one, answer in zip(people, answers, strict=True) if answer["__typename"] == "TakeWishPayload"]
            assert len(had) == 1, answers
            assert all(answer["__typename"] in ("TakeWishPayload", "WrongState") for answer in answers), answers
            self._has(wish_id, had[0])

    def _has(self, wish_id: str, holder: Person) -> None:
        self.holders[wish_id] = self.busy[holder.id] = holder
        self.hub.given[UUID(hex=wish_id[2:])].append(holder.member)

    def _neighbour(self, place: Place, today: date) -> Person:
        """Who belongs to a community, and does not act for it."""
        near = [unit.person for unit in self.street.units if unit.home == place.home]
        return self.chance.choice([*near, *(seat.person for seat in place.sitting(today) if seat.person != place.person)])

    async def _at_it(self, holder: Person) -> None:
        """Who belongs there no more finds it no more: then its day, or the community, ends it."""
        found = await self._seen(holder, "filter: {mine: true, state: [OFFERED, TAKEN, HELD, FULFILLED]}")
        if not found:
            del self.busy[holder.id]
        for wish in found:
            if wish["state"] == "OFFERED" and self.happens(0.7):
                await self.hub.does(holder, "acceptWish", wishId=wish["id"])
            elif wish["state"] == "HELD" and self.happens(0.6):
                await self.hub.does(holder, "fulfilWish", wishId=wish["id"], note="已送到")
            elif wish["state"] != "FULFILLED" and self.happens(0.1):
                await self._give_back(holder, wish["id"])

    async def _give_back(self, who: Person, wish_id: str) -> None:
        await self.hub.does(who, "giveBackWish", wishId=wish_id, reason="出差")
        del self.holders[wish_id]

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """A resident is shown to who may see it at the year's end."""
        wrong = []
        for each in await self.hub.every(who, "microWishes", SHOWN):
            wish = world.tables.find("micro_wish", UUID(hex=each["id"][2:]))
            assert wish is not None
            resident = wishes.resident(world, wish, None)
            if each["resident"] != (resident and {name: resident[name] for name in ("name", "phone")}):
                wrong.append(f"{role}: the resident of {each['id']} is shown as {each['resident']}")
        return wrong

    async def check(self, log: Log) -> list[str]:
        return [*self._held(log), *self._leaked(log), *await self._unrecorded(log)]

    def _held(self, log: Log) -> list[str]:
        """Who holds a wish is whom the answers said: one at most."""
        holders = {log.id(wish): person.member for wish, person in self.holders.items()}
        return [f"wish {row['id']} is held by {row['holder_id']}, by the answers {holders.get(row['id'])}"
                for row in log.rows("micro_wish") if row["state"] in ("OPEN", *IN_HANDS)
                and row["holder_id"] != holders.get(row["id"])]

    def _leaked(self, log: Log) -> list[str]:
        """No event says anything of a resident."""
        said = ((event["id"], f"{event['before']} {event['after']}") for event in log.of_kind(
            *(kind for kind in {event["kind"] for event in log.events} if kind.startswith("wish."))))
        return [f"event {event} names a resident" for event, text in said if any(word in text for word in self.told)]

    async def _unrecorded(self, log: Log) -> list[str]:
        """Each look at a resident is on record, with who looked."""
        rows = await self.hub.pool.fetch("SELECT member_id, subject_id FROM contact_read WHERE subject_type = 'micro_wish'")
        looked = Counter((row["member_id"], row["subject_id"]) for row in rows)
        shown = Counter({(member, log.id(wish)): number for (member, wish), number in self.looks.items() if number})
        return [f"{each} looked {shown[each]} times, {looked[each]} on record" for each in {*shown, *looked}
                if shown[each] != looked[each]]
