"""Joint projects of the little city, without events."""
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain import cards, checkpoints, milestones
from domain.projects import PROCESS
from tests import city as place
from tests.city import COMMUNITY, City

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
ENDS = date(2098, 6, 30)
DUE = date(2098, 5, 1)
_VALUES: dict[str, Any] = {"started_at": AT, "over_at": AT, "reason": "经费未落实", "reported_at": AT, "confirmed_at": AT,
                           "answered_at": AT, "report": "本月完成两个楼道。"}


async def add_project(connection: Connection, city: City, parts: Mapping[str, int] | None = None, **columns: Any) -> UUID:
    """A project of the community with its claim of the school, which leads: formed, unless columns say otherwise.

    parts   names of units, and their shares; None: all of it is the school's
    """
    row = {"id": uuid7(), "host_id": city.community, "home_code": COMMUNITY, "committee_id": city.committee,
           "lead_unit_id": city.school, "state": "FORMED", "title": "楼道照明改造", "body": "", "ends_on": ENDS,
           "formed_at": AT, **columns}
    row |= {name: _VALUES[name] for name in PROCESS.states[row["state"]].has if name not in row}
    await rows.insert(connection, "joint_project", row)
    project: UUID = row["id"]
    for name, share in (parts or {"school": 100}).items():
        await rows.insert(connection, "project_part", {"id": uuid7(), "project_id": project, "share": share,
                                                       "organization_id": getattr(city, name)})
    return project


async def add_claim(connection: Connection, city: City, publisher: str = "community", claimant: str = "school",
                    home: str = COMMUNITY, **columns: Any) -> UUID:
    """An accepted claim on a demand, unless columns say otherwise; everybody in the district sees it."""
    item = await place.add_item(connection, getattr(city, publisher), home, scope="DISTRICT",
                                **columns.pop("item", {}))
    return await place.add_claim(connection, item, getattr(city, claimant), city.members["unit"],
                                 **{"state": "ACCEPTED", **columns})


async def add_milestone(connection: Connection, project_id: UUID, **columns: Any) -> UUID:
    """Planned, unless columns say otherwise."""
    row = {"id": uuid7(), "project_id": project_id, "state": "PLANNED", "title": "完成施工", "due_on": DUE, **columns}
    row |= {name: _VALUES[name] for name in milestones.PROCESS.states[row["state"]].has if name not in row}
    await rows.insert(connection, "milestone", row)
    milestone: UUID = row["id"]
    return milestone


async def add_checkpoint(connection: Connection, project_id: UUID, **columns: Any) -> UUID:
    """The bulletin of a January, asked for, unless columns say otherwise."""
    row = {"id": uuid7(), "project_id": project_id, "state": "ASKED", "kind": "BULLETIN", "starts_on": date(2026, 1, 1),
           "ends_on": date(2026, 1, 31), "due_on": date(2026, 2, 6), **columns}
    row |= {name: _VALUES[name] for name in checkpoints.PROCESS.states[row["state"]].has if name not in row}
    await rows.insert(connection, "checkpoint", row)
    checkpoint: UUID = row["id"]
    return checkpoint


async def add_card(connection: Connection, project_id: UUID, **columns: Any) -> UUID:
    """A version of a project's card: proposed by the unit that leads, unless columns say otherwise."""
    project = await connection.fetchrow(
        "SELECT *, (SELECT count(*) FROM card k WHERE k.joint_project_id = p.id) AS cards FROM joint_project p WHERE id = $1",
        project_id)
    assert project is not None
    row = {"id": uuid7(), "joint_project_id": project_id, "number": project["cards"] + 1, "state": "PROPOSED",
           "task": "换灯管", "responsible": "李工", "standard": "全部点亮", "due_at": datetime(2098, 6, 30, 4, tzinfo=UTC),
           "proposer_id": project["lead_unit_id"], "asked_id": project["host_id"], "proposed_at": AT, **columns}
    row |= {name: _VALUES[name] for name in cards.PROCESS.states[row["state"]].has if name not in row}
    await rows.insert(connection, "card", row)
    if row["state"] == "AGREED":
        await connection.execute("UPDATE joint_project SET card_id = $2 WHERE id = $1", project_id, row["id"])
    card: UUID = row["id"]
    return card


async def add_note(connection: Connection, city: City, project_id: UUID, **columns: Any) -> UUID:
    """Of the school."""
    row = {"id": uuid7(), "project_id": project_id, "organization_id": city.school, "written_by": city.members["unit"],
           "body": "灯具到货。", "written_at": AT, **columns}
    await rows.insert(connection, "progress_note", row)
    note: UUID = row["id"]
    return note


async def add_funding(connection: Connection, project_id: UUID, **columns: Any) -> UUID:
    """A hundred yuan of a unit, of which nothing is granted, unless columns say otherwise."""
    row = {"id": uuid7(), "project_id": project_id, "source": "UNIT", "planned": Decimal("100.00"), **columns}
    await rows.insert(connection, "funding", row)
    funding: UUID = row["id"]
    return funding


async def add_expense(connection: Connection, city: City, project_id: UUID, funding_id: UUID, **columns: Any) -> UUID:
    row = {"id": uuid7(), "project_id": project_id, "funding_id": funding_id, "voucher": f"凭-{uuid7()}", "purpose": "灯具",
           "yuan": Decimal("40.00"), "spent_on": date(2026, 1, 9), "recorded_by": city.members["unit"],
           "recorded_at": AT, **columns}
    await rows.insert(connection, "expense", row)
    expense: UUID = row["id"]
    return expense


async def add_fund(connection: Connection, city: City, name: str = "community", **columns: Any) -> UUID:
    """Of a community, for this year: a hundred yuan, unless columns say otherwise."""
    row = {"id": uuid7(), "organization_id": getattr(city, name), "home_code": COMMUNITY, "year": 2026,
           "yuan": Decimal("100.00"), "set_at": AT, **columns}
    await rows.insert(connection, "community_fund", row)
    fund: UUID = row["id"]
    return fund
