"""What an item's publisher does with it, from publishing to its end.

Of every published item:
  publisher_id    for whom the viewer publishes; None: the one organisation it acts for
  category, scope, urgency, resource_kind   names of `domain.items`' enumerations
  quantity, unit  how much of what can be claimed
  scope           how widely it is seen; never narrower than its home division
  division_code   where it is at home; None: the publisher's own division, or its first station's community
  deadline        until when it can be claimed
  place           address, longitude, latitude (degrees, WGS 84)
  contact         name, phone: personal data, shown only to parties
  stage_limits    by stage, how many working days it stays in it unclaimed, before it opens to the next (`domain.widening`)
  draft           not published yet
"""
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Unpack
from uuid import UUID

from db import admissions, claims, contacts, items, organizations
from db.driver.connection import Connection
from domain import access, texts, widening
from domain import admissions as admitting
from domain import items as rules
from domain.admissions import NotAdmitted
from domain.committees import LeadQuotaReached
from domain.faults import Faults
from domain.items import Action, Item, ItemState, List, Urgency
from domain.languages import Bilingual
from domain.refusals import BadInput, DeadlinePassed, HasOpenClaims, NotFound, QuantityBelowClaimed, StaleVersion
from resolvers import guests, phones, publishing, revisions
from resolvers.deadlines import Taken, by_clock
from resolvers.offices import acting_over
from resolvers.publishing import NewItem
from resolvers.revisions import Revision
from resolvers.writing.use_cases import Ids, Settled, Write, use_case


@use_case(settled=Settled.IN_STATEMENT)
async def publish_resource(write: Write, *, resource_kind: str, **new: Unpack[NewItem]) -> Ids:
    """raises   NotAllowed, BadInput"""
    with Faults() as faults:
        content = faults.of(publishing.content, new, write.now)
        publisher, home = await publishing.settle_home(write, new)
    return await publishing.publish(write, List.RESOURCE, new, content, home, publisher, {"resource_kind": resource_kind})


@use_case(NotAdmitted, settled=Settled.IN_STATEMENT)
async def publish_demand(write: Write, *, urgency: str = Urgency.ROUTINE, grid_code: str | None = None,
                         admission_id: UUID | None = None, **new: Unpack[NewItem]) -> Ids:
    """Publish a demand; `grid_code` is the grid that it came from, `admission_id` that by which a department asks.

    raises   NotAllowed, BadInput, NotFound (the admission), NotAdmitted
    """
    with Faults() as faults:
        content = faults.of(publishing.content, new, write.now)
        publisher, home = await publishing.settle_home(write, new)
        grid_id = await publishing.settle_grid(write, publisher, home, grid_code)
    return await publishing.publish(write, List.DEMAND, new, content, home, publisher,
                                    {"urgency": urgency, "grid_id": grid_id}, admission_id)


@use_case(NotAdmitted, LeadQuotaReached, settled=Settled.IN_STATEMENT)
async def publish_project(write: Write, *, budget_yuan: Decimal | None = None, lead_seat_id: UUID | None = None,
                          admission_id: UUID | None = None, **new: Unpack[NewItem]) -> Ids:
    """Publish a project; `lead_seat_id` is the committee member's seat that leads it, `admission_id` as of a demand.

    raises   NotAllowed, BadInput, NotFound (the seat, the admission), NotAdmitted, LeadQuotaReached
    """
    with Faults() as faults:
        content = faults.of(publishing.content, new, write.now)
        faults.of(revisions.check_budget, budget_yuan)
        publisher, home = await publishing.settle_home(write, new)
    publish = partial(publishing.publish, write, List.PROJECT, new, content, home, publisher,
                      {"budget_yuan": budget_yuan, "lead_seat_id": lead_seat_id}, admission_id)
    if lead_seat_id is None:
        return await publish()
    async with write.connection.transaction():  # the seat is held meanwhile
        await publishing.settle_lead(write, home, lead_seat_id)
        return await publish()


