"""How an item comes into one of the lists, whichever it is."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Required, TypedDict
from uuid import UUID

from uuid_utils.compat import uuid7

from db import admissions, committees, items, organizations
from db.organizations import Organization
from domain import access, codes, dates, folding, homes, texts, widening
from domain import admissions as admitting
from domain import committees as seats
from domain import items as rules
from domain import leads as leading
from domain.actions import Action
from domain.admissions import Asked
from domain.faults import Faults
from domain.items import ItemState, List, Scope
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from resolvers import leads, phones
from resolvers.writing.use_cases import Ids, Write


class NewItem(TypedDict, total=False):
    """What every list's item has; see `resolvers.items` for the meaning of each."""

    title: Required[str]
    category: Required[str]
    publisher_id: UUID | None
    body: str
    quantity: int
    unit: str
    scope: str
    division_code: str | None
    starts_at: datetime | None
    deadline: datetime | None
    place: Mapping[str, Any] | None
    contact: Mapping[str, Any] | None
    stage_limits: Mapping[str, int | None] | None
    draft: bool


class Content(NamedTuple):
    """What an item says, whoever publishes it and wherever it is at home: columns, and the name and phone of its contact."""

    columns: Mapping[str, Any]
    contact: tuple[str, str] | None


async def publish(write: Write, kind: List, new: NewItem, content: Content, home: str, publisher: Organization,
                  special: Mapping[str, Any], admission_id: UUID | None = None) -> Ids:
    """Write an item whose publisher and home are settled, and all that comes of it, in one statement; of a department that
    asks communities for something, with the admission held meanwhile.

    special   the columns that only its list has
    raises    NotFound (the admission), BadInput, NotAdmitted
    """
    row = columns(kind, new, content, home, publisher.id, write.now, special)
    if not admitting.is_asking(publisher.kind, kind):
        if admission_id is not None:
            raise BadInput("admission_id", Bilingual("只有部门的需求和项目才填。",
                                                     "Only a department's demand or project has one."))
        return await _publish(write, kind, new, content, row)
    async with write.connection.transaction():
        row |= await _admitted(write, admission_id, row)
        return await _publish(write, kind, new, content, row)


async def _admitted(write: Write, admission_id: UUID | None, row: Mapping[str, Any]) -> dict[str, Any]:
    """What an item has of the admission by which it asks.

    raises   NotFound, BadInput, NotAdmitted
    """
    admission = await admissions.held(write.connection, admission_id) if admission_id else None
    if admission_id and (admission is None or admission.department_id != row["publisher_id"]):
        raise NotFound("admission_id")
    return {"admission_id": admission_id, "deadline": admitting.check_asking(admission, asked(row), write.now)}


def asked(row: Mapping[str, Any]) -> Asked:
    """What an item asks of communities, by its columns."""
    return Asked(row["publisher_id"], admitting.reach(row["home_code"], row), row["category"], row.get("deadline"))


async def _publish(write: Write, kind: List, new: NewItem, content: Content, row: dict[str, Any]) -> Ids:
    item_id, publisher_id, home = row["id"], row["publisher_id"], row["home_code"]
    write.record("item.drafted" if new.get("draft") else "item.published", object_type=type_name(kind),
                 object_id=item_id, object_version=1, organization_id=publisher_id,
                 home_code=home, after=given_columns(row))
    ids = {"item": item_id}
    record = write.commit_record(ids)
    row["words"] = folding.words(row["title"], row["body"])
    write.settled(record, await items.publish(write.connection, row, content.contact, record))
    return ids


def content(new: NewItem, now: datetime | None) -> Content:
    """
    now      None: it may have been written before
    raises   BadInput: all that is wrong with it
    """
    quantity, starts_at, deadline = new.get("quantity", 1), new.get("starts_at"), new.get("deadline")
    contact = new.get("contact")
    with Faults() as faults:
        faults.of(rules.check_amounts, quantity, starts_at, deadline, now)
        said = {"title": faults.of(texts.line, "title", new["title"], texts.TITLE),
                "body": faults.of(texts.optional, "body", new.get("body")) or "",
                "unit": faults.of(texts.line, "unit", new.get("unit", "次"))}
        where = faults.of(texts.place, new.get("place"))
        reached = None if contact is None else faults.of(phones.contact, contact)
        limits = faults.of(widening.read_limits, new.get("stage_limits") or {})
    return Content({"category": new["category"], "quantity": quantity, "starts_at": starts_at, "deadline": deadline,
                    **said, **where, **limits}, reached)


