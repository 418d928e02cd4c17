"""Calls as they were raised, for all that have to do with them: who has something to do, and whom a resident is shown."""
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain import working_days
from tests.year.street import YEAR, Person, Place

CALLS = int(os.environ.get("YEAR_CALLS", "160"))
"""How many there are in the year, or nearly: `make year` has as many as a district's offices have."""
WORKING_DAYS = sum(working_days.is_working_day(YEAR[0] + timedelta(days=number)) for number in range((YEAR[1] - YEAR[0]).days))
WITH_LEAD = ("DISPATCHED", "ACCEPTED", "REWORK")
LEAD_SEES = (*WITH_LEAD, "SUSPENDED", "HANDLED", "VERIFIED")
OVER = ("CLOSED", "WITHDRAWN")
SHOWN = "id state level lead { id } raiser { id }"
MOVED = f"whistle {{ {SHOWN} }}"
PARTIES = "parties(first: 20) { nodes { role state organization { id } } }"
RESIDENT = "resident { name phone masked }"
PHONE, NAME = "1380066", "诉求居民"  # how those of residents begin: nothing else does


@dataclass(frozen=True)
class Call:
    """
    resident    as it was given; None: of nobody
    left_in     the state in which it is forgotten, until the district knows of it; None: it is not
    """

    raiser: Place
    resident: Mapping[str, str] | None = None
    left_in: str | None = None


class Calls:
    """
    of      what was raised, by ID
    places  who acts, by ID: grids too
    systems   which act for a place, by its ID
    leads, assisting, callers   who has something to do, by ID
    looks   how often whom a resident was shown whole: the member and the call
    residents   how many there are
    erased      of which calls the resident is erased, by ID
    """

    def __init__(self) -> None:
        self.of, self.places = dict[str, Call](), dict[str, Place]()
        self.systems = defaultdict[str, list[Person]](list)
        self.leads, self.assisting, self.callers = dict[str, Place](), dict[str, Place](), dict[str, Place]()
        self.looks, self.residents, self.erased = Counter[tuple[UUID, str]](), 0, set[str]()

    def resident(self) -> dict[str, str]:
        """One more."""
        self.residents += 1
        return {"name": f"{NAME}{self.residents:06}", "phone": f"{PHONE}{self.residents % 10_000:04}"}

    def raised(self, answer: Mapping[str, Any], call: Call) -> None:
        self.of[answer["whistle"]["id"]] = call
        self.callers[call.raiser.id] = call.raiser

    def acts(self, who: Person, place: Place | None) -> bool:
        return place is not None and (place.person == who or who in self.systems[place.id])

    def looked(self, who: Person, found: Iterable[Mapping[str, Any]]) -> None:
        """Somebody is shown residents, if they are to be; each look is counted."""
        for each in found:
            assert each["resident"] == self.shown(who, each), (who, each)
            self.looks[who.member, each["id"]] += bool(each["resident"]) and not each["resident"]["masked"]

    def shown(self, who: Person, whistle: Mapping[str, Any]) -> dict[str, Any] | None:
        """What somebody is to be shown of a resident: all of it the caller until it is over, and the lead while it has it."""
        call = self.of[whistle["id"]]
        if call.resident is None or whistle["id"] in self.erased:
            return None
        lead = self.places[whistle["lead"]["id"]] if whistle["lead"] else None
        if ((self.acts(who, call.raiser) and whistle["state"] not in OVER)
                or (self.acts(who, lead) and whistle["state"] in LEAD_SEES)):
            return {**call.resident, "masked": False}
        return {"name": f"{NAME[0]}**", "phone": f"{PHONE[:3]}****{call.resident['phone'][-4:]}", "masked": True}
