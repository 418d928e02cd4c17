"""What the filters mean: for each filter input's field, from its value to a test of a row."""
from collections.abc import Mapping

from tests.reference import (
    activities,
    admissions,
    agreements,
    cards,
    commitments,
    committees,
    conferences,
    dual_reports,
    mobilizations,
    opinions,
    pairings,
    projects,
    teams,
    whistles,
    widening,
    wishes,
    yearly_reports,
)
from tests.reference.conditions import (
    ITEM,
    ORGANIZATION,
    Filter,
    at_least,
    before,
    claim_status,
    committee_within,
    containing,
    division,
    during,
    equal,
    from_grid,
    home_within,
    on_items_of,
    one_of,
    organization_within,
    published_after,
    remaining,
    route_within,
    row_id,
    text,
    words,
)
from tests.reference.places import around, box

ITEMS: Mapping[str, Filter] = {
    "state": one_of("state"), "claimStatus": lambda _, values: lambda row: claim_status(row) in values,
    "category": one_of("category"), "publisherId": equal("publisher_id", ORGANIZATION), "withinDivision": home_within,
    "remainingAtLeast": remaining, "deadlineBefore": before("deadline"), "publishedAfter": published_after,
    "text": words, "around": around, "box": box, "resourceKind": one_of("resource_kind"), "urgency": one_of("urgency"),
    "stage": lambda _, values: lambda row: widening.stage(row) in values,
    "nextStageBefore": lambda _, end: lambda row: (at := widening.next_stage_at(row)) is not None and at < end,
    "gridCode": from_grid, "budgetAtLeast": at_least("budget_yuan"),
}
FILTERS: Mapping[str, Mapping[str, Filter]] = {
    "item": ITEMS,
    "claim": {"state": one_of("state"), "claimantId": equal("claimant_id", ORGANIZATION), "publisherId": on_items_of,
              "itemId": equal("item_id", ITEM), "answerBefore": before("answer_by")},
    "organization": {"kind": one_of("kind"), "name": containing("name"), "withinDivision": organization_within},
    "joint_committee": {"complete": committees.complete,
                        "missed": lambda _, wanted: lambda row: (row["missed_since"] is not None) is wanted,
                        "level": equal("level", str), "name": containing("name"), "withinDivision": committee_within},
    "station": {"state": one_of("state")},
    "event": {"kind": lambda _, values: lambda row: row["kind"].replace(".", "_").upper() in values,
              "objectId": equal("object_id", row_id("re", "de", "pr", "cl", "or", "st", "me", "of", "jc", "se", "co", "ag")),
              "actorId": equal("actor_id", row_id("me")), "organizationId": equal("organization_id", ORGANIZATION),
              "during": during},
    "notice": {"unread": lambda _, value: lambda row: (row["read_at"] is None) == value, "kind": one_of("kind")},
    "agreement": {
        "state": one_of("state"), "inForce": lambda world, wanted: lambda row: agreements.in_force(world, row) is wanted,
        "organizationId": lambda _, value: agreements.of(ORGANIZATION(value)), "title": containing("title"),
        "mine": lambda world, wanted: lambda row: any(agreements.of(each)(row) for each in world.viewer.acts_for) is wanted,
        "endsFrom": at_least("ends_on"), "text": lambda _, value: agreements.containing(text(value)),
        "endsBefore": before("ends_on"), "withinDivision": home_within},
    "card": {
        "state": one_of("state"), "claimId": equal("claim_id", row_id("cl")), "dueBefore": before("due_at"), "mine": cards.mine,
        "withinDivision": cards.within,
        "jointProjectId": equal("joint_project_id", row_id("jp")),
        "inForce": lambda world, wanted: lambda row: cards.in_force(world, row) is wanted,
        "organizationId": lambda _, value: cards.of(ORGANIZATION(value)),
        "overdue": lambda world, wanted: lambda row: cards.overdue(world, row) is wanted,
        "awaitsMe": lambda world, wanted: lambda row: cards.awaits(world, row) is wanted,
        "text": lambda _, value: lambda row: text(value) in cards.said(row)},
    "duty": {
        "kind": one_of("kind"), "dueBefore": before("due_at"), "organizationId": equal("organization_id", ORGANIZATION),
        "overdue": lambda world, wanted: lambda row: (row["due_at"] is not None and row["due_at"] <= world.now) is wanted,
        "committeeId": lambda _, value: lambda row: (row["secretary_of"] or row["member_of"]) == row_id("jc")(value)},
    "opinion": {
        "state": one_of("state"), "purpose": one_of("purpose"), "position": one_of("position"),
        "overdue": lambda world, wanted: lambda row: opinions.overdue(world, row) is wanted, "askedOfMe": opinions.asked_of_me,
        "communityId": equal("community_id", ORGANIZATION), "unitId": equal("unit_id", ORGANIZATION),
        "memberId": equal("member_id", row_id("me")), "dueBefore": before("due_on"),
        "text": lambda _, value: lambda row: text(value) in row["question"]},
    "admission": {
        "state": one_of("state"), "category": one_of("category"), "mine": admissions.mine,
        "inForce": lambda world, wanted: lambda row: admissions.in_force(world, row) is wanted,
        "departmentId": equal("department_id", ORGANIZATION),
        "covers": lambda _, value: admissions.covering(division(value)),
        "text": lambda _, value: admissions.containing(text(value)),
        "endsBefore": before("ends_on"), "withinDivision": home_within},
    "pairing": {
        "state": one_of("state"), "kind": one_of("kind"), "mine": pairings.mine,
        "inForce": lambda world, wanted: lambda row: pairings.in_force(world, row) is wanted,
        "hostId": equal("host_id", ORGANIZATION), "partnerId": equal("partner_id", ORGANIZATION),
        "leaderId": equal("leader_id", row_id("me")), "text": lambda world, value: pairings.containing(world, text(value)),
        "endsBefore": before("ends_on"), "withinDivision": home_within},
    "activity": {
        "state": one_of("state"), "organizationId": equal("organization_id", ORGANIZATION), "withinDivision": home_within,
        "open": lambda world, wanted: lambda row: activities.is_open(world, row) is wanted, "mine": activities.signed_up,
        "startsFrom": at_least("starts_at"), "startsBefore": before("starts_at"),
        "text": lambda _, value: lambda row: any(text(value) in row[name] for name in ("title", "body", "address"))},
    "sign_up": {
        "state": one_of("state"), "activityId": equal("activity_id", row_id("ac")),
        "memberId": equal("member_id", row_id("me")), "unitId": equal("unit_id", ORGANIZATION), "mine": dual_reports.mine,
        "teamId": equal("team_id", row_id("tm")),
        "withinDivision": home_within, "startsFrom": at_least("starts_at"), "startsBefore": before("starts_at")},
    "yearly_report": {
        "state": one_of("state"), "communityId": equal("community_id", ORGANIZATION), "unitId": equal("unit_id", ORGANIZATION),
        "memberId": equal("member_id", row_id("me")), "year": lambda _, value: lambda row: row["year"] == value,
        "ofUnit": lambda _, wanted: lambda row: (row["member_id"] is None) is wanted,
        "fulfilled": lambda _, wanted: lambda row: yearly_reports.fulfilled(row) is wanted},
    "team": {
        "state": one_of("state"), "kind": one_of("kind"), "organizationId": equal("organization_id", ORGANIZATION),
        "mine": teams.mine, "text": lambda _, value: lambda row: text(value) in row["name"], "withinDivision": home_within},
    "team_member": {"state": one_of("state")},
    "mobilization": {
        "state": one_of("state"), "organizationId": equal("organization_id", ORGANIZATION), "withinDivision": home_within,
        "mine": mobilizations.sent, "startsFrom": at_least("starts_at"), "startsBefore": before("starts_at"),
        "text": lambda _, value: lambda row: any(text(value) in row[name] for name in ("title", "reason"))},
    "shift": {
        "state": one_of("state"), "mobilizationId": equal("mobilization_id", row_id("mo")), "withinDivision": route_within,
        "postId": equal("post_id", row_id("po")), "startsFrom": at_least("starts_at"), "startsBefore": before("starts_at"),
        "gap": lambda world, wanted: lambda row: mobilizations.is_gap(world, row) is wanted},
    "assignment": {
        "state": one_of("state"), "mobilizationId": equal("mobilization_id", row_id("mo")),
        "shiftId": equal("shift_id", row_id("sf")), "memberId": equal("member_id", row_id("me")),
        "unitId": equal("unit_id", ORGANIZATION), "mine": dual_reports.mine, "withinDivision": home_within,
        "startsFrom": at_least("starts_at"), "startsBefore": before("starts_at")},
    "dual_report": {
        "state": one_of("state"), "communityId": equal("community_id", ORGANIZATION), "unitId": equal("unit_id", ORGANIZATION),
        "memberId": equal("member_id", row_id("me")), "mine": dual_reports.mine, "withinDivision": home_within,
        "proposedAfter": lambda _, start: lambda row: bool(row["proposed_at"] > start)},
    "micro_wish": {
        "state": one_of("state"), "category": one_of("category"), "communityId": equal("community_id", ORGANIZATION),
        "holderId": equal("holder_id", row_id("me")), "mine": wishes.mine, "withinDivision": home_within,
        "dueBefore": before("due_at"), "publishedAfter": lambda _, start: lambda row: bool(row["published_at"] > start),
        "text": lambda world, value: wishes.containing(world, text(value))},
    "joint_conference": {
        "state": one_of("state"), "committeeId": equal("committee_id", row_id("jc")), "withinDivision": home_within,
        "mine": lambda world, wanted: lambda row: any(
            seat["committee_id"] == row["committee_id"] and seat["member_id"] == world.viewer.member_id
            and world.is_current(seat) for seat in world.tables.of("seat")) is wanted,
        "fromDay": at_least("planned_for"), "toDay": lambda _, last: lambda row: bool(row["planned_for"] <= last),
        **conferences.CONFERENCES},
    "topic": {
        "stage": one_of("stage"), "source": one_of("source"), "category": one_of("category"),
        "committeeId": equal("committee_id", row_id("jc")), "withinDivision": home_within,
        "collectedAfter": lambda _, start: lambda row: bool(row["collected_at"] > start),
        "collectedFrom": at_least("collected_at"), "collectedBefore": before("collected_at"), **conferences.TOPICS,
        "text": lambda _, value: lambda row: text(value) in row["title"] or text(value) in row["body"]},
    "resolution": {
        "state": one_of("state"), "kind": one_of("kind"), "committeeId": equal("committee_id", row_id("jc")),
        "ownerId": equal("owner_id", ORGANIZATION), "withinDivision": home_within,
        "overdue": lambda world, wanted: lambda row: (row["state"] == "OPEN" and row["due_on"] < world.today) is wanted,
        "dueFrom": at_least("due_on"), "dueTo": lambda _, last: lambda row: bool(row["due_on"] <= last),
        "madeFrom": at_least("made_at"), "madeBefore": before("made_at"), "confirmedFrom": at_least("confirmed_at"),
        "confirmedBefore": before("confirmed_at"), **conferences.RESOLUTIONS},
    "commitment_list": {
        "state": one_of("state"), "kind": one_of("kind"), "committeeId": equal("committee_id", row_id("jc")),
        "year": equal("year", int), "withinDivision": home_within, **commitments.LISTS},
    "commitment": {
        "state": one_of("state"), "finding": one_of("finding"), "outcome": one_of("outcome"), "year": equal("year", int),
        "committeeId": equal("committee_id", row_id("jc")), "ownerId": equal("owner_id", ORGANIZATION),
        "withinDivision": home_within, "text": containing("text"), "dueFrom": at_least("due_on"),
        "dueTo": lambda _, last: lambda row: bool(row["due_on"] <= last), **commitments.FILTERS},
    "whistle_message": {
        "internal": equal("internal", bool), "organizationId": equal("organization_id", ORGANIZATION),
        "mine": lambda world, wanted: lambda row: (row["organization_id"] in world.viewer.acts_for) is wanted,
        "writtenFrom": at_least("written_at"), "writtenBefore": before("written_at"), "text": containing("body")},
    "whistle": {
        "state": one_of("state"), "kind": one_of("kind"), "category": one_of("category"), "withinDivision": home_within,
        "leadId": equal("lead_id", ORGANIZATION), "raiserId": equal("raiser_id", ORGANIZATION),
        "reference": lambda _, value: lambda row: row["reference"] == text(value),
        "partyId": whistles.dispatched_to(ORGANIZATION), "reportedFrom": at_least("reported_at"),
        "reportedBefore": before("reported_at"), "dueBefore": before("due_at"), **whistles.FILTERS,
        "text": lambda _, value: whistles.containing(text(value))},
    "route": {
        "category": one_of("category"), "divisionId": equal("division_id", ORGANIZATION),
        "leadId": equal("lead_id", ORGANIZATION), "withinDivision": route_within},
    "milestone": {
        "state": one_of("state"), "dueFrom": at_least("due_on"),
        "dueTo": lambda _, last: lambda row: bool(row["due_on"] <= last),
        "overdue": lambda world, wanted: lambda row: projects.missed(world, row) is wanted},
    "checkpoint": {
        "state": one_of("state"), "kind": one_of("kind"), "dueFrom": at_least("due_on"),
        "dueTo": lambda _, last: lambda row: bool(row["due_on"] <= last),
        "overdue": lambda world, wanted: lambda row: projects.unanswered(world, row) is wanted},
    "expense": {
        "fundingId": equal("funding_id", row_id("fg")), "spentFrom": at_least("spent_on"), "voucher": equal("voucher", text),
        "spentTo": lambda _, last: lambda row: bool(row["spent_on"] <= last)},
    "community_fund": {"year": equal("year", int)},
    "joint_project": {
        "state": one_of("state"), "committeeId": equal("committee_id", row_id("jc")), "hostId": equal("host_id", ORGANIZATION),
        "unitId": projects.carried_out_by(ORGANIZATION), "withinDivision": home_within, "endsFrom": at_least("ends_on"),
        "endsTo": lambda _, last: lambda row: bool(row["ends_on"] <= last), **projects.FILTERS,
        "text": lambda _, value: lambda row: text(value) in row["title"] or text(value) in row["body"]},
    "webhook": {"state": one_of("state"), "format": one_of("format")},
    "system": {"state": one_of("state"), "organizationId": equal("organization_id", ORGANIZATION),
               "allow": lambda _, value: lambda row: text(value) in row["allow"]},
    "delivery": {"state": one_of("state"), "kind": one_of("kind")},
    "seat": {"kind": one_of("kind"), "current": lambda world, wanted: lambda row: world.is_current(row) is wanted},
}
"""By table, then by the field of the filter input."""
