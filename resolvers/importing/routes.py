"""The routing table of calls, many routes at once: each by the rules that setting one has, all or none."""
from collections.abc import Mapping, Sequence
from uuid import UUID

from db import routes
from db.bulk import loading, merging
from db.bulk.merging import Merged, Named
from domain import routes as rules
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed
from domain.routes import HandlerElsewhere, Placed, Route
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.importing.rows import Row, one_named, repeated
from resolvers.writing.by_hand import IMPORTED, ByHand

ROUTES = 7_304_206  # the advisory lock of imports of routes; see db.bulk.merging.DIVISIONS
COLUMN_OF = {"division_id": "division", "lead_id": "lead", "assisting_ids": "assisting", "accept_in.count": "accept_in",
             "handle_in.count": "handle_in"}


async def merge(hand: ByHand, rows: Sequence[Row], unreadable: Sequence[Problem], progress: Progress) -> Merged:
    """Set all of these routes, or none. Those that are there already, just so, stay as they are; so do those that no row names.

    unreadable   what is wrong with other rows: then nothing is written
    raises       Rejected with everything that is wrong, columns by their fields' names
    writes       route, route_assisting, an event route.set for each that is new or changed
    """
    await loading.lock(hand.connection, ROUTES)  # two that set the same routes in another order would wait for each other
    named = await merging.named(hand.connection, {
        code for row in rows for code in (row.values["division"], row.values["lead"], *row.values.get("assisting", ()))})
    placed, problems = list[tuple[Row, Placed]](), list(unreadable)
    for row in rows:
        try:
            placed.append((row, _placed(hand, row, named)))
        except BadInput as bad:
            problems += row.problems(bad, COLUMN_OF)
    problems += repeated([(row, one.key) for row, one in placed])
    if problems:
        raise Rejected(problems)
    there = await routes.of_divisions(hand.connection, {one.division_code for _, one in placed})
    changed = [one for _, one in placed if there.get(one.key) != one.route]
    progress("写入 writing", 0, len(changed))
    await _write(hand, changed)
    progress("写入 writing", len(changed), len(changed))
    added = sum(one.key not in there for one in changed)
    return Merged(added, len(changed) - added)


def _placed(hand: ByHand, row: Row, named: Mapping[str, Sequence[Named]]) -> Placed:
    """raises   BadInput"""
    values, code = row.values, row.values["division"]
    with Faults() as faults:
        division = faults.of(_division, hand, code, named)
        lead = faults.of(_handler, "lead_id", values["lead"], code, named)
        assisting = [faults.of(_handler, "assisting_ids", each, code, named) for each in values.get("assisting", ())]
        accept = faults.of(rules.limit, "accept_in", values["accept_in"], values["accept_unit"])
        handle = faults.of(rules.limit, "handle_in", values["handle_in"], values["handle_unit"])
    with Faults() as faults:
        faults.of(rules.check_parties, lead, assisting)
        faults.of(rules.check_limits, accept, handle)
    return Placed(division, code, values["category"], Route(lead, sorted(assisting), accept, handle))


def _division(hand: ByHand, code: str, named: Mapping[str, Sequence[Named]]) -> UUID:
    """raises   BadInput"""
    division = one_named("division_id", code, named)
    rules.check_division(division.kind)
    if hand.viewer is not None:
        try:
            rules.check_keep(hand.viewer, code, rules.SET)
        except NotAllowed:
            raise BadInput("division_id", Bilingual(
                f"导入人不是 {code} 所在区县的工作人员。",
                f"The member in whose name this is imported is no officer over the district of {code}.")) from None
    return division.id


def _handler(field: str, code: str, area: str, named: Mapping[str, Sequence[Named]]) -> UUID:
    """raises   BadInput"""
    handler = one_named(field, code, named)
    rules.check_handler(field, handler.kind)
    if not rules.is_near(handler.kind, handler.ties, area):
        raise BadInput(field, HandlerElsewhere(code, area).message)
    return handler.id


async def _write(hand: ByHand, changed: Sequence[Placed]) -> None:
    put = await routes.put(hand.connection, changed, hand.now)
    for (route_id, version), one in zip(put, changed, strict=True):
        acting = hand.viewer.division_over(one.division_code) if hand.viewer else None
        hand.record("route.set", object_type="Route", object_id=route_id, object_version=version,
                    organization_id=acting or one.division_id, home_code=one.division_code,
                    after={"division_id": one.division_id, "category": one.category, "lead_id": one.route.lead_id, **IMPORTED})
