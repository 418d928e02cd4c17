"""Webhooks, from their being added to their removal; what is sent there, `resolvers.deliveries` knows."""
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import systems, webhooks
from db.deadlines import Whose
from domain import access, texts
from domain import webhooks as rules
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound, WrongState
from domain.systems import SystemState, check_over
from domain.webhooks import PROCESS, TooManyWebhooks, Webhook, WebhookState, WebhookStep
from resolvers.deadlines import passes
from resolvers.offices import acting_over
from resolvers.writing.by_hand import ByHand
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(TooManyWebhooks, WrongState)
async def add(write: Write, *, name: str, address: str, format: str, secret: str | None = None,
              kinds: Sequence[str] | None = None, organization_id: UUID | None = None, system_id: UUID | None = None) -> Ids:
    """Let an organisation be told at an address from now on.

    organization_id   None: the one organisation the viewer acts for
    system_id         of which it is to be the own, by officers over it: told of the calls that the system raised. What a
                      system adds is its own, too
    kinds             of notices; None: all
    raises            NotFound, NotAllowed, WrongState, BadInput, TooManyWebhooks
    writes            webhook, webhook_key, event webhook.added
    """
    with Faults() as faults:
        whose = await _whose(write, organization_id, system_id)
        name = faults.of(texts.name, "name", name)
        host = faults.of(rules.host, address, plain=write.context.inner_webhooks)
        secret = faults.of(rules.check_secret, format, secret)
        if kinds is not None and not kinds:
            faults.note(BadInput("kinds", Bilingual("至少一种；全部则省去。", "At least one; leave it out for all.")))
    row: dict[str, Any] = {
        "id": uuid7(), **whose, "added_by": write.viewer.member_id, "name": name, "host": host,
        "format": format, "kinds": sorted(set(kinds)) if kinds else None, "state": WebhookState.ACTIVE, "added_at": write.now}
    if not await webhooks.insert(write.connection, row, address.strip(), secret, rules.MOST):
        raise TooManyWebhooks(rules.MOST)
    write.record("webhook.added", object_type="Webhook", object_id=row["id"], object_version=1,
                 organization_id=await _acting(write, row["organization_id"], row["home_code"]), home_code=row["home_code"],
                 after={each: row[each] for each in ("state", "format", "kinds")})
    return {"webhook": row["id"]}


