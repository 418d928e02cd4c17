"""Micro-wishes, from the community's word to its confirmation."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations, viewers, wishes
from db.deadlines import Whose
from domain import access, homes, texts
from domain import wishes as rules
from domain.faults import Faults
from domain.items import Scope
from domain.refusals import NotFound
from domain.wishes import PROCESS, Wish, WishState, WishStep
from resolvers import phones
from resolvers.deadlines import passes
from resolvers.writing.use_cases import Ids, Write, use_case

OWNERS = ("{now}", "{p}.state", "{p}.community_id", "{p}.holder_id", "{p}.due_at")
"""What `domain.wishes.look` asks of a wish `{p}`."""


@use_case()
async def publish(write: Write, *, title: str, category: str, due_at: datetime, resident: Mapping[str, Any],
                  body: str | None = None, scope: str = Scope.COMMUNITY, community_id: UUID | None = None) -> Ids:
    """Publish a wish for a resident, whose data lie apart.

    resident      name and phone
    community_id  None: the one organisation the viewer acts for
    raises        NotFound, NotAllowed, BadInput
    writes        micro_wish, wish_resident, event wish.published
    """
    with Faults() as faults:
        said = {"title": faults.of(texts.line, "title", title, texts.TITLE),
                "body": faults.of(texts.optional, "body", body) or ""}
        known = faults.of(phones.contact, resident, "resident")
        faults.of(rules.check_due, due_at, write.now)
        faults.of(rules.check_scope, scope)
        community_id = access.acting_organization(write.viewer, community_id, field="community_id", action=rules.PUBLISH)
        if (community := await organizations.find(write.connection, community_id)) is None:
            raise NotFound("community_id")
        rules.check_community(community.kind)
    home = str(community.division_code)
    wish_id = uuid7()
    row = {"id": wish_id, "community_id": community_id, "home_code": home, "scope": homes.scope_around(home, scope),
           "published_by": write.viewer.member_id, "category": category, **said, "state": WishState.OPEN,
           "published_at": write.now, "due_at": due_at}
    await wishes.insert(write.connection, row, known)
    write.record("wish.published", object_type="MicroWish", object_id=wish_id, object_version=1, organization_id=community_id,
                 home_code=home, after={name: row[name] for name in ("state", "community_id", "scope", "category", "due_at")})
    return {"wish": wish_id}


@use_case(step=PROCESS.steps[WishStep.TAKE])
async def take(write: Write, *, wish_id: UUID) -> Ids:
    """Take a wish that nobody has; the community has still to accept.

    raises   NotFound, NotAllowed, WrongState
    writes   micro_wish, event wish.taken
    """
    wish = await _held(write, WishStep.TAKE, wish_id)
    return await _step(write, WishStep.TAKE, wish_id, wish, holder_id=write.viewer.member_id)


@use_case(step=PROCESS.steps[WishStep.OFFER])
async def offer(write: Write, *, wish_id: UUID, member_id: UUID) -> Ids:
    """Offer a wish that nobody has to a member, who has still to accept.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   micro_wish, event wish.offered
    """
    wish = await _held(write, WishStep.OFFER, wish_id)
    asked = await viewers.of_member(write.connection, member_id, write.now)
    if asked is None:
        raise NotFound("member_id")
    rules.check_offered(asked, wish)
    return await _step(write, WishStep.OFFER, wish_id, wish, holder_id=member_id)


@use_case(step=PROCESS.steps[WishStep.ACCEPT])
async def accept(write: Write, *, wish_id: UUID) -> Ids:
    """Accept the member who took it, or the community's offer.

    raises   NotFound, NotAllowed, WrongState
    writes   micro_wish, event wish.accepted
    """
    wish = await _held(write, WishStep.ACCEPT, wish_id)
    return await _step(write, WishStep.ACCEPT, wish_id, wish, held_at=write.now)


@use_case(step=PROCESS.steps[WishStep.GIVE_BACK])
async def give_back(write: Write, *, wish_id: UUID, reason: str) -> Ids:
    """Give a wish back, or take it from who has it: others can take it.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   micro_wish, event wish.given_back
    """
    wish = await _held(write, WishStep.GIVE_BACK, wish_id)
    return await _step(write, WishStep.GIVE_BACK, wish_id, wish, reason=texts.required("reason", reason), holder_id=None,
                       former_id=wish.holder_id, held_at=None)


@use_case(step=PROCESS.steps[WishStep.FULFIL])
async def fulfil(write: Write, *, wish_id: UUID, note: str) -> Ids:
    """Say that it is done, and what was done.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   micro_wish, event wish.fulfilled
    """
    wish = await _held(write, WishStep.FULFIL, wish_id)
    return await _step(write, WishStep.FULFIL, wish_id, wish, note=texts.required("note", note, texts.BODY),
                       fulfilled_at=write.now)


@use_case(step=PROCESS.steps[WishStep.RETURN])
async def return_(write: Write, *, wish_id: UUID, reason: str, due_at: datetime | None = None) -> Ids:
    """Send back what is not done; its holder has it again.

    due_at   None: as before, where that lies ahead
    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   micro_wish, event wish.returned
    """
    wish = await _held(write, WishStep.RETURN, wish_id)
    with Faults() as faults:
        why = faults.of(texts.required, "reason", reason)
        due = faults.of(rules.due_again, due_at, wish, write.now)
    return await _step(write, WishStep.RETURN, wish_id, wish, reason=why, due_at=due)


@use_case(step=PROCESS.steps[WishStep.CONFIRM])
async def confirm(write: Write, *, wish_id: UUID) -> Ids:
    """Confirm that it is done.

    raises   NotFound, NotAllowed, WrongState
    writes   micro_wish, event wish.confirmed
    """
    wish = await _held(write, WishStep.CONFIRM, wish_id)
    return await _step(write, WishStep.CONFIRM, wish_id, wish, over_at=write.now)


@use_case(step=PROCESS.steps[WishStep.WITHDRAW])
async def withdraw(write: Write, *, wish_id: UUID, reason: str) -> Ids:
    """Take a wish back that is not done.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   micro_wish, event wish.withdrawn
    """
    wish = await _held(write, WishStep.WITHDRAW, wish_id)
    return await _step(write, WishStep.WITHDRAW, wish_id, wish, over_at=write.now, reason=texts.required("reason", reason))


@use_case(step=PROCESS.steps[WishStep.ERASE])
async def erase(write: Write, *, wish_id: UUID) -> Ids:
    """Erase the resident's data, whatever becomes of the wish; where they are erased, that is all there is to it.

    raises   NotFound, NotAllowed, WrongState
    writes   wish_resident, micro_wish.version, event wish.resident_erased
    """
    wish = await _held(write, WishStep.ERASE, wish_id)
    if await wishes.erase_resident(write.connection, wish_id):
        await _step(write, WishStep.ERASE, wish_id, wish)
    return {"wish": wish_id}


async def _held(write: Write, step: WishStep, wish_id: UUID) -> Wish:
    """A wish that the viewer may take a step with.

    raises   NotFound, NotAllowed, WrongState
    """
    wish = await wishes.locked(write.connection, write.viewer, wish_id, write.now)
    if wish is None:
        raise NotFound("wish_id")
    rules.check_step(write.viewer, step, wish, write.now)
    return wish


async def _step(write: Write, step: WishStep, wish_id: UUID, wish: Wish, **columns: Any) -> Ids:
    target = PROCESS.steps[step].target or wish.state
    version = await wishes.revise(write.connection, wish_id, {"state": target, **columns})
    told = {name: columns[name] for name in columns if name in ("due_at", "reason", "note")}
    write.record(PROCESS.steps[step].event, object_type="MicroWish", object_id=wish_id, object_version=version,
                 organization_id=wish.community_id if wish.community_id in write.viewer.acts_for else None,
                 home_code=wish.home_code, before={"state": wish.state}, after={"state": target, **told})
    return {"wish": wish_id}


LAPSE = passes(PROCESS, rules.LAPSE, "over_at = $1", Whose("t.community_id"))
