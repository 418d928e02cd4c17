"""Guests: other committees, of this street and the next, are shown an item or a topic until a date, and nothing more."""
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from tests.year.concept import Concept, at
from tests.year.street import Place

OVER = ("PUT_BACK", "SUPERVISED")


class Guests(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {"topic.shared": 10}

    async def day(self, today: date) -> None:
        place = self.chance.choice(self.street.committees)
        guest = self.chance.choice((self.street.guest, self.chance.choice(self.street.communities)))
        if guest is place:
            return
        if self.happens(0.25):
            await self._share_topic(place, guest, today)
        if self.happens(0.15):
            await self._share_item(place, guest, today)

    async def _share_topic(self, place: Place, guest: Place, today: date) -> None:
        found = await self.hub.every(place.secretary, "topics", "id stage committee { id }", "orderBy: NEWEST", most=20)
        own = [each for each in found if each["committee"]["id"] == place.committee and each["stage"] not in OVER]
        if own:
            await self.hub.does(place.secretary, "shareTopic", topicId=self.chance.choice(own)["id"],
                                committeeId=guest.committee, endsAt=at(self.ahead(today, 2, 40), 12))

    async def _share_item(self, place: Place, guest: Place, today: date) -> None:
        """Of its own demands."""
        found = await self.hub.every(place.person, "demands", "id publisher { id }", most=40)
        own = [each for each in found if each["publisher"]["id"] == place.id]
        if own:
            await self.hub.does(place.person, "shareItem", itemId=self.chance.choice(own)["id"],
                                recipient={"committeeId": guest.committee}, endsAt=at(self.ahead(today, 2, 40), 12))
