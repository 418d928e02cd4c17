"""The demo's data files, as they lie beside this one for people to edit."""
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from domain.items import List

FOLDER = Path(__file__).parent
LIST_FILES = {"RESOURCE": "resources.csv", "DEMAND": "demands.csv", "PROJECT": "projects.csv"}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def divisions() -> dict[str, str]:
    """Code to name, grids among them."""
    return {row["code"]: row["name"] for name in ("divisions.csv", "grids.csv") for row in rows(name)}


def centres() -> dict[str, tuple[float, float]]:
    """Of the streets where something happens: code to longitude and latitude."""
    return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in rows("centres.csv")}


@dataclass(frozen=True)
class Unit:
    kind: str
    name: str
    credit_code: str
    communities: list[str]
    address: str
    longitude: float
    latitude: float


def units() -> list[Unit]:
    return [Unit(row["kind"], row["name"], row["credit_code"], row["communities"].split(";"), row["address"],
                 float(row["longitude"]), float(row["latitude"])) for row in rows("units.csv")]


@dataclass(frozen=True)
class Person:
    """Somebody with a handle; organisations are named by division code or by a unit's name, '' is none.

    seat_at      the division whose committee has a seat for the person, besides the seats that go with the office
    represents   for whom
    """

    handle: str
    name: str
    office: str
    organization: str
    seat_at: str
    represents: str


def people() -> list[Person]:
    return [Person(**row) for row in rows("people.csv")]


@dataclass(frozen=True)
class Names:
    """What invented names are made of."""

    surnames: list[str]
    given: list[str]


def names() -> Names:
    return Names(**json.loads((FOLDER / "names.json").read_text("utf-8")))


@dataclass(frozen=True)
class Text:
    """What several publishers may publish, each in its place.

    publisher   社区, 村 or 街道 for any such division, else parts of units' names, | between them
    within      the beginnings of the divisions' codes where it is published, | between them; '' is everywhere
    copies      by how many publishers
    title, body   {place} is the publisher's community or street, {unit} the publisher
    starts, ends  days from today; None: at no time
    """

    list: str
    publisher: Sequence[str]
    within: Sequence[str]
    copies: int
    category: str
    quantity: int
    unit: str
    scope: str
    starts: int | None
    ends: int | None
    spot: str
    title: str
    body: str
    urgency: str | None
    resource_kind: str | None
    budget_yuan: Decimal | None


def texts() -> list[Text]:
    return [_text(name, row) for name in List.chinese() for row in rows(LIST_FILES[name])]


def _text(name: str, row: dict[str, str]) -> Text:
    def days(column: str) -> int | None:
        return int(row[column]) if row[column] else None
    return Text(
        list=name, publisher=row["publisher"].split("|"), within=row["within"].split("|"), copies=int(row["copies"]),
        category=row["category"], quantity=int(row["quantity"]), unit=row["unit"], scope=row["scope"],
        starts=days("starts"), ends=days("ends"), spot=row["spot"], title=row["title"], body=row["body"],
        urgency=row.get("urgency"), resource_kind=row.get("resource_kind"),
        budget_yuan=Decimal(row["budget_yuan"]) if "budget_yuan" in row else None)


@dataclass(frozen=True)
class ClaimText:
    """What the parties of one claim write; `responsible_title` is who answers for it on the claimant's side."""

    category: str
    note: str
    task: str
    responsible_title: str
    standard: str
    report: str
    comment: str


def claim_texts() -> dict[str, list[ClaimText]]:
    """By category."""
    by_category: dict[str, list[ClaimText]] = {}
    for row in rows("claims.csv"):
        text = ClaimText(**row)
        by_category.setdefault(text.category, []).append(text)
    return by_category


def reasons() -> dict[str, list[str]]:
    """Why something was declined, withdrawn or returned: event kind to reasons."""
    by_kind: dict[str, list[str]] = {}
    for row in rows("reasons.csv"):
        by_kind.setdefault(row["kind"], []).append(row["reason"])
    return by_kind
