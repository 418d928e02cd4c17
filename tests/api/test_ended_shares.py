"""Shares that end before their date: at once, for whoever may share, told to the guest."""
from typing import Any
from uuid import uuid4

import pytest

from db.log import events
from resolvers.feed import relay
from tests.api.client import Client, global_id
from tests.api.inviting import (
    GUEST,
    KINDS,
    OF_COMMITTEE,
    SHARING,
    add,
    committee,
    each_kind,
    look,
    recipient_of,
    seen_by,
    shared,
    until,
)
from tests.api.scopes import NEAR

__all__ = ["committee"]


OFFICER = {"item": "street", "topic": "street", "jointProject": "street"}
"""Who may share each besides who did."""
SHARES = """query($id: ID!) { node(id: $id) { ... on Topic { shares { nodes { id endsAt } } }
    ... on JointProject { shares { nodes { id endsAt } } } ... on ListItem { shares { nodes { id endsAt } } } } }"""


async def _share(client: Client, kind: str, subject: str) -> dict[str, Any]:
    share, = (await client.read(SHARING[kind][0], SHARES, id=subject))["node"]["shares"]["nodes"]
    found: dict[str, Any] = share
    return found


@each_kind
@pytest.mark.parametrize("by", [SHARING, OFFICER])
async def test_a_share_is_ended_at_once(client: Client, committee: str, kind: str, by: dict[str, Any]) -> None:
    subject = await shared(client, committee, kind)
    share = await _share(client, kind, subject)
    handle = by[kind] if by is OFFICER else by[kind][0]
    ended = await client.write(handle, "endShare", "... on EndSharePayload { share { id endsAt } }", shareId=share["id"])
    assert ended["share"]["endsAt"] < share["endsAt"]
    assert await _share(client, kind, subject) == ended["share"]
    assert await seen_by(client, subject) == KINDS[kind]
    await look(client)
    assert await seen_by(client, subject) == KINDS[kind]
    refused = await client.refused(handle, "endShare", "ShareOver", shareId=share["id"])
    assert "结束" in refused["message"]


@each_kind
async def test_who_does_not_share_ends_nothing(client: Client, committee: str, kind: str) -> None:
    """A guest, who sees the share, is told so; to who sees neither that nor what it is of there is none."""
    share = (await _share(client, kind, await shared(client, committee, kind)))["id"]
    for handle in sorted(GUEST | {"unit"}):
        await client.refused(handle, "endShare", "NotAllowed", shareId=share)
    for handle, of in (("hospital", share), ("community", f"sh{uuid4().hex}")):
        error = await client.rejects(handle, "endShare", shareId=of)
        assert error["extensions"]["code"] == "NOT_FOUND"
        assert error["extensions"]["field"] == "input.shareId"


@each_kind
async def test_an_open_subscription_ends_with_the_share(client: Client, committee: str, kind: str) -> None:
    """Without its rights being read anew; that it has ended the guest is told by a notice alone."""
    subject = await shared(client, committee, kind)
    stream = client.stream("nobody", "subscription { changes { event { object { ... on Node { id } } } } }")
    inbox = client.stream("nobody", "subscription { inboxChanged { notice { kind } } }")
    await client.write(SHARING[kind][0], "endShare", shareId=(await _share(client, kind, subject))["id"])
    async with client.pool.acquire() as connection:
        await relay.place_batch(connection, 10_000)
        placed = await events.after(connection, 0, 10_000)
        changes = [await stream.payload(connection, event, 0) for event in placed if stream.concerns(event)]
        told = [await inbox.payload(connection, event, 0) for event in placed if inbox.concerns(event)]
    assert not any(changes)
    kinds = (b"SHARED", b"SHARE_ENDED")
    assert [kind for each in told if each for kind in kinds if kind in each] == [*kinds]


@each_kind
async def test_what_was_ended_is_shared_anew(client: Client, committee: str, kind: str) -> None:
    subject = await shared(client, committee, kind)
    by, name, given = SHARING[kind]
    await client.write(by, "endShare", shareId=(await _share(client, kind, subject))["id"])
    await client.write(by, name, **{given: subject, **recipient_of(kind, committee), "endsAt": until()})
    await look(client)
    assert await seen_by(client, subject) == KINDS[kind] | GUEST


async def test_a_share_of_what_is_over_is_ended_too(client: Client, committee: str) -> None:
    """Nothing that is over is shared; what was shared before may be seen no more."""
    project = await shared(client, committee, "jointProject")
    await client.write("community", "stopProject", jointProjectId=project, reason="经费未落实")
    await client.write("community", "endShare", shareId=(await _share(client, "jointProject", project))["id"])
    assert await seen_by(client, project) == OF_COMMITTEE


async def test_a_share_without_an_end_is_ended(client: Client) -> None:
    item = await add(client, "item")
    await client.write("bank", "shareItem", itemId=item,
                       recipient={"organizationId": global_id("Organization", client.city.far_street)})
    await look(client)
    assert "far-street" in await seen_by(client, item)
    await client.write("bank", "endShare", shareId=(await _share(client, "item", item))["id"])
    assert await seen_by(client, item) == NEAR
