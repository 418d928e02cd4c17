"""Guests: committees of this street and the next are shown an item, a topic or a project until a date, and nothing more."""
from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from tests.year.concept import Concept, at
from tests.year.hub import Hub
from tests.year.street import Place, Street

OVER = ("PUT_BACK", "SUPERVISED")
SHOWN = "id fundings(first: 5) { nodes { fund { id } } } viewerCan { allowed }"
SHARES = "id host { id } shares(first: 10) { nodes { id endsAt committee { id } } }"
LOOKS = (0, 3)  # days of the week
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"


class Guests(Concept):
    """
    until   by each project that the next street's committee was ever shown, until when
    """

    LEAST: ClassVar[Mapping[str, int]] = {"topic.shared": 10, "project.shared": 40, "project.unshared": 8}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.until = dict[str, datetime]()

    async def day(self, today: date) -> None:
        if today.weekday() in LOOKS:
            await self._look()
        place = self.chance.choice(self.street.committees)
        guest = self.chance.choice((self.street.guest, self.chance.choice(self.street.communities)))
        if guest is place:
            return
        if self.happens(0.25):
            await self._share_topic(place, guest, today)
        if self.happens(0.15):
            await self._share_item(place, guest, today)
        if self.happens(0.4):
            await self._share_project(guest, today)
        if self.happens(0.08):
            await self._end_share()

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

    async def _share_project(self, guest: Place, today: date) -> None:
        """Once more, sometimes, with another end."""
        found = await self.hub.every(self.street.officer, "jointProjects", "id state host { id }", most=100)
        going_on = [each for each in found if each["state"] != "STOPPED"]
        if going_on:
            project, ends_at = self.chance.choice(going_on), at(self.ahead(today, 1, 25), 12)
            await self.hub.does(self.street.by_id[project["host"]["id"]].person, "shareProject", jointProjectId=project["id"],
                                committeeId=guest.committee, endsAt=ends_at)
            if guest is self.street.guest:
                self.until[project["id"]] = datetime.fromisoformat(ends_at)

    async def _end_share(self) -> None:
        """Of a project, before its date; twice in vain."""
        found = await self.hub.every(self.street.officer, "jointProjects", SHARES, most=100)
        shares = [(project, share) for project in found for share in project["shares"]["nodes"]
                  if datetime.fromisoformat(share["endsAt"]) > self.hub.now]
        if shares:
            project, share = self.chance.choice(shares)
            host = self.street.by_id[project["host"]["id"]].person
            await self.hub.does(host, "endShare", shareId=share["id"])
            if share["committee"]["id"] == self.street.guest.committee:
                self.until[project["id"]] = self.hub.now
            assert (await self.hub.tries(host, "endShare", shareId=share["id"]))["__typename"] == "ShareOver"

    async def _look(self) -> None:
        """The next street's people find what they are shown today, in lists and by ID, and nothing that it leads to."""
        wanted = {each for each, until in self.until.items() if until > self.hub.now}
        for who in (self.street.guest.person, self.street.outside["member"]):
            found = await self.hub.every(who, "jointProjects", SHOWN)
            assert {each["id"] for each in found} == wanted, (found, wanted)
            for each in found:
                assert not any(source["fund"] for source in each["fundings"]["nodes"]), each
                assert not any(step["allowed"] for step in each["viewerCan"]), each
        nodes = (await self.hub.read(self.street.guest.person, NODES, ids=[*self.until][-50:]))["nodes"]
        assert {each["id"] for each in nodes if each} == wanted & {*[*self.until][-50:]}
