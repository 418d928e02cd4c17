"""Evidence of a call: files of who raised it on the call, of each department beside its own report, seen by who sees the call.

Nobody removes what another attached: docs/decisions/0173-evidence-is-its-partys.md.
"""
from uuid import UUID

from domain import whistle_callers
from domain.attachments import Asking, AttachmentOf, FileDeed, Row
from domain.refusals import NotAllowed, WrongState
from domain.sight import SeenWith
from domain.whistles import IN_WORK, OPEN, PROCESS, SIGHT, PartyState, WhistleState
from domain.words import Words

UNVERIFIED = tuple(state for state in OPEN if state != WhistleState.VERIFIED)
AT_WORK = (WhistleState.DISPATCHED, *IN_WORK, WhistleState.SUSPENDED)
WITH_PARTIES = (*AT_WORK, WhistleState.HANDLED)
ASKED = (PartyState.ASKED, PartyState.ACCEPTED, PartyState.REPORTED)


def check_file(asking: Asking, whistle: Row, _: Row) -> UUID:
    """Who raised a call attaches files until it is closed, and removes them until it is verified.

    raises   NotAllowed, WrongState
    """
    raiser: UUID = whistle["raiser_id"]
    if not whistle_callers.is_caller(asking.viewer, raiser, whistle["system_id"]):
        raise NotAllowed(asking.deed.action)
    allowed = OPEN if asking.deed == FileDeed.ATTACH else UNVERIFIED
    if whistle["state"] not in allowed:
        raise WrongState(whistle["state"], [*allowed])
    return whistle_callers.caller_of(asking.viewer, raiser)


def check_file_of_party(asking: Asking, party: Row, whistle: Row) -> UUID:
    """A department that is asked attaches files until the call is verified, and removes them until it is handled.

    raises   NotAllowed, WrongState, also of the call
    """
    organization: UUID = party["organization_id"]
    if organization not in asking.viewer.acts_for:
        raise NotAllowed(asking.deed.action)
    if party["state"] not in ASKED:
        raise WrongState(party["state"], [*ASKED])
    allowed = WITH_PARTIES if asking.deed == FileDeed.ATTACH else AT_WORK
    if whistle["state"] not in allowed:
        raise WrongState(whistle["state"], [*allowed])
    return organization


ATTACHED = AttachmentOf(PROCESS.table, PROCESS.type, Words("诉求", "a call"), SIGHT, check_file,
                        needs=("state", "raiser_id", "system_id"), versioned=True)
PARTY_ATTACHED = AttachmentOf(
    "whistle_party", "WhistleParty", Words("诉求办理方的报告", "a department's report of a call"),
    SeenWith("whistle_id", PROCESS.table, SIGHT), check_file_of_party, needs=("state", "organization_id"), beside=("state",),
    versioned=True)
