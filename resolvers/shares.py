"""Shares that end before their date, by who may share."""
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db import items, shares, topics
from domain import access, conferences
from domain import projects as joint
from domain.actions import Action
from domain.refusals import NotFound
from domain.shares import ShareOver
from resolvers import projects, publishing
from resolvers.conferences import acting_for
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case

FIELD = "share_id"


@dataclass(frozen=True)
class _Shared:
    """What is shared, held until the transaction ends.

    kind      of the event
    columns   of it, besides what happened
    """

    kind: str
    columns: Mapping[str, Any]


@use_case(ShareOver)
async def end(write: Write, *, share_id: UUID) -> Ids:
    """Show something no more, from now on, also in subscriptions that are open; whatever has become of it.

    raises   NotFound, NotAllowed, ShareOver
    writes   share, event item.unshared, topic.unshared or project.unshared
    """
    share = await shares.find(write.connection, share_id)
    if share is None:
        raise NotFound(FIELD)
    of = next(column for column in _HELD if getattr(share, column))
    shared = await _HELD[of](write, getattr(share, of))
    before = await shares.find(write.connection, share_id)  # anew, now that nobody shares it anew meanwhile
    if before is None or not await shares.end(write.connection, share_id, write.now):
        raise ShareOver
    guest = {"guest_id": before.guest_id} if before.guest_id else {}
    write.record(shared.kind, before={"ends_at": before.ends_at},
                 after={"organization_id": before.organization_id, **guest, "ends_at": write.now}, **shared.columns)
    return {"share": share_id}


async def _item(write: Write, item_id: UUID) -> _Shared:
    """raises   NotFound, NotAllowed"""
    item = await items.locked(write.connection, write.viewer, item_id, write.now)
    if item is None:
        raise NotFound(FIELD)
    access.check_end_share(write.viewer, item)
    own = item.publisher_id in write.viewer.acts_for
    return _Shared("item.unshared", {
        "object_type": publishing.type_name(item.list), "object_id": item_id, "object_version": item.version,
        "home_code": item.home_code,
        "organization_id": item.publisher_id if own else await acting_over(write, item.home_code)})


async def _topic(write: Write, topic_id: UUID) -> _Shared:
    """raises   NotFound, NotAllowed"""
    topic = await topics.locked(write.connection, write.viewer, topic_id, write.now)
    if topic is None:
        raise NotFound(FIELD)
    conferences.check_arranges(write.viewer, topic.committee_id, topic.home_code, Action.END_SHARE)
    return _Shared("topic.unshared", {
        "object_type": "Topic", "object_id": topic_id, "object_version": topic.version, "home_code": topic.home_code,
        "organization_id": await acting_for(write, topic.organization_id, topic.home_code)})


async def _project(write: Write, project_id: UUID) -> _Shared:
    """raises   NotFound, NotAllowed"""
    project = await projects.locked(write, project_id, FIELD)
    joint.check_host_side(write.viewer, project, Action.END_SHARE)
    return _Shared("project.unshared", {
        "object_type": "JointProject", "object_id": project_id, "object_version": project.version,
        "home_code": project.home_code, "organization_id": await projects.acting(write, joint.Role.HOST, project)})


_HELD: Mapping[str, Callable[[Write, UUID], Awaitable[_Shared]]] = {
    "item_id": _item, "topic_id": _topic, "project_id": _project}
"""By the column of a share that names it."""
