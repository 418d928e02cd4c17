"""The questions: what is asked of each server, in its own words, and by which of the demo's people."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from db.driver.connection import Connection
from planner import ids

FOLDER = Path(__file__).parent / "questions"
NAMES = sorted(file.name.removesuffix(".hub.graphql") for file in FOLDER.glob("*.hub.graphql"))
DISTRICT, STREET, COMMUNITY = "110111", "110111007", "110111007001"
WORDS = ("义诊", "社区 服务", "养老", "健康", "居民", "活动", "党员", "志愿")
CATEGORIES = ["HEALTH", "EDUCATION", "CULTURE", "ELDERLY_CARE", "CHILD_CARE", "VOLUNTEERING", "ENVIRONMENT"]

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One question in the words of three dialects: the hub's schema, PostGraphile's, and that of the plain peers.

    viewer     the handle of who asks the hub; what this person sees is what the others are asked for
    variables  one set for each request, in turn: the others' words, from which the hub's are made
    writes     whether each request changes something
    """

    name: str
    title: str
    viewer: str
    variables: Sequence[Variables]
    writes: bool = False

    def text(self, dialect: str) -> str:
        return (FOLDER / f"{self.name}.{dialect}.graphql").read_text("utf-8")

    def bodies(self, dialect: str) -> list[dict[str, Any]]:
        """The JSON bodies of requests, in turn."""
        text = self.text(dialect)
        worded = _for_hub if dialect == "hub" else _for_others
        return [{"query": text, "variables": worded(self.name, each)} for each in self.variables]


TAGS = {"id": "de", "committee": "jc", "itemId": "de", "claimantId": "or"}


def _for_hub(name: str, variables: Variables) -> dict[str, Any]:
    """With global ids; and without the division where what the viewer sees is the division."""
    if name == "claim":
        given = {key: value for key, value in variables["input"].items() if key not in ("key", "memberId")}
        return {"input": {"idempotencyKey": variables["input"]["key"], **_encoded(given)}}
    found = _encoded(variables)
    if name in ("page", "nested", "search"):
        found.pop("division")
    return found


def _for_others(_: str, variables: Variables) -> dict[str, Any]:
    return dict(variables)


def _encoded(variables: Variables) -> dict[str, Any]:
    return {name: ids.encoder(TAGS[name])(UUID(value)) if name in TAGS else value for name, value in variables.items()}


async def read(connection: Connection) -> list[Question]:
    """The questions with the ids of this database."""
    street = {"division": STREET}
    committee = await connection.fetchval(
        "SELECT j.id::text FROM joint_committee j JOIN organization o ON o.id = j.organization_id "
        "WHERE o.division_code = $1", STREET)
    return [
        Question("page", "page of 20 with organisation", "district", [{"division": DISTRICT}]),
        Question("nested", "50 demands x 10 claims, nested", "district", [{"division": DISTRICT}]),
        Question("one", "one by id", "district", [{"id": each} for each in await _some_demands(connection)]),
        Question("search", "filtered and text-searched page", "district", [
            {"division": DISTRICT, "words": each, "categories": CATEGORIES} for each in WORDS]),
        Question("desk", "a committee's desk, five root fields", "street", [{"committee": committee, **street}]),
        Question("street", "a street's lists, 100 with claims and history", "street", [street]),
        Question("claim", "claim", "unit", await _claims(connection), writes=True),
    ]


async def _some_demands(connection: Connection) -> list[str]:
    rows = await connection.fetch(
        "SELECT id::text FROM item WHERE list = 'DEMAND' AND state = 'PUBLISHED' AND district = $1 AND quantity < 1e6 "
        "ORDER BY id LIMIT 500", DISTRICT)
    return [row["id"] for row in rows]


async def _claims(connection: Connection) -> list[Variables]:
    """Inputs for claims of the unit's liaison; @KEY@ becomes a key of its own in each request."""
    member, unit = await connection.fetchrow(  # type: ignore[misc]  # the demo has this person
        "SELECT m.id::text, o.organization_id::text FROM member m JOIN office o ON o.member_id = m.id "
        "WHERE m.handle = 'unit'")
    items = await connection.fetch("SELECT id::text FROM item WHERE quantity = 1000000000 ORDER BY id")
    return [{"input": {"key": "@KEY@", "itemId": row["id"], "claimantId": unit, "memberId": member, "quantity": 1}}
            for row in items]