@use_case(DeadlinePassed, NotAdmitted, LeadQuotaReached, step=rules.PROCESS.steps[Action.PUBLISH])
async def publish_draft(write: Write, *, item_id: UUID) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, DeadlinePassed, NotAdmitted, LeadQuotaReached"""
    admission = await admissions.held_of(write.connection, item_id)  # before the item: who revokes it holds it first, too
    item = await _locked(write, item_id)
    access.check_publish(write.viewer, item, write.now)
    content = await items.content(write.connection, item_id)  # nothing has told of it so far
    if admission or await _asks(write, item):
        admitting.check_asking(admission, publishing.asked(content), write.now)
    changes = {"state": ItemState.PUBLISHED, "listed_at": write.now, "draft_version": item.version,
               "next_stage_at": widening.ends_at(item.scope, content, write.now)}
    if seat_id := content.get("lead_seat_id"):
        await publishing.settle_led_draft(write, item_id, seat_id)
    return await change(write, item_id, item, "item.published", changes, {"state": item.state}, {**content, **changes})


@use_case(StaleVersion, QuantityBelowClaimed, NotAdmitted, step=rules.PROCESS.steps[Action.REVISE])
async def revise(write: Write, *, item_id: UUID, expected_version: int | None = None, **given: Unpack[Revision]) -> Ids:
    """Change what is given; null empties what may be empty.

    expected_version   the version that the reviser saw; None: any
    given              each as in publishing
    raises             NotFound, NotAllowed, WrongState, StaleVersion, QuantityBelowClaimed, NotAdmitted, BadInput
    """
    found = await items.revisable(write.connection, write.viewer, item_id, write.now)
    if found is None:
        raise NotFound("item_id")
    access.check_revise(write.viewer, found.item, write.now)
    contact = [given.pop("contact")] if "contact" in given else []
    with Faults() as faults:
        reached = [None if each is None else faults.of(phones.contact, each) for each in contact]
        changes = revisions.changes(found.item, found.columns, given, write.now)
    rules.check_revised(found.item, expected_version, changes.get("quantity", found.item.quantity))
    await check_admitted(write, item_id, found, changes)
    before = {column: found.columns[column] for column in changes}
    told = {**changes, "contact": ...} if reached and await _set_contact(write, item_id, *reached) else changes
    if told:
        kind = rules.PROCESS.steps[Action.REVISE].from_(found.item.state)[1]
        written = {**changes, **revisions.searched(found.columns, changes)}
        await change(write, item_id, found.item, kind, written, before or None, told)
        if kind == "item.revised" and widening.is_wider(changes.get("scope", found.item.scope), found.item.scope):
            tell(write, item_id, found.item, "item.widened", found.item.version + 1, before={"scope": found.item.scope},
                 after={"scope": changes["scope"]})
    return {"item": item_id}


@use_case(HasOpenClaims, step=rules.PROCESS.steps[Action.WITHDRAW])
async def withdraw(write: Write, *, item_id: UUID, reason: str) -> Ids:
    """Take back what was published; of a draft nothing stays but that there was one.

    raises   NotFound, NotAllowed, WrongState, HasOpenClaims, BadInput
    """
    item = await _locked(write, item_id, count_claims=True)
    access.check_withdraw(write.viewer, item, write.now)
    said = {"reason": texts.required("reason", reason)}
    if item.state == ItemState.DRAFT:
        await items.discard(write.connection, item_id)
        tell(write, item_id, item, "item.discarded", item.version + 1)
        return {"item": item_id}
    changes = {"state": ItemState.WITHDRAWN, "closed_at": write.now}
    return await change(write, item_id, item, "item.withdrawn", changes, {"state": item.state}, {**changes, **said})


@use_case(HasOpenClaims, step=rules.PROCESS.steps[Action.COMPLETE])
async def complete(write: Write, *, item_id: UUID, summary: str | None = None) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, HasOpenClaims, BadInput"""
    item = await _locked(write, item_id, count_claims=True)
    access.check_complete(write.viewer, item, write.now)
    changes = {"state": ItemState.COMPLETED, "closed_at": write.now}
    said = {"summary": texts.optional("summary", summary)}
    return await change(write, item_id, item, "item.completed", changes, {"state": item.state}, {**changes, **said})


