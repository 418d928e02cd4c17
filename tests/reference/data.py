"""A seeded random filling of the little city: every state, scope and list, with ties in each order."""
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from asyncpg import Range
from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain.items import Scope
from domain.topics import TopicSource, TopicStage
from tests import city, conferences, files, projects, topics
from tests.city import City
from tests.reference import (
    activities,
    admissions,
    agreements,
    commitments,
    dual_reports,
    opinions,
    pairings,
    webhooks,
    whistles,
    wishes,
)
from tests.reference.choices import NOON, PUBLISHERS, UNITS, Choices

HOMES = (city.GRID, city.COMMUNITY, city.COMMUNITY, city.NEIGHBOUR, city.FAR_COMMUNITY, city.STREET, city.FAR_STREET,
         city.DISTRICT, city.CITY, city.PROVINCE, "110111007003")
TITLES = ("楼道照明维修", "小区停车难", "Health 义诊", "暑期托管 school", "楼道 清理", "法律讲座A", "老人送餐")
BODIES = ("", "楼道灯不亮，请维修。", "Free health check\n周末 上午", "停车 充电 照明", "A b C")
STATES = ("DRAFT", "PUBLISHED", "PUBLISHED", "PUBLISHED", "COMPLETED", "WITHDRAWN", "EXPIRED")
FREE = ("DECLINED", "WITHDRAWN", "LAPSED")
KINDS = {"RESOURCE": "Resource", "DEMAND": "Demand", "PROJECT": "Project"}
OTHER = {"Claim": "claim.accepted", "Organization": "organization.revised"}  # kinds of events, by the type of object
BEFORE = {"title": "旧", "count": 1, "untold": ["address", "body"]}
AFTER = {"title": "新", "amount": 2.5, "gone": None, "due": True, "untold": ["contact", "latitude"]}


