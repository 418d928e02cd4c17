"""Calls: communities, grids and the street raise them, also for residents; departments answer them, some are forgotten."""
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from random import Random
from typing import Any, ClassVar
from uuid import UUID

from tests.api.client import global_id
from tests.reference.world import World
from tests.year import whistle_checks
from tests.year.calls import CALLS, MOVED, NAME, PARTIES, PHONE, RESIDENT, SHOWN, WITH_LEAD, WORKING_DAYS, Call
from tests.year.concept import CATEGORIES, Concept
from tests.year.hub import Deed, Hub
from tests.year.log import Log
from tests.year.street import Person, Place, Street

KNOWN, UNKNOWN = CATEGORIES[:6], CATEGORIES[6:]
"""Categories that the routing table has, and has not."""
FORGETTABLE = ("REPORTED", "TRIAGED", "DISPATCHED", "ACCEPTED", "HANDLED")
SENT = f"whistle {{ {SHOWN} {PARTIES} }}"  # to departments, or not yet
LIMITS = ({"count": 4, "unit": "HOURS"}, {"count": 1, "unit": "WORKING_DAYS"}, {"count": 72, "unit": "HOURS"},
          {"count": 5, "unit": "WORKING_DAYS"}, {"count": 10, "unit": "WORKING_DAYS"})
ERASED = "query($id: ID!) { node(id: $id) { ... on Whistle { resident { name phone } } } }"
RATED = {"responded": 0.95, "resolved": 0.8, "satisfied": 0.75}


