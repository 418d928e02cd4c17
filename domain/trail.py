"""Every kind of event, what an event of it may say, and whose rights it changes.

What an event says is seen by those who see the field that it is about, and by nobody else. What a kind is stands in
`domain.event`; the kinds stand in `domain/events/`, those of what belongs together in one file, with whom they are told to.
"""
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from domain import attached
from domain.attachments import FileDeed
from domain.event import Kind, Rights, of
from domain.events import (
    agreements,
    commitments,
    committees,
    items,
    organizations,
    projects,
    services,
    systems,
    webhooks,
    whistles,
    wishes,
)
from domain.words import Words

UNTOLD = "untold"
"""Under this name an event has the names of the columns that it says nothing else of."""
WAS_DUE_AT = "was_due_at"
"""Under this name an event of the clock has the moment of the deadline that passed: its own moment says how late it came."""
IMPORTED = "imported"
"""Under this name an event of an import has `true`."""
_OF_ANY = frozenset({IMPORTED, WAS_DUE_AT})  # how it came about
ABOUT_THE_EVENT = _OF_ANY | {UNTOLD}
"""What is no column of its object."""

_FILES: Mapping[FileDeed, Callable[[Words], Words]] = {
    FileDeed.ATTACH: lambda thing: Words(f"附上文件：{thing.chinese}", f"A file was attached to {thing.english}."),
    FileDeed.DETACH: lambda thing: Words(f"移除附件：{thing.chinese}", f"A file of {thing.english} was removed.")}
_OF_FILES = {
    each.event(deed): of(said(each.words), each.subject, "attachment_id digest", tuple(other.table for other in each.among[1:]))
    for each in attached.ALL.values() for deed, said in _FILES.items()}

KINDS: Mapping[str, Kind] = {
    **items.KINDS, **committees.KINDS, **commitments.KINDS, **projects.KINDS, **wishes.KINDS, **organizations.KINDS,
    **agreements.KINDS, **services.KINDS, **_OF_FILES, **webhooks.KINDS, **systems.KINDS, **whistles.KINDS,
}
HARMLESS = tuple(kind for kind, said in KINDS.items() if said.rights is None)
"""Those that change nobody's rights; of a kind that is not declared here, but by a newer hub, that is not known."""


def name(kind: str) -> str:
    """As GraphQL calls it: CLAIM_PROPOSED."""
    return kind.replace(".", "_").upper()


def rights(kind: str) -> Rights | None:
    """Whose rights an event of this kind changes; None: nobody's."""
    return KINDS[kind].rights if kind in KINDS else Rights.ANYBODY


_MEMBERS = ("member", "system")  # whose id is a member's
_NAMED = {Rights.MEMBER: ("member_id",), Rights.UNIT: ("unit_id",), Rights.PAIRED: ("host_id", "partner_id"),
          Rights.RECIPIENT: ("organization_id", "guest_id")}


def whose_rights(kind: str, object_id: UUID, after: Mapping[str, Any] | None) -> frozenset[UUID | None]:
    """Of an event that changes rights: whose, a member's, or theirs who act for an organisation or sit on a committee; None:
    it does not say."""
    if kind in KINDS and KINDS[kind].subject in _MEMBERS:
        return frozenset({object_id})
    named = [(after or {}).get(name) for name in _NAMED.get(rights(kind) or Rights.ANYBODY, ())]
    return frozenset(UUID(each) for each in named if each) or frozenset({None})


def redacted(kind: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as an event of this kind may show them; of those that it may not, the names, under `untold`.

    raises   KeyError for a kind that is not declared
    """
    fields = KINDS[kind].fields | _OF_ANY
    shown = {name: value for name, value in columns.items() if name in fields}
    return shown if len(shown) == len(columns) else shown | {UNTOLD: sorted(columns.keys() - fields)}
