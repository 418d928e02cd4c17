"""Items: communities ask, units offer, and what is done with both of it until it is closed."""
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any, ClassVar
from uuid import UUID

from tests.reference.world import World
from tests.year.concept import CATEGORIES, Concept, at
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import OTHER_STREET, Person, Place, Street

TITLES = ("楼道照明维修", "老人送餐", "暑期托管", "义诊", "停车错峰", "法律讲座", "河道清理", "电动车充电桩", "图书角")
KINDS = ("VENUE", "SERVICE", "EXPERTISE", "EQUIPMENT", "ACTIVITY")
SCOPES = ("COMMUNITY",) * 8 + ("STREET",) * 3 + ("DISTRICT",)
OTHER = "query($code: String!) { organization(by: {divisionCode: $code}) { id } }"
SHOWN = "__typename id publisher { id } claimed quantity deadline"
HELD = ("PROPOSED", "ACCEPTED", "DELIVERED", "REWORK", "CONFIRMED")


class Items(Concept):
    """
    drafts   not published yet: whose, and the ID
    shared   with whom items are shared, as the hub was told
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "item.published": 480, "item.drafted": 40, "item.redrafted": 10, "item.discarded": 4, "item.revised": 40,
        "item.withdrawn": 15, "item.completed": 10, "item.expired": 330, "item.shared": 50}
    LISTS: ClassVar[Mapping[str, str]] = {"items": "item"}
    FILTER: ClassVar[Mapping[str, str]] = {"items": "filter: {state: null}"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.drafts: list[tuple[Place, str]] = []
        self.paired = Random("year paired")

    async def day(self, today: date) -> None:
        for _ in range(self.several(2.0)):
            await self._publish("Demand", self.chance.choice(self.street.communities), today)
        for _ in range(self.several(0.9)):
            await self._publish("Resource", self.chance.choice(self.street.units), today)
        if self.happens(0.5):
            await self._publish("Project", self.chance.choice(self.street.committees), today)
        await self._of_drafts()
        if today.weekday() % 2 == 0:
            await self._tend(today)

    async def _publish(self, kind: str, place: Place, today: date) -> None:
        special: dict[str, Any] = {"Demand": {"urgency": self.chance.choice(("ROUTINE", "SOON"))},
                                   "Resource": {"resourceKind": self.chance.choice(KINDS)}, "Project": {}}[kind]
        if kind == "Demand" and self.happens(0.2):
            special["gridCode"] = f"{place.home}{self.chance.randint(1, 2):03}"
        if self.happens(0.85):
            special["deadline"] = at(self.ahead(today, 7, 45), 18)
        if self.happens(0.3):
            special["stageLimits"] = {"community": self.chance.randint(3, 15), "street": self.chance.randint(5, 20)}
            if self.paired.random() < 0.4:  # first for who is paired with it
                special |= {"scope": "PAIRED", "stageLimits": {"paired": 3, **special["stageLimits"]}}
        is_draft, name = self.happens(0.08), kind.lower()
        answer = await self.hub.does(
            place.person, f"publish{kind}", f"{name} {{ id }}", publisherId=place.id, draft=is_draft,
            title=self.chance.choice(TITLES), category=self.chance.choice(CATEGORIES), quantity=self.chance.randint(1, 12),
            contact={"name": "王小明", "phone": "13800001234"}, **{"scope": self.chance.choice(SCOPES), **special})
        if is_draft:
            self.drafts.append((place, answer[name]["id"]))

    async def _of_drafts(self) -> None:
        for place, item in [*self.drafts]:
            if self.happens(0.1):
                await self.hub.does(place.person, "reviseItem", itemId=item, title=self.chance.choice(TITLES))
            if self.happens(0.15):
                self.drafts.remove((place, item))
                if self.happens(0.2):
                    await self.hub.does(place.person, "withdrawItem", itemId=item, reason="不再需要")
                else:
                    await self.hub.does(place.person, "publishDraft", unless=["DeadlinePassed"], itemId=item)

    async def _tend(self, today: date) -> None:
        """Those who published look what has become of it: they close what is done, and change some of the rest."""
        closed = await self.hub.every(self.street.officer, "items", SHOWN, "filter: {claimStatus: [FULLY_CLAIMED]}")
        for item in closed:
            if self.happens(0.08):
                await self._by_publisher(item, "completeItem", ["HasOpenClaims"], summary="已办结")
        for item in await self.hub.every(self.street.officer, "items", SHOWN, "filter: {claimStatus: [OPEN, PARTLY_CLAIMED]}"):
            if self.happens(0.006):
                await self._revise(item, today)
            elif self.happens(0.004):
                await self._by_publisher(item, "withdrawItem", ["HasOpenClaims"], reason="已另行解决")
            elif self.happens(0.004):
                await self._share(item, today)

    async def _revise(self, item: Mapping[str, Any], today: date) -> None:
        change = self.chance.choice(("title", "scope", "quantity", "deadline"))
        value: Any = {"title": self.chance.choice(TITLES), "scope": self.chance.choice(SCOPES),
                      "quantity": self.chance.randint(1, 12), "deadline": at(self.ahead(today, 10, 60), 18)}[change]
        beyond = ["NotAdmitted", "BAD_INPUT"] if self._asks(item) and change in ("scope", "deadline") else []
        await self._by_publisher(item, "reviseItem", ["QuantityBelowClaimed", *beyond], **{change: value})

    def _asks(self, item: Mapping[str, Any]) -> bool:
        """Whether a department asks it of communities: nothing beyond what its admission says."""
        return self.street.by_id[item["publisher"]["id"]].kind == "DEPARTMENT" and item["__typename"] != "Resource"

    async def _by_publisher(self, item: Mapping[str, Any], name: str, unless: Sequence[str], **given: Any) -> None:
        await self.hub.does(self.street.by_id[item["publisher"]["id"]].person, name, unless=unless, itemId=item["id"], **given)

    async def _share(self, item: Mapping[str, Any], today: date) -> None:
        """With the other street, whose people see it as long as that holds."""
        other = await self.hub.read(self.street.officer, OTHER, code=OTHER_STREET)
        until = {"endsAt": at(self.ahead(today, 5, 60), 12)} if self.happens(0.7) else {}
        beyond = ["NotAdmitted"] if self._asks(item) else []
        await self.hub.does(self.street.officer, "shareItem", unless=beyond, itemId=item["id"],
                            recipient={"organizationId": other["organization"]["id"]}, **until)

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """A contact is whole to the publisher, and to who holds a claim that was accepted."""
        wrong = []
        for each in await self.hub.every(who, "items", "id contact { masked phone }", "filter: {state: null}"):
            item = world.tables.find("item", UUID(hex=each["id"][2:]))
            assert item is not None
            parties = {item["publisher_id"], *(claim["claimant_id"] for claim in world.tables.on("claim", item["id"])
                                               if claim["state"] in HELD[1:])}
            if each["contact"] and each["contact"]["masked"] != parties.isdisjoint(world.viewer.acts_for):
                wrong.append(f"{role}: the contact of {each['id']} is shown as {each['contact']}")
        return wrong

    async def check(self, log: Log) -> list[str]:
        """What is claimed of an item is what its claims hold, and never more than there is."""
        held = dict[object, int]()
        for claim in log.rows("claim"):
            if claim["state"] in HELD:
                held[claim["item_id"]] = held.get(claim["item_id"], 0) + claim["quantity"]
        return [f"item {row['id']}: {row['claimed']} claimed of {row['quantity']}, held {held.get(row['id'], 0)}"
                for row in log.rows("item") if not held.get(row["id"], 0) == row["claimed"] <= row["quantity"]]
