"""What a member may do with a row of organisations: as much as by the API."""
from collections.abc import Iterator, Sequence

from db.bulk import merging
from domain import access
from domain.refusals import NotAllowed
from domain.stations import Side, Station, StationState, sides
from domain.viewer import Viewer
from resolvers.importing.entries import Entry
from resolvers.importing.problems import Problem


def problems(viewer: Viewer, entry: Entry, known: merging.Unit | None) -> Iterator[Problem]:
    """Why the member may not bring in this row, cell by cell.

    known   the organisation that has the row's credit code
    """
    if known is None:
        yield from _over(viewer, entry, entry.communities, "REGISTER_ORGANIZATION")
        return
    for code in entry.communities:
        if code not in known.stations and len(sides(viewer, _station(known, code))) < len(Side):
            yield Problem(None, entry.row, "communities",
                          f"导入人不能同时代表该单位和 {code}，请以 stationUnit 提出。The member in whose name it is imported "
                          f"cannot speak for both the unit and {code}: propose it by stationUnit.")
    if entry.kind != known.kind:
        yield Problem(None, entry.row, "kind", "组织种类不能修改。An organisation's kind cannot be changed by a member.")
    renamed = entry.name != known.name
    renamed = renamed or entry.no_credit_code_reason != known.no_credit_code_reason
    if renamed or any(getattr(known, column) != value for column, value in entry.place.items()):
        try:
            access.check_revise_organization(viewer, known.id, known.home_code, identity=renamed)
        except NotAllowed:
            yield Problem(None, entry.row, "credit_code", f"导入人不能修改 {entry.credit_code or entry.name}。"
                                                          "The member in whose name this is imported may not revise it.")


def _station(known: merging.Unit, community_code: str) -> Station:
    return Station(state=StationState.PROPOSED, proposed_by=None, unit_id=known.id, unit_home=known.home_code,
                   community_code=community_code)


def _over(viewer: Viewer, entry: Entry, codes: Sequence[str], action: str) -> Iterator[Problem]:
    for code in codes:
        try:
            access.check_officer_over(viewer, [code], action)
        except NotAllowed:
            yield Problem(None, entry.row, "communities", f"导入人不是 {code} 或其上级的干部。The member in whose name this is "
                                                          f"imported is no officer over {code}.")
