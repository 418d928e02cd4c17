"""Systems, as who runs the hub keeps them: registered with a key, given another, revoked."""
import secrets
from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from db import members, systems
from domain import systems as rules
from domain.refusals import NotFound
from resolvers import bootstrap
from resolvers.writing.by_hand import ByHand


async def register(hand: ByHand, *, name: str, division_code: str, operations: Sequence[str], known: Collection[str],
                   cost: int) -> tuple[str, str]:
    """Let a program of others in, to act for a division.

    operations  root fields that it may ask for, of `known`
    cost        that it may have a minute
    returns     its subject, by which it is meant, and its key, which is nowhere else
    raises      NotFound (the division), BadInput
    writes      member, office, system, system_key, events member.registered, office.appointed
    """
    rules.check(operations, known, cost)
    subject = f"system:{uuid4().hex}"
    await bootstrap.appoint(hand, subject=subject, name=name, division_code=division_code)
    member_id = await members.of_subject(hand.connection, subject)
    assert member_id is not None
    await systems.insert(hand.connection, member_id, sorted({*operations}), cost, hand.now)
    return subject, await _new_key(hand, member_id)


async def renew(hand: ByHand, *, subject: str) -> str:
    """Give a system another key; the one before stays good until the next, older ones do not.

    returns   the key, which is nowhere else
    raises    NotFound
    writes    system_key, event member.key_renewed
    """
    member_id = await _active(hand, subject)
    key = await _new_key(hand, member_id)
    hand.record("member.key_renewed", object_type="Member", object_id=member_id, object_version=1, organization_id=None,
                home_code=await members.registered_in(hand.connection, member_id))
    return key


async def revoke(hand: ByHand, *, subject: str) -> None:
    """Let a system in no more: its keys are gone, what it has open ends.

    raises    NotFound
    writes    system_key, member.active, event member.deactivated
    """
    member_id = await _active(hand, subject)
    await systems.remove_keys(hand.connection, member_id)
    version = await members.deactivate(hand.connection, member_id)
    hand.record("member.deactivated", object_type="Member", object_id=member_id, object_version=version, organization_id=None,
                home_code=await members.registered_in(hand.connection, member_id),
                before={"active": True}, after={"active": False})


async def _active(hand: ByHand, subject: str) -> UUID:
    """raises   NotFound"""
    found = await systems.locked(hand.connection, subject)
    if found is None or not found[1]:
        raise NotFound("system")
    return found[0]


async def _new_key(hand: ByHand, member_id: UUID) -> str:
    key = rules.PREFIX + secrets.token_urlsafe(32)
    await systems.add_key(hand.connection, member_id, rules.hashed(key), rules.KEYS, hand.now)
    return key