def columns(kind: List, new: NewItem, content: Content, home: str, publisher_id: UUID, now: datetime,
            special: Mapping[str, Any]) -> dict[str, Any]:
    """The item as a row, as far as it is given: all but what only a search looks at."""
    scope = homes.scope_around(home, new.get("scope", Scope.COMMUNITY))
    ends_at = None if new.get("draft") else widening.ends_at(scope, content.columns, now)
    return {
        "id": uuid7(), "list": kind, "state": ItemState.DRAFT if new.get("draft") else ItemState.PUBLISHED,
        "publisher_id": publisher_id, "home_code": home, "scope": scope, "listed_at": now, **content.columns, **special,
        **({"next_stage_at": ends_at} if ends_at else {})}


def given_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """What there is to tell of an item that came in, as `domain.trail` lets it."""
    return {name: value for name, value in row.items() if value is not None and name != "id"}


def type_name(kind: str) -> str:
    """The GraphQL type of a list's items."""
    return kind.capitalize()


async def settle_home(write: Write, new: NewItem) -> tuple[Organization, str]:
    """The organisation that publishes, and the division where the item is at home.

    raises   NotAllowed, BadInput
    """
    publisher_id = access.acting_organization(write.viewer, new.get("publisher_id"), field="publisher_id",
                                              action=Action.PUBLISH_ITEM)
    publisher = await organizations.find(write.connection, publisher_id)
    if publisher is None:
        raise NotFound("publisher_id")
    home = homes.home_code(publisher.division_code, publisher.stations, new.get("division_code"))
    below = publisher.division_code is not None and home != publisher.division_code
    if below and not await organizations.has_code(write.connection, home):
        raise BadInput("division_code", Bilingual(f"没有代码为 {home} 的区划。", f"There is no division {home}."))
    return publisher, home


async def settle_grid(write: Write, publisher: Organization, home: str, grid_code: str | None) -> UUID | None:
    """The grid that a demand came from.

    raises   BadInput
    """
    if grid_code is None:
        return None
    grid_code = codes.of_kind("grid_code", "GRID", grid_code)
    found = await organizations.with_codes(write.connection, [grid_code], "GRID")
    if not found or not homes.may_come_from(grid_code, home, publisher.divisions):
        raise BadInput("grid_code", Bilingual(f"{home} 内没有该网格。", f"There is no such grid in {home}."))
    return found[grid_code]


async def settle_lead(write: Write, home: str, seat_id: UUID) -> None:
    """Let a seat lead one more project, holding the seat so that no two pass as its last one.

    raises   NotFound, BadInput, NotAllowed, LeadQuotaReached
    """
    seat = await committees.locked_seat(write.connection, seat_id)
    if seat is None:
        raise NotFound("lead_seat_id")
    leading.check_leader(write.viewer, write.viewer.member_id, holder_id=seat.member_id,
                         organization_id=seat.organization_id, division_code=seat.division_code)
    if not seat.starts_on <= dates.day(write.now) <= (seat.ends_on or dates.day(write.now)):
        raise BadInput("lead_seat_id", Bilingual("该委员不在任期内。", "The seat's term is not running."))
    leading.check_within(home, seat.division_code, "lead_seat_id")
    await _check_quota(write, seat)


async def settle_led_draft(write: Write, item_id: UUID, seat_id: UUID) -> None:
    """Let a draft become one of the projects that its seat leads this year, whenever it was written.

    raises   LeadQuotaReached
    """
    if seat := await committees.locked_seat(write.connection, seat_id):
        await _check_quota(write, seat, but=item_id)


async def _check_quota(write: Write, seat: committees.Seat, but: UUID | None = None) -> None:
    place = await leads.place(write, seat, but)
    seats.check_lead(place.kind, place.led, place.most)
