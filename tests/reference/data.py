"""A seeded random filling of the little city: every state, scope and list, with ties in each order."""
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain.topics import TopicSource, TopicStage
from tests import city, conferences, files, projects, topics
from tests.city import City
from tests.reference import (
    activities,
    admissions,
    agreements,
    commitments,
    dual_reports,
    mobilizations,
    opinions,
    pairings,
    systems,
    teams,
    webhooks,
    whistles,
    wishes,
    yearly_reports,
)
from tests.reference.choices import BODIES, NOON, TITLES, UNITS
from tests.reference.items import Items


class Filler(Items):
    """Everything, in the order in which one thing needs another."""

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
        await yearly_reports.fill(self.connection, hosts, who, self.city.school, self._moment, self._one)
        formed = await teams.fill(self.connection, {**hosts, self.city.school: city.COMMUNITY}, who, self._moment, self._one)
        await activities.fill(self.connection, hosts, who, self.city.school, self.city.district, self._moment, self._one,
                              formed)
        callers = {getattr(self.city, name): city.CODES[name] for name in ("street", "far_street", "district")}
        await mobilizations.fill(self.connection, callers, who, [self.city.school, self.city.bank], self._moment, self._one)
        await webhooks.fill(self.connection, self.city)
        await systems.fill(self.connection, self.city)
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
            await self._event("Whistle", whistle, "whistle_inside", kind="whistle_inside.noted")
        await systems.raise_some(self.connection)
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
            self.connection, self.city, topic, **ours, kind=kind,
            state=self._one(("OPEN", "OPEN", "COMPLETED", "CONFIRMED", "DROPPED")),
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


async def build(connection: Connection, seed: int = 1) -> City:
    """Fill an empty database: the city, sixty items, their claims, shares and events."""
    built = await city.build(connection)
    await Filler(connection, built, seed).fill(60)
    await built.look(connection)
    return built
