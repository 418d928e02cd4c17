"""What a member may do with a row of organisations: as much as by the API."""
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from db import merging
from domain import access
from domain.refusals import NotAllowed
from domain.viewer import Viewer
from hub.imports.problems import Problem

if TYPE_CHECKING:
    from hub.imports.organizations import Entry


def problems(viewer: Viewer, entry: "Entry", known: merging.Unit | None) -> Iterator[Problem]:
    """Why the member may not bring in this row, cell by cell.

    known   the organisation that has the row's credit code
    """
    if known is None:
        yield from _over(viewer, entry, entry.communities, "REGISTER_ORGANIZATION")
        return
    yield from _over(viewer, entry, [code for code in entry.communities if code not in known.stations], "STATION")
    if entry.kind != known.kind:
        yield Problem(None, entry.row, "kind", "组织种类不能修改。An organisation's kind cannot be changed by a member.")
    if entry.name != known.name or any(getattr(known, column) != value for column, value in entry.place.items()):
        try:
            access.check_revise_organization(viewer, known.id, known.stations)
        except NotAllowed:
            yield Problem(None, entry.row, "credit_code", f"导入人不能修改 {entry.credit_code}。"
                                                          "The member in whose name this is imported may not revise it.")


def _over(viewer: Viewer, entry: "Entry", codes: Sequence[str], action: str) -> Iterator[Problem]:
    for code in codes:
        try:
            access.check_officer_over(viewer, [code], action)
        except NotAllowed:
            yield Problem(None, entry.row, "communities", f"导入人不是 {code} 或其上级的干部。The member in whose name this is "
                                                          f"imported is no officer over {code}.")
