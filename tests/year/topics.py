"""Topics: what is brought before a committee, on its agenda, resolved, published, or carried to the next one."""
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from tests.year.concept import CATEGORIES, Concept
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Place, Street

TITLES = ("充电桩选址", "暑期托管场地", "停车错峰", "加装电梯", "广场舞时段", "菜市场搬迁")
DESKS = 5  # a secretary has a day for topics in so many working days
DESK = """query($of: ID!) { committee(id: $of) {
    coming: conferences(first: 1, filter: {state: [PLANNED, CALLED]}, orderBy: NEXT) { nodes { id } }
    held: conferences(first: 5, filter: {state: [HELD]}) { nodes { agenda(first: 100) { nodes { id stage source } } } }
    collected: topics(first: 50, filter: {stage: [COLLECTED]}) { nodes { id } }
    agenda: topics(first: 100, filter: {stage: [PROPOSED]}) { nodes { id } }
    resolved: topics(first: 100, filter: {stage: [RESOLVED]}) { nodes { id } }
    published: topics(first: 100, filter: {stage: [PUBLISHED]}) { nodes {
        id resolutions(first: 20) { nodes { state } } } } } }"""
DONE = ("PUBLISHED", "CANCELLED")


class Topics(Concept):
    """
    days   the working days so far
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "topic.raised": 220, "topic.added": 280, "topic.proposed": 140, "topic.carried": 80, "topic.put_back": 260,
        "topic.consulted": 120, "topic.resolved": 300, "topic.published": 230, "topic.supervised": 200, "resolution.made": 300}
    LISTS: ClassVar[Mapping[str, str]] = {"topics": "topic"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.days = 0

    async def day(self, today: date) -> None:
        self.days += 1
        for _ in range(self.several(1.5)):
            await self._raise(today)
        for number, place in enumerate(self.street.committees):
            if (number + self.days) % DESKS == 0:
                await self._at_desk(place, today)

    async def _raise(self, today: date) -> None:
        """By a unit, a member of the committee, or the secretary."""
        place = self.chance.choice(self.street.committees)
        near = [unit for unit in self.street.units if unit.home.startswith(place.home)]
        unit, seat = self.chance.choice(near), self.chance.choice(place.sitting(today))
        who, for_ = self.chance.choice(((unit.person, unit.id), (place.person, place.id), (seat.person, None)))
        said = {"raisedForId": for_} if for_ else {}
        await self.hub.does(who, "raiseTopic", committeeId=place.committee, title=self.chance.choice(TITLES),
                            category=self.chance.choice(CATEGORIES), **said)

    async def _at_desk(self, place: Place, today: date) -> None:
        desk = (await self.hub.read(place.secretary, DESK, of=place.committee))["committee"]
        coming = [each["id"] for each in desk["coming"]["nodes"]]
        for topic in desk["collected"]["nodes"]:
            await self._sort(place, topic["id"], coming)
        for topic in desk["agenda"]["nodes"]:
            if self.happens(0.12):
                await self.hub.does(place.secretary, "consultTopic", topicId=topic["id"], opinions="居民赞成。")
        for topic in (each for held in desk["held"]["nodes"] for each in held["agenda"]["nodes"]):
            if topic["stage"] not in ("PROPOSED", "CONSULTED") or self.happens(0.2):
                continue
            if topic["source"] == "UNCLAIMED" or self.happens(0.3):
                await self.hub.does(place.secretary, "putBackTopic", topicId=topic["id"], reason="已另行督促")
            else:
                await self._resolve(place, topic["id"], today)
        for topic in desk["resolved"]["nodes"]:
            if self.happens(0.8):
                await self.hub.does(place.secretary, "publishTopic", topicId=topic["id"])
        for topic in desk["published"]["nodes"]:
            is_done = all(each["state"] in ("CONFIRMED", "DROPPED") for each in topic["resolutions"]["nodes"])
            if is_done or self.happens(0.02):
                answer = await self.hub.tries(place.secretary, "superviseTopic", topicId=topic["id"])
                assert answer["__typename"] == ("SuperviseTopicPayload" if is_done else "ResolutionsOpen"), answer

    async def _sort(self, place: Place, topic: str, coming: list[str]) -> None:
        if self.happens(0.1):
            await self.hub.does(place.secretary, "putBackTopic", topicId=topic, reason="不属本委员会")
        elif coming and self.happens(0.8):
            await self.hub.does(place.secretary, "proposeTopic", unless=["TopicsClosed"], topicId=topic, conferenceId=coming[0])

    async def _resolve(self, place: Place, topic: str, today: date) -> None:
        """Once or twice: a task of an organisation, or of a seat, or what the community publishes for it."""
        for _ in range(1 + self.happens(0.25)):
            owner: dict[str, Any] = {"organizationId": self.chance.choice(
                [place, *(unit for unit in self.street.units if unit.home.startswith(place.home))]).id}
            if self.happens(0.2):
                owner = {"seatId": self.chance.choice(place.sitting(today)).id}
            elif self.happens(0.1):
                item = await self.hub.does(place.person, "publishDemand", "demand { id }", publisherId=place.id,
                                           title=self.chance.choice(TITLES), category="OTHER", quantity=2)
                owner = {"itemId": item["demand"]["id"]}
            await self.hub.does(place.secretary, "resolveTopic", topicId=topic, text="责任单位牵头，月底前报方案。",
                                dueOn=str(self.ahead(today, 5, 60)), owner=owner)

    async def check(self, log: Log) -> list[str]:
        """What a conference left is on a later agenda, if there has been one; what is late, too."""
        return [*self._left(log), *self._not_carried(log)]

    def _left(self, log: Log) -> list[str]:
        conferences = {row["id"]: row for row in log.rows("joint_conference")}
        wrong = []
        for topic in log.rows("topic"):
            conference = conferences.get(topic["conference_id"])
            if topic["stage"] not in ("PROPOSED", "CONSULTED") or conference is None or conference["state"] not in DONE:
                continue
            over = max(event["seq"] for event in log.of(conference["id"]))
            later = [event for event in log.of_kind("conference.planned", "conference.called", "conference.filled")
                     if event["seq"] > over and conferences[event["object_id"]]["committee_id"] == topic["committee_id"]]
            if later:
                wrong.append(f"topic {topic['id']} is left behind on {conference['id']}, and {later[0]['object_id']} came")
        return wrong

    def _not_carried(self, log: Log) -> list[str]:
        """Each resolution that was late when an agenda was filled is on that, or on one that was not over."""
        topics = [topic for topic in log.rows("topic") if topic["resolution_id"]]
        carried = Counter(topic["resolution_id"] for topic in topics for _ in self._agendas(log, topic))
        wrong = [f"resolution {row['id']} was carried {row['carried_over']} times, and is on {carried[row['id']]} agendas"
                 for row in log.rows("resolution") if row["carried_over"] != carried[row["id"]]]
        conferences = {row["id"]: row for row in log.rows("joint_conference")}
        for filled in log.of_kind("conference.filled"):
            conference = conferences[filled["object_id"]]
            for row in log.rows("resolution"):
                if row["committee_id"] == conference["committee_id"] and self._was_late(log, row, filled) and not any(
                        topic["resolution_id"] == row["id"] for topic in topics):
                    wrong.append(f"resolution {row['id']} was late when {conference['id']} was filled, and is on no agenda")
        return wrong

    def _agendas(self, log: Log, topic: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """By which events a topic came on an agenda, and on each later one, until its resolution was over."""
        done = [event["seq"] for event in log.of(topic["resolution_id"])
                if event["kind"] in ("resolution.confirmed", "resolution.dropped")]
        return (event for event in log.of(topic["id"]) if event["kind"] in ("topic.added", "topic.carried")
                and not any(seq < event["seq"] for seq in done))

    def _was_late(self, log: Log, resolution: Mapping[str, Any], filled: Mapping[str, Any]) -> bool:
        """Whether it was open, and due before the day, when an agenda was filled."""
        before = [event for event in log.of(resolution["id"]) if event["seq"] < filled["seq"]]
        state = next((event["after"]["state"] for event in reversed(before) if "state" in (event["after"] or {})), None)
        return state == "OPEN" and resolution["due_on"] < filled["at"].date()
