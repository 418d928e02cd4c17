"""Who may form a joint project, of which claims, for whom it is carried out, and what share each unit has.

What becomes of it: `domain.projects`.
"""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain import claims, codes
from domain.claims import FORM_PROJECT, AlreadyJoined, Claim, ClaimState
from domain.faults import Faults
from domain.items import Item
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed, WrongState
from domain.viewer import Viewer

MOST_CLAIMS = 50
WHOLE = 100
"""Percent: what the shares add up to."""


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A claim that is to be part of a project.

    provider_id, receiver_id   who carries it out, and for whom
    receiver_home              the code of the receiver's division
    is_taken                   whether it is part of a project that is not stopped
    """

    state: str
    provider_id: UUID
    receiver_id: UUID
    receiver_home: str
    is_taken: bool = False


def is_host(viewer: Viewer, host_id: UUID, home_code: str) -> bool:
    """Whether the viewer speaks for whom a project is carried out: acts for it, or is an officer over its division."""
    return host_id in viewer.acts_for or viewer.is_officer_over(home_code)


def check_form(viewer: Viewer, host_id: UUID, home_code: str) -> None:
    """raises   NotAllowed"""
    if not is_host(viewer, host_id, home_code):
        raise NotAllowed(FORM_PROJECT)


def check_form_of(viewer: Viewer, claim: Claim, item: Item) -> None:
    """Let a project be formed of a claim alone, by the side for which it is.

    raises   NotAllowed, WrongState, AlreadyJoined
    """
    provider, receiver = (claims.actor(step, claim, item) for step in (claims.Step.DELIVER, claims.Step.CONFIRM))
    check_form(viewer, receiver, claim.receiver_home or item.home_code)
    check_claims([Joined(state=claim.state, provider_id=provider, receiver_id=receiver, receiver_home=claim.receiver_home,
                         is_taken=claim.is_joined)])


def check_number(claim_ids: Sequence[UUID]) -> None:
    """raises   BadInput"""
    if not 1 <= len(claim_ids) == len({*claim_ids}) <= MOST_CLAIMS:
        raise BadInput("claim_ids", Bilingual(f"须有 1 至 {MOST_CLAIMS} 个认领，各不相同。",
                                              f"From 1 to {MOST_CLAIMS} claims, each once."))


def check_claims(joined: Sequence[Joined]) -> None:
    """Let accepted claims be joined; what is delivered already needs no project.

    raises   WrongState, AlreadyJoined
    """
    for claim in joined:
        if claim.state != ClaimState.ACCEPTED:
            raise WrongState(claim.state, [ClaimState.ACCEPTED])
        if claim.is_taken:
            raise AlreadyJoined


def usual_host(joined: Sequence[Joined]) -> UUID:
    """For whom a project is carried out where nobody says so: the one for whom all of its claims are.

    raises   BadInput when they are of several
    """
    receivers = {claim.receiver_id for claim in joined}
    if len(receivers) > 1:
        raise BadInput("host_id", Bilingual(
            "这些认领属于多个组织，请指明其共同的街道或区划。",
            "The claims are of several organisations: name a division that all of them lie in."))
    return receivers.pop()


def check_host(host_id: UUID, division_code: str | None, joined: Sequence[Joined]) -> None:
    """Let claims of other organisations be joined by the division around all of them.

    division_code   the host's own; None of a unit
    raises          BadInput
    """
    others = [claim.receiver_home for claim in joined if claim.receiver_id != host_id]
    if not all(division_code and codes.is_within(home, division_code) for home in others):
        raise BadInput("host_id", Bilingual("有认领不属于该组织，也不在其区划内。",
                                            "One of the claims is neither the host's nor of its division."))


def check_ends(ends_on: date, today: date) -> None:
    """raises   BadInput"""
    if ends_on < today:
        raise BadInput("ends_on", Bilingual("计划完成日不能早于今日。", "It cannot be planned to end on a day that is over."))


def shares(lead_unit_id: UUID, joined: Sequence[Joined], asked: Sequence[Mapping[str, object]]) -> dict[UUID, int]:
    """What each unit carries, in percent: the lead first, then the others that claimed.

    asked    unit_id and share of each; none: equal ones, the lead has what is left over
    raises   BadInput
    """
    units = list(dict.fromkeys(claim.provider_id for claim in joined))
    if lead_unit_id not in units:
        raise BadInput("lead_unit_id", Bilingual("牵头单位须为认领的承办方之一。",
                                                 "The lead unit must carry out one of the claims."))
    units = [lead_unit_id, *(unit for unit in units if unit != lead_unit_id)]
    if not asked:
        equal = WHOLE // len(units)
        return {unit: equal + (WHOLE - equal * len(units)) * (unit == lead_unit_id) for unit in units}
    return _asked(units, asked)


def _asked(units: Collection[UUID], asked: Sequence[Mapping[str, object]]) -> dict[UUID, int]:
    given = {each["unit_id"]: int(str(each["share"])) for each in asked}
    with Faults() as faults:
        if len(given) < len(asked) or given.keys() != set(units):
            faults.note(BadInput("shares", Bilingual("承办各认领的单位各填一份。",
                                                     "One share for each unit that carries out a claim.")))
        if any(share < 1 for share in given.values()) or sum(given.values()) != WHOLE:
            faults.note(BadInput("shares", Bilingual(
                f"各份至少 1，合计须为 {WHOLE}，现为 {sum(given.values())}。",
                f"Each is 1 at least, and they add up to {WHOLE}; these to {sum(given.values())}.")))
    return {unit: given[unit] for unit in units}
