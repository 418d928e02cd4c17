"""Those that assist a call, and their reports: docs/decisions/0171-a-lead-waits-or-says-why.md."""
from collections.abc import Sequence
from uuid import UUID

from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed
from domain.viewer import Viewer
from domain.whistles import PROCESS, PartiesUnreported, Whistle, WhistleStep


def reporting(viewer: Viewer, whistle: Whistle, organization_id: UUID | None) -> UUID:
    """For which of those that assist the viewer reports.

    organization_id   None: the one for which it acts
    raises            NotAllowed of another, BadInput where the viewer acts for several
    """
    mine = [each for each in whistle.assisting_ids if each in viewer.acts_for]
    if organization_id is not None and organization_id not in mine:
        raise NotAllowed(PROCESS.action(WhistleStep.REPORT))
    if organization_id is None and len(mine) > 1:
        raise BadInput("organization_id", Bilingual("您代表几个协办方，须指明是哪个。",
                                                    "You act for several that assist: name which one."))
    return organization_id or mine[0]


def check_reported(unreported: Sequence[str], why: str | None) -> None:
    """A lead handles a call when all that assist have reported, or says why it did not wait for them.

    unreported   names of those that have not
    raises       PartiesUnreported
    """
    if unreported and not why:
        raise PartiesUnreported([*unreported])
