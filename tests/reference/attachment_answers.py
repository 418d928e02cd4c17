"""Attachments of whatever has some."""
from collections.abc import Mapping
from typing import Any

from domain import access, attached
from domain.attachments import Asking, AttachmentOf, FileDeed
from domain.sight import SeenWith
from tests.reference.answers import Answer, below, one
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import ATTACHED, World


def can_attach(of: AttachmentOf) -> Answer:
    def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
        beside = world.tables.find(of.seen.table, row[of.seen.column]) if isinstance(of.seen, SeenWith) else None

        def check(deed: str) -> None:
            of.check(Asking(world.viewer, world.viewer.member_id, FileDeed(deed), world.now),
                     {name: row[name] for name in of.needs}, {name: beside[name] for name in of.beside} if beside else {})
        return told(access.permissions(FileDeed, check))
    return permissions


def subject(world: World, row: Row, _: Arguments) -> Row | None:
    return world.seen(world.tables.find(ATTACHED[row["object_type"]], row["object_id"]))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    **{name: {"attachments": below("attachment", "object_id"), "viewerCanAttach": can_attach(attached.ALL[name])}
       for name in ATTACHED},
    "Attachment": {"subject": subject, "attachedBy": one("member", "attached_by"),
                   "attachedFor": one("organization", "attached_for_id")},
}