class Filler(Choices):
    """Writes rows as a seeded random generator says."""

    def __init__(self, connection: Connection, built: City, seed: int) -> None:
        super().__init__(built, seed)
        self.connection, self.members = connection, list(built.members.values())
        self.items: dict[UUID, dict[str, Any]] = {}

    async def fill(self, count: int) -> None:
        await self._organizations()
        await self._terms()
        hosts = {getattr(self.city, name): city.CODES[name] for name in ("community", "far_community", "street")}
        for row in agreements.rows(NOON, hosts, [self.city.school, self.city.hospital], self._one):
            await rows.insert(self.connection, "agreement", row)
            await self._file("Agreement", row["id"], attached_for_id=self._maybe(row["unit_id"]))
        for member in self.members[:4]:
            await files.add_upload(self.connection, member, NOON, self._maybe(files.OF["TEXT"]))
        hosts = {getattr(self.city, name): city.CODES[name] for name in ("community", "far_community", "grid")}
        for row in pairings.rows(NOON, hosts, [self.city.school, self.city.street], self.city.members["unit"], self._one):
            await rows.insert(self.connection, "pairing", row)
        hosts = {getattr(self.city, name): city.CODES[name] for name in ("community", "neighbour", "far_community")}
        who = [self.city.members[handle] for handle in ("unit", "bank", "hospital", "member", "neighbour", "street-member")]
        await dual_reports.fill(self.connection, hosts, [self.city.school, self.city.bank], who, self._moment, self._one)
        await activities.fill(self.connection, hosts, who, self.city.school, self.city.district, self._moment, self._one)
        await webhooks.fill(self.connection, self.city)
        for _ in range(count):
            await self._item()
        await self._admissions()
        for item_id in list(self.items):
            await self._around(item_id)
        for item_id in list(self.items)[::2]:
            await rows.insert(self.connection, "contact", {"item_id": item_id, "name": "王小明", "phone": "13800001234"})
        await self._conferences()
        await self._topics()
        await self._projects()
        await wishes.fill(self.connection, self.city)
        async for type_, table, made in commitments.fill(self.connection, self.city, self._one):
            await self._event(type_, made, table)
        raisers = {name: city.CODES[name] for name in ("community", "far_community", "street")}
        for whistle in await whistles.fill(self.connection, self.city, raisers, NOON, self._one):
            await self._event("Whistle", whistle, "whistle", kind="whistle.reported")
        for _ in range(20):
            await self._event("Organization", self._organization())
            discarded = uuid7()
            await self._event("Demand", discarded, "item", kind="item.discarded", after=None)
        await self.connection.execute(
            "INSERT INTO notice (member_id, kind, object_type, object_id, event_id, at, read_at) "
            "SELECT m.id, CASE e.seq % 2 WHEN 0 THEN 'CLAIM_LAPSED' ELSE 'DEMAND_PUBLISHED' END, e.object_type, e.object_id, "
            "e.id, e.at, CASE e.seq % 3 WHEN 0 THEN e.at END "
            "FROM event e JOIN member m ON m.id = ANY($1) WHERE e.seq % 4 = 0", self.members)

    async def _admissions(self) -> None:
        """And some items by each of them; and opinions that are asked for."""
        choose = Random("admissions").choice
        named = ("neighbour", "far_community", "street", "district")
        divisions = {getattr(self.city, name): city.CODES[name] for name in named}
        known = admissions.rows(NOON, divisions, [self.city.department, self.city.hospital], self.city.street, choose)
        for row in known:
            await rows.insert(self.connection, "admission", row)
            await self._event("Admission", row["id"], "admission", kind="admission.proposed")
        askers, communities = [self.city.department, self.city.street], [self.city.community, self.city.far_community]
        for row in opinions.rows(NOON, askers, communities, self.city.school, self.city.members["bank"], choose):
            await rows.insert(self.connection, "opinion", row)
            await self._event("OpinionRequest", row["id"], "opinion", kind="opinion.asked")
        for item_id in list(self.items)[::3]:
            await self.connection.execute("UPDATE item SET admission_id = $2 WHERE id = $1 AND list <> 'RESOURCE'", item_id,
                                          choose(known)["id"])

    # -- what there is once

    async def _organizations(self) -> None:
        for name in ("school", "community", "street"):
            longitude, latitude = self._point()
            await self.connection.execute("UPDATE organization SET address = $2, longitude = $3, latitude = $4 WHERE id = $1",
                                          getattr(self.city, name), self._maybe("政通路 1 号"), longitude, latitude)
        for unit, community, state, side in (
                ("school", "far_community", "PROPOSED", "UNIT"), ("hospital", "community", "PROPOSED", "COMMUNITY"),
                ("bank", "neighbour", "DECLINED", "UNIT"), ("hospital", "neighbour", "ENDED", None)):
            await city.add_station(
                self.connection, getattr(self.city, unit), getattr(self.city, community), state=state, proposed_by=side,
                ended_on=date(2025, 6, 1) if state == "ENDED" else None)

    async def _terms(self) -> None:
        await rows.insert(self.connection, "member", {"id": uuid7(), "subject": "gone", "name": "前成员", "active": False,
                                                  "created_at": NOON})
        for number, (starts, ends) in enumerate([(2019, 2021), (2021, 2023), (2024, 2199), (2190, None)]):
            first, last = date(starts, 1, 1 + number), date(ends, 12, 31) if ends else None
            for committee, handle in ((self.city.committee, "member"), (self.city.street_committee, "nobody")):
                await rows.insert(self.connection, "seat", {
                    "id": uuid7(), "committee_id": committee, "member_id": self.city.members[handle],
                    "organization_id": self._maybe(self.city.bank), "kind": self._one(("SECRETARY", "FULL_TIME")),
                    "starts_on": first, "ends_on": last,
                    **({"place_id": self.city.seat, "succeeds_id": self.city.seat} if number > 1 else {})})
            await city.add_office(self.connection, self.city.members["nobody"], self.city.bank, "LIAISON", first, last)
            await rows.insert(self.connection, "lead_consent", {
                "id": uuid7(), "seat_id": self.city.seat, "place_id": self.city.seat, "year": 2023 + number, "reason": "急需",
                "consented_by": self.city.members["street"], "consented_at": NOON + timedelta(hours=number // 2)})

    async def _conferences(self) -> None:
        committees = {"community": (self.city.committee, city.COMMUNITY), "street": (self.city.street_committee, city.STREET)}
        for _ in range(30):
            name = self._one(tuple(committees))
            committee, home = committees[name]
            conference = await conferences.add_conference(
                self.connection, self.city, committee_id=committee, organization_id=getattr(self.city, name), home_code=home,
                state=self._one(("PLANNED", "CALLED", "HELD", "PUBLISHED", "CANCELLED")),
                planned_for=date(2026, 1, self.random.randint(1, 6)), minutes=self._maybe("议定三事。") or "会议纪要",
                title=self._one(TITLES))
            await conferences.add_attendance(self.connection, conference)
            if self._chance():
                await conferences.add_attendance(self.connection, conference, name=None, presence="PRESENT",
                                                 seat_id=self._one((self.city.seat, self.city.street_seat)))
            await self._event("JointConference", conference, "joint_conference", kind="conference.planned")
            await self._file("JointConference", conference)

    async def _topics(self) -> None:
        """Of both committees, with what they resolved."""
        await self.connection.execute("UPDATE joint_committee SET missed_since = '2026-01-01', "
                                      "conference_due_at = '2026-06-30T16:00:00Z' WHERE id = $1", self.city.committee)
        claims = await self.connection.fetch("SELECT id, item_id FROM claim ORDER BY id LIMIT 10")
        meetings = await self.connection.fetch("SELECT * FROM joint_conference ORDER BY id")
        for _ in range(40):
            meeting, claim = self._one(meetings), self._one(claims)
            ours = {name: meeting[name] for name in ("committee_id", "organization_id", "home_code")}
            topic = await topics.add_topic(
                self.connection, self.city, **ours, conference_id=meeting["id"], title=self._one(TITLES),
                body=self._one(BODIES), stage=self._one(tuple(TopicStage)), source=self._one(tuple(TopicSource)),
                collected_at=self._moment(), category=self._one(("OTHER", "HEALTH")),
                raised_for_id=self._maybe(self._organization()), raised_by=self._maybe(self._one(self.members)),
                item_id=claim["item_id"], claim_id=self._maybe(claim["id"]))
            await self._event("Topic", topic, "topic", kind="topic.raised")
            await self._file("Topic", topic)
            if self._chance():
                await self._invite("Topic", "topic", topic)
            for _ in range(self.random.randint(0, 2)):
                await self._resolution(ours, topic, claim["item_id"])

    async def _resolution(self, ours: Any, topic: UUID, item: UUID) -> None:
        kind, seat = self._one(("TASK", "DEMAND")), self._maybe(self._one((self.city.seat, self.city.street_seat)))
        resolution = await topics.add_resolution(
            self.connection, self.city, topic, **ours, state=self._one(("OPEN", "OPEN", "COMPLETED", "CONFIRMED")), kind=kind,
            item_id=None if kind == "TASK" else item, owner_seat_id=seat, owner_id=None if seat else self._organization(),
            due_on=date(2026, 1, self.random.randint(1, 6)) if self._chance() else date(2098, 1, 1),
            published_at=self._maybe(self._moment()), carried_over=self._one((0, 1, 2)))
        await self.connection.execute("UPDATE topic SET resolution_id = $1 WHERE id = $2 AND stage = 'PUBLISHED'",
                                      resolution, topic)
        await self._event("Resolution", resolution, "resolution", kind="resolution.made")

    async def _projects(self) -> None:
        """Of several hosts, with some of the claims; half of them should be over by now."""
        self.funds = [await projects.add_fund(self.connection, self.city, name, home_code=city.CODES[name], year=year)
                      for name in ("community", "neighbour", "far_community") for year in (2025, 2026)]
        for fund in self.funds:
            await self._event("CommunityFund", fund, "community_fund", kind="fund.set")
        claims = await self.connection.fetch("SELECT id FROM claim ORDER BY id LIMIT 40")
        for _ in range(30):
            host, units = self._one(("community", "far_community", "street", "school")), self.random.sample(UNITS, 2)
            project = await projects.add_project(
                self.connection, self.city, dict(zip(units, (70, 30), strict=True)), host_id=getattr(self.city, host),
                home_code=city.CODES.get(host, city.COMMUNITY), lead_unit_id=getattr(self.city, units[0]),
                committee_id=self._maybe(self._one((self.city.committee, self.city.street_committee))),
                lead_seat_id=self._maybe(self.city.seat), title=self._one(TITLES), body=self._one(BODIES),
                state=self._one(("FORMED", "UNDER_WAY", "COMPLETED", "STOPPED")), summary=self._maybe("完成"),
                ends_on=date(2026, 1, self.random.randint(1, 6)) if self._chance() else date(2098, 1, 1),
                formed_at=self._moment())
            await self.connection.execute("UPDATE claim SET joint_project_id = $1 WHERE id = $2", project,
                                          self._one(claims)["id"])
            await self._event("JointProject", project, "joint_project", kind="project.formed")
            await self._of_project(project)
            if self._chance():
                await self._invite("JointProject", "joint_project", project)

    async def _of_project(self, project: UUID) -> None:
        for _ in range(self.random.randint(0, 3)):
            milestone = await projects.add_milestone(
                self.connection, project, state=self._one(("PLANNED", "REPORTED", "CONFIRMED", "DROPPED")),
                due_on=self._one((date(2026, 1, 3), date(2026, 1, 4), date(2098, 1, 1))), report=self._maybe("完成"))
            await self._event("Milestone", milestone, "joint_project", kind="milestone.planned", subject_id=project)
        for month in range(1, self.random.randint(1, 4)):
            await projects.add_checkpoint(
                self.connection, project, state=self._one(("ASKED", "ANSWERED")), starts_on=date(2026, month, 1),
                due_on=self._one((date(2026, 1, 2), date(2026, 1, 9), date(2098, 1, 1))))
        if self._chance():
            note = await projects.add_note(self.connection, self.city, project, written_by=self._one(self.members))
            await self._file("ProgressNote", note)
        for number in range(self.random.randint(0, 2)):
            funding = await projects.add_funding(
                self.connection, project, source=self._one(("FISCAL", "UNIT", "DONATION")), granted=Decimal(50),
                spent=Decimal(40), organization_id=self._maybe(self.city.bank), fund_id=self._maybe(self._one(self.funds)))
            expense = await projects.add_expense(self.connection, self.city, project, funding, voucher=f"凭-{number}",
                                                 spent_on=date(2026, 1, self.random.randint(1, 4)))
            await self._file("Expense", expense)
        await self._cards(projects.add_card, project, "joint_project", project)
        if self._chance():
            await projects.add_note(self.connection, self.city, project, written_at=self._moment())

    # -- items, and what belongs to them

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

    async def _invite(self, type_name: str, table: str, subject: UUID) -> None:
        """The street's committee as a guest."""
        column = {"joint_project": "project_id"}.get(table, f"{table}_id")
        guest = {"organization_id": self.city.street, "guest_id": self.city.street_committee}
        await rows.insert(self.connection, "share", {
            "id": uuid7(), column: subject, **guest, "shared_by": self._one(self.members), "created_at": self._moment(),
            "ends_at": self._one((NOON - timedelta(days=1), NOON.replace(year=2199)))})
        await self._event(type_name, subject, table, kind=f"{table.removeprefix('joint_')}.shared",
                          after={**{name: str(each) for name, each in guest.items()}, "ends_at": None})

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
        if accepted:
            await self._cards(city.add_card, claim_id, "item", item_id)
        return 0 if state in FREE else quantity

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


async def build(connection: Connection, seed: int = 1) -> City:
    """Fill an empty database: the city, sixty items, their claims, shares and events."""
    built = await city.build(connection)
    await Filler(connection, built, seed).fill(60)
    await built.look(connection)
    return built