@use_case(NotAdmitted, step=rules.PROCESS.steps[Action.SHARE])
async def share(write: Write, *, item_id: UUID, recipient: Mapping[str, UUID], ends_at: datetime | None = None) -> Ids:
    """Show an item to an organisation outside its scope, or to a joint committee as a guest; sharing again sets another end.

    recipient   one of: an organization_id, a committee_id
    ends_at     None: as long as the item lasts, of an organisation alone
    raises      NotFound (the item, the organisation or the committee), NotAllowed, WrongState, NotAdmitted, BadInput
    """
    item = await _locked(write, item_id)
    access.check_share(write.viewer, item, write.now)
    guest = await guests.settle(write, recipient, ends_at)
    if admission := await admissions.of_item(write.connection, item_id):
        to = await organizations.find(write.connection, guest.organization_id)
        admitting.check_shown(admission, to.division_code if to else None)
    await guests.put(write, "item_id", item_id, guest)
    own = item.publisher_id in write.viewer.acts_for
    write.record("item.shared", object_type=publishing.type_name(item.list), object_id=item_id,
                 object_version=item.version, home_code=item.home_code,
                 organization_id=item.publisher_id if own else await acting_over(write, item.home_code), after=guest.told)
    return {"item": item_id}


async def _asks(write: Write, item: Item) -> bool:
    """Whether an item needs an admission: one may have been drafted before that was so."""
    publisher = await organizations.find(write.connection, item.publisher_id)
    return publisher is not None and admitting.is_asking(publisher.kind, item.list)


async def check_admitted(write: Write, item_id: UUID, found: items.Revisable, changes: Mapping[str, Any]) -> None:
    """Let an item that a department asks of communities become another, or say that its admission is not for that.

    raises   NotAdmitted, BadInput
    """
    if changes.keys().isdisjoint({"scope", "category", "deadline", *widening.LIMITS.values()}):
        return
    if admission := await admissions.of_item(write.connection, item_id):
        row = {**found.columns, **changes, "publisher_id": found.item.publisher_id, "home_code": found.item.home_code}
        if row["deadline"] is None:
            raise BadInput("deadline", Bilingual("准入事项须有截止时间。", "What is admitted must have a deadline."))
        admitting.check_asking(admission, publishing.asked(row), write.now)


async def _locked(write: Write, item_id: UUID, *, count_claims: bool = False) -> Item:
    item = await items.locked(write.connection, write.viewer, item_id, write.now)
    if item is None:
        raise NotFound("item_id")
    return replace(item, open_claims=await claims.count_open(write.connection, item_id)) if count_claims else item


async def change(write: Write, item_id: UUID, item: Item, kind: str, changes: Mapping[str, Any],
                  before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Ids:
    """Change a locked item for its publisher."""
    version = await items.revise(write.connection, item_id, changes)
    tell(write, item_id, item, kind, version, before=before, after=after)
    return {"item": item_id}


def tell(write: Write, item_id: UUID, item: Item, kind: str, version: int, *,
          before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None) -> None:
    write.record(kind, object_type=publishing.type_name(item.list), object_id=item_id, object_version=version,
                 organization_id=item.publisher_id, home_code=item.home_code, before=before, after=after)


async def _set_contact(write: Write, item_id: UUID, contact: tuple[str, str] | None) -> bool:
    """returns   whether it is another than before"""
    if contact is None:
        return await contacts.remove(write.connection, item_id)
    return await contacts.put(write.connection, item_id, *contact)


async def _expire(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    return [Taken(id=item.id, state=ItemState.PUBLISHED, due_at=item.deadline, version=item.version,
                  organization_id=item.publisher_id, home_code=item.home_code,
                  type=publishing.type_name(item.list)) for item in await items.expire(connection, now, limit)]


EXPIRE = by_clock(rules.PROCESS, "EXPIRE", _expire)