async def _whose(write: Write, organization_id: UUID | None, system_id: UUID | None) -> Mapping[str, Any]:
    """The columns that say whose a webhook is to be; a system's is held.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    if system_id is None:
        acting_id = access.acting_organization(write.viewer, organization_id, field="organization_id", action=rules.ADD)
        itself = write.viewer.system_id
        system = await systems.of_member(write.connection, itself) if itself else None
        return {"organization_id": acting_id, "system_id": itself, "home_code": system and system.home_code}
    if organization_id is not None:
        raise BadInput("system_id", Bilingual("已指明单位，须省去其一。", "The organisation is named: leave one out."))
    system = await systems.locked(write.connection, write.viewer, system_id, write.now)
    if system is None:
        raise NotFound("system_id")
    check_over(write.viewer, system.home_code, rules.ADD)
    if system.state != SystemState.ACTIVE:
        raise WrongState(system.state, [SystemState.ACTIVE])
    return {"organization_id": system.organization_id, "system_id": system_id, "home_code": system.home_code}


async def _acting(hand: Write | ByHand, organization_id: UUID, home_code: str | None) -> UUID | None:
    """For whom it is done: the webhook's organisation, or an officer's own over the system whose webhook it is."""
    if isinstance(hand, ByHand) or home_code is None or organization_id in hand.viewer.acts_for:
        return organization_id
    return await acting_over(hand, home_code)


@use_case(step=PROCESS.steps[WebhookStep.PAUSE])
async def pause(write: Write, *, webhook_id: UUID) -> Ids:
    """Let what is to be sent wait.

    raises   NotFound, NotAllowed, WrongState
    writes   webhook, event webhook.paused
    """
    webhook = await _held(write, WebhookStep.PAUSE, webhook_id)
    return await _step(write, WebhookStep.PAUSE, webhook_id, webhook, gives_up_at=None)


@use_case(step=PROCESS.steps[WebhookStep.RESUME])
async def resume(write: Write, *, webhook_id: UUID) -> Ids:
    """Send again, at once, what waits.

    raises   NotFound, NotAllowed, WrongState
    writes   webhook, event webhook.resumed
    """
    webhook = await _held(write, WebhookStep.RESUME, webhook_id)
    return await _step(write, WebhookStep.RESUME, webhook_id, webhook, gives_up_at=None, failures=0, try_at=None)


@use_case(step=PROCESS.steps[WebhookStep.REPLAY])
async def replay(write: Write, *, webhook_id: UUID, delivery_ids: Sequence[UUID] | None = None) -> Ids:
    """Try anew, under the same ids, what was not taken: the messages named, or all that are dead; others' are left alone.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   delivery, webhook, event webhook.replayed
    """
    if delivery_ids is not None and len(delivery_ids) > rules.MOST_REPLAYED:
        raise BadInput("delivery_ids", Bilingual(f"最多 {rules.MOST_REPLAYED} 条。", f"At most {rules.MOST_REPLAYED}."))
    webhook = await _held(write, WebhookStep.REPLAY, webhook_id)
    await webhooks.replay(write.connection, webhook_id, delivery_ids)
    return await _step(write, WebhookStep.REPLAY, webhook_id, webhook, failures=0, try_at=None)


@use_case(step=PROCESS.steps[WebhookStep.REMOVE])
async def remove(write: Write, *, webhook_id: UUID) -> Ids:
    """Send nothing there any more, and forget its address, its secret and what waits.

    raises   NotFound, NotAllowed, WrongState
    writes   webhook, webhook_key, delivery, event webhook.removed
    """
    webhook = await _held(write, WebhookStep.REMOVE, webhook_id)
    await webhooks.forget_key(write.connection, webhook_id)
    return await _step(write, WebhookStep.REMOVE, webhook_id, webhook, gives_up_at=None, removed_at=write.now)


async def remove_of_system(hand: Write | ByHand, system_id: UUID) -> None:
    """Send nothing any more to where a system is told that is closed.

    writes   webhook, webhook_key, delivery, event webhook.removed of each
    """
    for webhook_id, webhook in await webhooks.of_system(hand.connection, system_id):
        await webhooks.forget_key(hand.connection, webhook_id)
        await _step(hand, WebhookStep.REMOVE, webhook_id, webhook, gives_up_at=None, removed_at=hand.now)


async def _held(write: Write, step: WebhookStep, webhook_id: UUID) -> Webhook:
    """A webhook that the viewer may take a step with.

    raises   NotFound, NotAllowed, WrongState
    """
    webhook = await webhooks.locked(write.connection, write.viewer, webhook_id, write.now)
    if webhook is None:
        raise NotFound("webhook_id")
    rules.check_step(write.viewer, step, webhook, write.now)
    return webhook


async def _step(hand: Write | ByHand, step: WebhookStep, webhook_id: UUID, webhook: Webhook, **columns: Any) -> Ids:
    target = PROCESS.steps[step].target or webhook.state
    version = await webhooks.revise(hand.connection, webhook_id, {"state": target, **columns})
    hand.record(PROCESS.steps[step].event, object_type="Webhook", object_id=webhook_id, object_version=version,
                 organization_id=await _acting(hand, webhook.organization_id, webhook.home_code), home_code=webhook.home_code,
                 before={"state": webhook.state}, after={"state": target})
    return {"webhook": webhook_id}


GIVE_UP = passes(PROCESS, rules.GIVE_UP, "gives_up_at = NULL", Whose())
