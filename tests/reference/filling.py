"""What a seeded random filling writes of any object: its events, guests, files and cards."""
from datetime import timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from tests import files
from tests.city import City
from tests.reference.choices import HOMES, NOON, Choices

OTHER = {"Claim": "claim.accepted", "Organization": "organization.revised"}  # kinds of events, by the type of object
BEFORE = {"title": "旧", "count": 1, "untold": ["address", "body"]}
AFTER = {"title": "新", "amount": 2.5, "gone": None, "due": True, "untold": ["contact", "latitude"]}


class Filling(Choices):
    """Writes rows as a seeded random generator says."""

    def __init__(self, connection: Connection, built: City, seed: int) -> None:
        super().__init__(built, seed)
        self.connection, self.members = connection, list(built.members.values())

    async def _invite(self, type_name: str, table: str, subject: UUID) -> None:
        """The street's committee as a guest."""
        column = {"joint_project": "project_id"}.get(table, f"{table}_id")
        guest = {"organization_id": self.city.street, "guest_id": self.city.street_committee}
        await rows.insert(self.connection, "share", {
            "id": uuid7(), column: subject, **guest, "shared_by": self._one(self.members), "created_at": self._moment(),
            "ends_at": self._one((NOON - timedelta(days=1), NOON.replace(year=2199)))})
        await self._event(type_name, subject, table, kind=f"{table.removeprefix('joint_')}.shared",
                          after={**{name: str(each) for name, each in guest.items()}, "ends_at": None})

    async def _file(self, object_type: str, object_id: UUID, **columns: Any) -> None:
        """Perhaps."""
        if self._chance():
            await files.add_attachment(self.connection, object_type, object_id, self._one(self.members), self._moment(),
                                       **columns)

    async def _cards(self, add: Any, of: UUID, subject: str, subject_id: UUID) -> None:
        states = [self._one(("AGREED", "DECLINED", "WITHDRAWN")) for _ in range(self._one((0, 1, 1, 2)))]
        for state in [*states, *self._one(((), ("PROPOSED",)))]:
            card = await add(
                self.connection, of, state=state, task=self._maybe("修灯"), responsible=self._maybe("李工 A"),
                due_at=self._maybe(self._moment()), proposed_at=self._moment(),
                proposed_by=self._maybe(self._one(self.members)))
            await self._file("Card", card)
            await self._event("Card", card, subject, subject_id=subject_id, kind=f"card.{state.lower()}")

    async def _event(self, object_type: str, object_id: UUID, subject: str = "organization", **columns: Any) -> None:
        placed = await self.connection.fetchval("SELECT coalesce(max(pos), 0) + 1 FROM event") if self._chance() else None
        await rows.insert(self.connection, "event", {
            "id": uuid7(), "at": self._moment(), "pos": placed, "hash": placed and b"\0", "form": placed and 2,
            "kind": OTHER.get(object_type, "item.revised"), "object_type": object_type,
            "actor_id": self._maybe(self._one(self.members)),
            "organization_id": self._maybe(self._organization()), "object_id": object_id,
            "subject_type": subject, "subject_id": object_id,
            "object_version": self.random.randint(1, 5), "home_code": self._maybe(self._one(HOMES)),
            "request_id": self._maybe("r-1"), "before": self._maybe(BEFORE), "after": self._maybe(AFTER), **columns})
