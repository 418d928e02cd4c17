"""Milestones and checkpoints of joint projects: what is to be reached by which day, and the reports of each month."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Place

SHOWN = """id endsOn host { id } leadUnit { id } milestones(first: 20) { nodes { id state } }
    checkpoints(first: 20, filter: {state: [ASKED]}) { nodes { id } }"""
MONTHS = [date(2026, month + 1, 1) - timedelta(days=1) for month in range(1, 12)]
"""The last days of months."""
DONE = ("CONFIRMED", "DROPPED")


class Milestones(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "milestone.planned": 60, "milestone.reported": 60, "milestone.returned": 6, "milestone.confirmed": 45,
        "milestone.dropped": 1, "milestone.overdue": 10, "checkpoint.asked": 160, "checkpoint.answered": 120,
        "checkpoint.overdue": 40, "project.noted": 60, "project.checkpoints_asked": 120}

    async def day(self, today: date) -> None:
        for project in await self._of("FORMED, UNDER_WAY"):
            if self.happens(0.05):
                await self._plan(project, self.ahead(today, 3, 30), today)
            if self.happens(0.03):
                await self.hub.does(self._side(project, "leadUnit").person, "noteProgress", jointProjectId=project["id"],
                                    body="已进场施工")
        for project in await self._of("UNDER_WAY"):
            for milestone in project["milestones"]["nodes"]:
                await self._go_on(project, milestone)
            for checkpoint in project["checkpoints"]["nodes"]:
                if self.happens(0.2):
                    await self.hub.does(self._side(project, "leadUnit").person, "answerCheckpoint",
                                        checkpointId=checkpoint["id"], report="按计划推进")

    async def _plan(self, project: Mapping[str, Any], due_on: date, today: date) -> None:
        """No later than the planned end; who tries to is told so."""
        ends_on = date.fromisoformat(project["endsOn"])
        given = {"jointProjectId": project["id"], "title": "方案公示"}
        host = self._side(project, "host").person
        if due_on > ends_on:
            refused = await self.hub.tries(host, "addMilestone", dueOn=str(due_on), **given)
            assert refused["__typename"] == "MilestoneTooLate", refused
        if ends_on >= today:
            await self.hub.does(host, "addMilestone", dueOn=str(min(due_on, ends_on)), **given)

    async def _of(self, states: str) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "jointProjects", SHOWN, f"filter: {{state: [{states}]}}")

    def _side(self, project: Mapping[str, Any], side: str) -> Place:
        return self.street.by_id[project[side]["id"]]

    async def _go_on(self, project: Mapping[str, Any], milestone: Mapping[str, Any]) -> None:
        host, lead = self._side(project, "host").person, self._side(project, "leadUnit").person
        given = {"milestoneId": milestone["id"]}
        if milestone["state"] == "PLANNED" and self.happens(0.1):
            await self.hub.does(lead, "reportMilestone", report="已完成", **given)
        elif milestone["state"] == "PLANNED" and self.happens(0.01):
            await self.hub.does(host, "dropMilestone", reason="不再需要", **given)
        elif milestone["state"] == "REPORTED" and self.happens(0.3):
            await self.hub.does(host, "confirmMilestone", **given)
        elif milestone["state"] == "REPORTED" and self.happens(0.1):
            await self.hub.does(host, "returnMilestone", reason="未公示", **given)

    async def check(self, log: Log) -> list[str]:
        """No milestone is open behind its project's planned end, nor of what is completed; and a report was asked for of each
        month whose end a project saw."""
        projects = {row["id"]: row for row in log.rows("joint_project")}
        wrong = [f"joint project {row['project_id']} is completed, and its milestone {row['id']} is {row['state']}"
                 for row in log.rows("milestone") if projects[row["project_id"]]["state"] == "COMPLETED"
                 and row["state"] not in DONE]
        wrong += [f"milestone {row['id']} is due on {row['due_on']}, after its project's end" for row in log.rows("milestone")
                  if row["state"] not in DONE and row["due_on"] > projects[row["project_id"]]["ends_on"]]
        asked = {(row["project_id"], row["ends_on"]) for row in log.rows("checkpoint") if row["kind"] == "BULLETIN"}
        for row in projects.values():
            if row["started_at"] is not None:
                months = {last for last in MONTHS if row["started_at"].date() < last < (row["over_at"] or log.now).date()}
                wrong += [f"joint project {row['id']}: no report was asked for of the month up to {last}"
                          for last in months if (row["id"], last) not in asked]
        return wrong