class Whistles(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "route.set": 10, "route.removed": 1, "whistle.reported": 120, "whistle.triaged": 115, "whistle.dispatched": 115,
        "whistle.accepted": 105, "whistle.returned": 5, "whistle.handled": 105, "whistle.verified": 90,
        "whistle.part_reported": 60, "whistle.reworked": 6, "whistle.suspended": 2, "whistle.resumed": 1,
        "whistle.closed": 90, "whistle.withdrawn": 1, "whistle.rated": 45, "whistle.escalated": 60,
        "whistle.resident_erased": 10}
    LISTS: ClassVar[Mapping[str, str]] = {"whistles": "whistle", "routes": "route"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.calls = hub.calls
        self.calls.places |= street.by_id
        self.departments = [unit for unit in street.units if unit.kind == "DEPARTMENT"]
        self.forgets = Random("year erased")

    async def begin(self) -> None:
        for community in self.street.communities:
            await self._appoint(community)
        district = (await self.hub.every(self.street.district, "organizations", "id", "filter: {kind: [DISTRICT]}"))[0]["id"]
        for number, category in enumerate(KNOWN):
            await self._route(district, category, self.departments[number])
        for category in KNOWN[:2]:
            await self._route(self.street.own.id, category, self.departments[-1])
        for community in self.street.communities[:2]:
            await self._route(community.id, KNOWN[0], self.street.own)

    async def _appoint(self, community: Place) -> None:
        """The head of its first grid."""
        grids = await self.hub.every(community.person, "organizations", "id divisionCode",
                                     f'filter: {{kind: [GRID], withinDivision: "{community.home}"}}')
        grid, head = min(grids, key=lambda each: str(each["divisionCode"])), self.street.spare.pop()
        await self.hub.does(community.person, "appointMember", memberId=head.id, organizationId=grid["id"], kind="GRID_HEAD")
        place = Place(grid["id"], community.home, "GRID", head)
        self.calls.places[place.id] = place
        self.street.grids.append(place)

    async def _route(self, division_id: str, category: str, lead: Place) -> None:
        assisting = [each.id for each in self.chance.sample(self.departments, self.chance.randint(0, 2)) if each is not lead]
        await self.hub.does(self.street.district, "setRoute", divisionId=division_id, category=category, leadId=lead.id,
                            acceptIn=self.chance.choice(LIMITS[:3]), handleIn=self.chance.choice(LIMITS[2:]),
                            assistingIds=assisting)

    # -- what people do

    async def day(self, today: date) -> None:
        await self.hub.at_once(self._raised() for _ in range(self.several(CALLS / WORKING_DAYS)))
        await self._at_dispatchers()
        for lead in [*self.calls.leads.values()]:
            if self.happens(0.8):
                await self._at_lead(lead)
        for assisting in [*self.calls.assisting.values()]:
            if self.happens(0.7):
                await self._at_assisting(assisting)
        for caller in [*self.calls.callers.values()]:
            if self.happens(0.7):
                await self._at_caller(caller)
        if self.happens(0.1):
            await self._seen(self.chance.choice((self.street.officer, self.street.district, self.street.guest.person)), most=50)
        if self.happens(0.08):
            await self._rearrange()

    def _raised(self) -> Deed:
        raiser = self.chance.choice((*self.street.communities, *self.street.grids, self.street.own))
        resident = self.calls.resident() if self.happens(0.6) else None
        call = Call(raiser, resident, self.chance.choice(FORGETTABLE) if self.happens(0.12) else None)
        return Deed(raiser.person, "raiseWhistle", MOVED, {
            "raiserId": raiser.id, "title": "楼道照明维修", "category": self.chance.choice(CATEGORIES),
            "kind": self.chance.choice(("KEY_WORK", "KEY_WORK", "JOINT_ENFORCEMENT", "EMERGENCY")),
            **({"resident": resident} if resident else {})}, then=partial(self.calls.raised, call=call))

    async def _at_dispatchers(self) -> None:
        found = await self._seen(self.street.officer, "filter: {state: [REPORTED, TRIAGED, RETURNED, SUSPENDED, VERIFIED]}, "
                                                      "orderBy: DUE")
        await self.hub.at_once(filter(None, map(self._dispatched, found)))
        if self.happens(0.2):
            in_work = await self._seen(self.street.officer, "filter: {state: [ACCEPTED, REWORK]}")
            await self.hub.at_once([self._deed(self.street.officer, "suspendWhistle", each, reason="待施工许可")
                                     for each in in_work if self.happens(0.1)])

    def _dispatched(self, whistle: Mapping[str, Any]) -> Deed | None:
        """What its dispatcher does with a call."""
        state, officer = whistle["state"], self.street.officer
        if self._is_left(whistle):
            return None
        if state == "REPORTED" and self.happens(0.85):
            other = {"category": self.chance.choice(CATEGORIES)} if self.happens(0.1) else {}
            return self._deed(officer, "triageWhistle", whistle, selection=SENT, **other)
        if state in ("TRIAGED", "RETURNED") and self.happens(0.1):
            return self._deed(officer, "dispatchWhistle", whistle, ["NoRoute"], SENT)
        if state in ("TRIAGED", "RETURNED") and self.happens(0.8):
            lead, *assisting = self.chance.sample([*self.departments, self.street.own], self.chance.randint(1, 3))
            return self._deed(officer, "dispatchWhistle", whistle, selection=SENT, leadId=lead.id,
                              assistingIds=[one.id for one in assisting], acceptIn=self.chance.choice(LIMITS[:3]),
                              handleIn=self.chance.choice(LIMITS[2:]))
        if state == "SUSPENDED" and self.happens(0.2):
            return self._deed(officer, "resumeWhistle", whistle)
        if state == "VERIFIED" and self.happens(0.7):
            return self._deed(officer, "closeWhistle", whistle)
        return None

    async def _at_lead(self, lead: Place) -> None:
        found = await self._seen(lead.person, "filter: {mine: true, state: [DISPATCHED, ACCEPTED, REWORK]}, orderBy: DUE",
                                 PARTIES)
        if not found:
            del self.calls.leads[lead.id]
        await self.hub.at_once(filter(None, (self._worked(lead, each) for each in found)))

    def _worked(self, lead: Place, whistle: Mapping[str, Any]) -> Deed | None:
        """What the lead does with a call."""
        if self._is_left(whistle):
            return None
        if whistle["state"] == "DISPATCHED" and self.happens(0.08):
            return self._deed(lead.person, "returnWhistle", whistle, reason="不属本部门职责")
        if whistle["state"] == "DISPATCHED" and self.happens(0.8):
            return self._deed(lead.person, "acceptWhistle", whistle)
        if whistle["state"] != "DISPATCHED" and self.happens(0.4):
            said = {"result": f"已维修 {self.hub.sent}"}
            if not _awaited(whistle):
                return self._deed(lead.person, "handleWhistle", whistle, **said)
            if self.happens(0.2):
                return self._deed(lead.person, "handleWhistle", whistle, **said, unreportedReason="协办方未到场")
            return self._deed(lead.person, "handleWhistle", whistle, ["PartiesUnreported"], **said)
        return None

    async def _at_assisting(self, place: Place) -> None:
        found = await self._seen(place.person, "filter: {partyId: $of, state: [DISPATCHED, ACCEPTED, REWORK]}", PARTIES,
                                 of=place.id)
        asked = [each for each in found if place.id in _awaited(each)]
        if not asked:
            del self.calls.assisting[place.id]
        await self.hub.at_once([self._deed(place.person, "reportWhistle", each, report="已到场", organizationId=place.id)
                                for each in asked if not self._is_left(each) and self.happens(0.8)])

    async def _at_caller(self, caller: Place) -> None:
        found = await self._seen(caller.person, "filter: {raisedByMine: true, "
                                                "state: [REPORTED, TRIAGED, DISPATCHED, RETURNED, HANDLED]}")
        deeds = [*filter(None, (self._answered(caller, each) for each in found))]
        await self.hub.at_once(deeds)
        await self.hub.at_once([self._rated(caller, deed.given["whistleId"]) for deed in deeds
                                 if deed.name != "withdrawWhistle" and self.happens(0.6)])
        if self.forgets.random() < 0.15:
            await self._erase(caller)

    async def _erase(self, caller: Place) -> None:
        """Residents whose calls are handled, the newest of them: nobody is shown them any more."""
        found = await self.hub.every(caller.person, "whistles", SHOWN, "filter: {raisedByMine: true, "
                                     "state: [HANDLED, VERIFIED, CLOSED]}, orderBy: NEWEST", 10)
        for each in found:
            if self.calls.of[each["id"]].resident and self.forgets.random() < 0.3:
                await self.hub.does(caller.person, "eraseWhistleResident", whistleId=each["id"])
                self.calls.erased.add(each["id"])

    def _answered(self, caller: Place, whistle: Mapping[str, Any]) -> Deed | None:
        """What the caller does with a call."""
        if self._is_left(whistle):
            return None
        if whistle["state"] != "HANDLED":
            return self._deed(caller.person, "withdrawWhistle", whistle, reason="已自行办理") if self.happens(0.06) else None
        if self.happens(0.1):
            return self._deed(caller.person, "reworkWhistle", whistle, reason="仍不亮")
        return self._deed(caller.person, "verifyWhistle", whistle, evidence="现场照片") if self.happens(0.7) else None

    def _rated(self, caller: Place, whistle_id: str) -> Deed:
        """What the resident says; after a rework it is too late, until it is handled again."""
        said: dict[str, Any] = {name: self.happens(share) for name, share in RATED.items()}
        return self._deed(caller.person, "rateWhistle", {"id": whistle_id}, unless=["WrongState"], **said)

    async def _rearrange(self) -> None:
        """The routing table changes: a route is set anew, or one of a community's is removed."""
        routes = await self.hub.every(self.street.district, "routes", "id category division { id }")
        each = self.chance.choice(routes)
        if each["division"]["id"] in self.calls.places:
            await self.hub.does(self.street.district, "removeRoute", routeId=each["id"])
        else:
            await self._route(each["division"]["id"], each["category"], self.chance.choice(self.departments[:12]))

    def _is_left(self, whistle: Mapping[str, Any]) -> bool:
        return bool(whistle["level"] != "DISTRICT" and self.calls.of[whistle["id"]].left_in == whistle["state"])

    def _deed(self, who: Person, name: str, whistle: Mapping[str, Any], unless: Iterable[str] = (), selection: str = MOVED,
              **given: Any) -> Deed:
        return Deed(who, name, selection, {"whistleId": whistle["id"], **given}, unless, self._moved)

    def _moved(self, answer: Mapping[str, Any]) -> None:
        """Who has something to do with it now."""
        if whistle := answer.get("whistle"):
            if "parties" in whistle and whistle["state"] == "DISPATCHED":
                awaited = _awaited(whistle)
                self.hub.asked[UUID(hex=whistle["id"][2:])].append({UUID(hex=each[2:]) for each in awaited})
                self.calls.assisting |= {each: self.calls.places[each] for each in awaited}
            to = whistle["lead"] if whistle["state"] in WITH_LEAD else whistle["raiser"]
            (self.calls.leads if whistle["state"] in WITH_LEAD else self.calls.callers)[to["id"]] = self.calls.places[to["id"]]

    # -- what they are shown

    async def _seen(self, who: Person, arguments: str = "", more: str = "", most: int = 100_000,
                    of: str | None = None) -> list[dict[str, Any]]:
        """What somebody finds; now and then with the residents, who are shown to whom they are to be."""
        looks = self.happens(0.3)
        found = await self.hub.every(who, "whistles", f"{SHOWN} {more} {RESIDENT if looks else ''}", arguments, most, of=of)
        self.calls.looked(who, found if looks else ())
        return found

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        found = await self.hub.every(who, "whistles", f"{SHOWN} {RESIDENT}")
        return [f"{role}: the resident of {each['id']} is shown as {each['resident']}" for each in found
                if each["resident"] != self.calls.shown(who, each)]

    async def check(self, log: Log) -> list[str]:
        rounds = [*self.hub.rounds_at]
        return [*whistle_checks.escalations(log, rounds), *whistle_checks.unanswered(log), *self._leaked(log),
                *await self._erased(log), *await self._unrecorded(log),
                *await whistle_checks.figures(self.hub, self.street, log)]

    def _leaked(self, log: Log) -> list[str]:
        """No event says anything of a resident."""
        return [f"event {event['id']} names a resident" for event in log.events
                for text in [f"{event['before']} {event['after']}"] if NAME in text or PHONE in text]

    async def _erased(self, log: Log) -> list[str]:
        """Exactly those that were erased are gone, and neither who raised the call nor who has it is shown them."""
        kept = {row["whistle_id"] for row in await self.hub.pool.fetch("SELECT whistle_id FROM whistle_resident")}
        wanted = {log.id(each) for each, call in self.calls.of.items() if call.resident and each not in self.calls.erased}
        wrong = [f"the resident of whistle {each} is {'kept' if each in kept else 'lost'}" for each in kept ^ wanted]
        wrong += [f"whistle {row['id']} is for a resident: {row['for_resident']}" for row in log.rows("whistle")
                  if row["for_resident"] != (row["id"] in wanted)]
        for each in self.calls.erased:
            row = log.tables.find("whistle", log.id(each))
            assert row is not None
            lead = [self.calls.places[global_id("Organization", row["lead_id"])].person] if row["lead_id"] else []
            for who in (self.calls.of[each].raiser.person, *lead, self.street.officer):
                found = (await self.hub.read(who, ERASED, id=each))["node"]
                wrong += [f"{who} is shown {found} of {each}"] if found != {"resident": None} else []
        return wrong

    async def _unrecorded(self, log: Log) -> list[str]:
        """Each look at a resident is on record, with who looked."""
        rows = await self.hub.pool.fetch("SELECT member_id, subject_id FROM contact_read WHERE subject_type = 'whistle'")
        looked = Counter((row["member_id"], row["subject_id"]) for row in rows)
        shown = Counter({(member, log.id(whistle)): number for (member, whistle), number in self.calls.looks.items() if number})
        return [f"{each} looked {shown[each]} times, {looked[each]} on record" for each in {*shown, *looked}
                if shown[each] != looked[each]]


def _awaited(whistle: Mapping[str, Any]) -> list[str]:
    """Who assists a call, and has not said what it did."""
    return [each["organization"]["id"] for each in whistle["parties"]["nodes"]
            if each["role"] == "ASSISTING" and each["state"] == "ASKED"]
