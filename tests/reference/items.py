"""Items at random: every state, scope and list, with ties in each order; and their claims and shares."""
from datetime import timedelta
from typing import Any
from uuid import UUID

from asyncpg import Range
from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain.items import Scope
from tests import city
from tests.city import City
from tests.reference.choices import BODIES, HOMES, NOON, PUBLISHERS, TITLES, UNITS
from tests.reference.filling import Filling

STATES = ("DRAFT", "PUBLISHED", "PUBLISHED", "PUBLISHED", "COMPLETED", "WITHDRAWN", "EXPIRED")
FREE = ("DECLINED", "WITHDRAWN", "LAPSED")
KINDS = {"RESOURCE": "Resource", "DEMAND": "Demand", "PROJECT": "Project"}


class Items(Filling):
    """
    items    the columns of each
    """

    def __init__(self, connection: Connection, built: City, seed: int) -> None:
        super().__init__(connection, built, seed)
        self.items: dict[UUID, dict[str, Any]] = {}

    async def _item(self) -> None:
        kind, state = self._one(tuple(KINDS)), self._one(STATES)
        longitude, latitude = self._point() if self._chance() else (None, None)
        quantity, started = self.random.randint(1, 6), self._moment()
        columns = {
            "list": kind, "state": state, "scope": self._one(tuple(Scope)), "quantity": quantity,
            "category": self._one(("OTHER", "HEALTH", "PARKING")), "title": self._one(TITLES), "body": self._one(BODIES),
            "listed_at": self._moment(), "starts_at": self._maybe(started), "address": self._maybe("某路 2 号"),
            "deadline": self._maybe(started + timedelta(days=self._one((0, 3, 30_000)))) or (
                started if state == "EXPIRED" else None),
            "longitude": longitude, "latitude": latitude,
            "paired_days": self._maybe(1),
            "community_days": self._maybe(2), "street_days": self._maybe(3), "next_stage_at": self._maybe(started),
            "closed_at": None if state in ("DRAFT", "PUBLISHED") else self._moment(),
            "version": self.random.randint(1, 3), "draft_version": self._one((0, 0, 1, 2)), **self._special(kind)}
        publisher = self._one(PUBLISHERS)
        homes = [home for home in HOMES if home.startswith(city.CODES.get(publisher, ""))]
        item_id = await city.add_item(self.connection, getattr(self.city, publisher), self._one(homes), **columns)
        self.items[item_id] = columns

    def _special(self, kind: str) -> dict[str, Any]:
        if kind == "DEMAND":
            return {"urgency": self._one(("ROUTINE", "SOON", "URGENT")), "grid_id": self._maybe(self.city.grid)}
        if kind == "RESOURCE":
            return {"resource_kind": self._one(("VENUE", "SERVICE", "FUND"))}
        return {"budget_yuan": self._maybe(self.random.randint(0, 500_000) / 4),
                "lead_seat_id": self._maybe(self._one((self.city.seat, self.city.street_seat)))}

    async def _around(self, item_id: UUID) -> None:
        left = self.items[item_id]["quantity"]
        for number in range(self.random.randint(0, 3)):
            if not (left := left - await self._claim(item_id, left, number)):
                break
        for organization in self.random.sample(UNITS, self._one((0, 0, 1, 2))):
            await rows.insert(self.connection, "share", {
                "id": uuid7(), "item_id": item_id, "organization_id": getattr(self.city, organization),
                "shared_by": self._one(self.members), "created_at": self._moment(),
                "ends_at": self._one((None, NOON - timedelta(days=1), NOON.replace(year=2199)))})
            await self._event(KINDS[self.items[item_id]["list"]], item_id, "item", kind="item.shared",
                              after={"organization_id": str(getattr(self.city, organization)), "ends_at": None})
        if self._chance():
            await self._invite(KINDS[self.items[item_id]["list"]], "item", item_id)
        for _ in range(self.random.randint(0, 3)):
            await self._event(KINDS[self.items[item_id]["list"]], item_id, "item")

    async def _claim(self, item_id: UUID, left: int, number: int) -> int:
        """Returns how much of the item it holds."""
        state = self._one(("PROPOSED", "ACCEPTED", "DELIVERED", "REWORK", "CONFIRMED", *FREE))
        quantity = self.random.randint(1, left)
        accepted = state in ("ACCEPTED", "DELIVERED", "REWORK", "CONFIRMED")
        begins = NOON + timedelta(days=number)
        claimants = (*UNITS, "community") if self.items[item_id]["list"] == "RESOURCE" else UNITS
        claim_id = await city.add_claim(
            self.connection, item_id, getattr(self.city, self._one(claimants)), self._one(self.members),
            state=state, quantity=quantity, note=self._maybe("我们来做"), proposed_at=self._moment(),
            answer_by=self._one((self._moment(), NOON.replace(year=2199))), version=self.random.randint(1, 4),
            during=self._maybe(Range(begins, begins + timedelta(hours=2))), rating=4 if state == "CONFIRMED" else None,
            report=self._maybe("已修"), reason="没空" if state in ("DECLINED", "WITHDRAWN", "REWORK") else None,
            answered_at=self._moment() if accepted else NOON if state == "DECLINED" else None)
        for _ in range(self.random.randint(0, 2)):
            await self._event("Claim", claim_id, "item", subject_id=item_id)
        if accepted and self.items[item_id]["state"] != "DRAFT":  # nobody claims those
            await self._cards(city.add_card, claim_id, "item", item_id)
        return 0 if state in FREE else quantity
