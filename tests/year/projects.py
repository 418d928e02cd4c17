"""Joint projects: accepted claims are carried out as one, by a unit that leads and others, each with its share."""
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Place

CLAIM = "id claimant { id } jointProject { state } item { __typename publisher { id } }"
SHOWN = "id host { id } leadUnit { id }"

STATES = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Claim { state } } }"


class Projects(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "project.formed": 50, "project.started": 50, "project.completed": 15, "project.stopped": 6, "project.overdue": 40}
    LISTS: ClassVar[Mapping[str, str]] = {"jointProjects": "joint_project"}

    async def day(self, today: date) -> None:
        if today.weekday() in (1, 3):
            await self._form(today)
        for each in await self._of("FORMED"):
            if self.happens(0.12):
                await self.hub.does(self._side(each, "leadUnit").person, "startProject", jointProjectId=each["id"])
        for each in await self._of("UNDER_WAY"):
            if self.happens(0.03):
                await self._end(each)

    async def _of(self, state: str) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "jointProjects", SHOWN, f"filter: {{state: [{state}]}}")

    def _side(self, project: Mapping[str, Any], side: str) -> Place:
        return self.street.by_id[project[side]["id"]]

    async def _form(self, today: date) -> None:
        """Some publisher joins what was accepted of its own demands and is part of no project."""
        of = defaultdict[str, list[dict[str, Any]]](list)
        for claim in await self.hub.every(self.street.officer, "claims", CLAIM, "filter: {state: [ACCEPTED]}"):
            if claim["item"]["__typename"] != "Resource" and not claim["jointProject"]:
                of[claim["item"]["publisher"]["id"]].append(claim)
        if not of:
            return
        host = self.street.by_id[self.chance.choice([*of])]
        claims = of[host.id][:4]
        units = [*dict.fromkeys(claim["claimant"]["id"] for claim in claims)]
        seats = [seat for seat in host.sitting(today) if seat.kind == "PART_TIME"][:2]
        led = {"leadSeatId": self.chance.choice(seats).id} if seats and self.happens(0.4) else {}
        answer = await self.hub.does(
            host.person, "formProject", unless=["LeadQuotaReached", "WrongState"], claimIds=[claim["id"] for claim in claims],
            hostId=host.id, title="合并实施", endsOn=str(self.ahead(today, 10, 60)), leadUnitId=units[0],
            shares=self._shares(units), **led)
        if answer["__typename"] == "WrongState":
            await self._check_one_went_on(host, [claim["id"] for claim in claims])

    async def _check_one_went_on(self, host: Place, claims: list[str]) -> None:
        """Since they were listed one of the claims was delivered or withdrawn: others act at the same time."""
        found = await self.hub.read(host.person, STATES, ids=claims)
        assert any(each["state"] != "ACCEPTED" for each in found["nodes"]), found

    def _shares(self, units: list[str]) -> list[dict[str, Any]]:
        """That add up to a hundred, or none, for equal ones."""
        if self.happens(0.5):
            return []
        others = {unit: self.chance.randint(1, 20) for unit in units[1:]}
        return [{"unitId": units[0], "share": 100 - sum(others.values())},
                *({"unitId": unit, "share": share} for unit, share in others.items())]

    async def _end(self, project: Mapping[str, Any]) -> None:
        host = self._side(project, "host").person
        if self.happens(0.15):
            await self.hub.does(host, "stopProject", jointProjectId=project["id"], reason="资金未到位")
        else:
            await self.hub.does(host, "completeProject", unless=["MilestonesOpen"], jointProjectId=project["id"],
                                summary="已完成")

    async def check(self, log: Log) -> list[str]:
        """Shares are a hundred together, and who has one carries out a claim, unless it was stopped."""
        shares = Counter[object]()
        for part in log.rows("project_part"):
            shares[part["project_id"]] += part["share"]
        stopped = {row["id"] for row in log.rows("joint_project") if row["state"] == "STOPPED"}
        left = [row["id"] for row in log.rows("claim") if row["state"] == "WITHDRAWN" and row["joint_project_id"] is not None
                and row["joint_project_id"] not in stopped]
        return [*(f"the shares of joint project {row['id']} are {shares[row['id']]}" for row in log.rows("joint_project")
                  if shares[row["id"]] != 100), *(f"claim {each} was withdrawn from a joint project" for each in left)]
