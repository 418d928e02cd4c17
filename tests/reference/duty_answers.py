"""What is owed, as the reference tells it from the rows: for each who, until when."""
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from domain import dates
from domain.claims import Claim, Step, actor
from domain.items import Item
from tests.reference import cards
from tests.reference.answers import Answer, object_type, one
from tests.reference.committees import place
from tests.reference.pages import Arguments, page
from tests.reference.stored import Row, Tables
from tests.reference.world import World

CLAIMS = {"PROPOSED": ("ANSWER_CLAIM", Step.ACCEPT, "answer_by"), "ACCEPTED": ("DELIVER_CLAIM", Step.DELIVER, "due_at"),
          "REWORK": ("DELIVER_CLAIM", Step.DELIVER, "due_at"), "DELIVERED": ("CONFIRM_CLAIM", Step.CONFIRM, "")}


def rows(tables: Tables) -> Iterator[Row]:
    """Every duty of anybody, each with the one column that says whose it is."""
    for claim in tables.of("claim"):
        if claim["state"] in CLAIMS:
            kind, step, due = CLAIMS[claim["state"]]
            yield _row(kind, "Claim", claim, claim[due] if due else None, organization_id=_acts(tables, claim, step))
    for topic in tables.of("topic"):
        if topic["stage"] == "COLLECTED":
            yield _row("PROPOSE_TOPIC", "Topic", topic, secretary_of=topic["committee_id"])
    for conference in tables.of("joint_conference"):
        if conference["state"] == "CALLED":
            day_over = _over(conference["planned_for"])
            yield _row("ATTEND_CONFERENCE", "JointConference", conference, conference["starts_at"],
                       member_of=conference["committee_id"], until=day_over)
            yield _row("HOLD_CONFERENCE", "JointConference", conference, day_over,
                       secretary_of=conference["committee_id"], since=day_over)
        elif conference["state"] == "PLANNED":
            yield _row("CALL_CONFERENCE", "JointConference", conference, _over(conference["planned_for"]),
                       secretary_of=conference["committee_id"])
        elif conference["state"] == "HELD":
            yield _row("PUBLISH_CONFERENCE", "JointConference", conference, secretary_of=conference["committee_id"])
    for resolution in tables.of("resolution"):
        if resolution["state"] == "OPEN":
            yield _row("DO_RESOLUTION", "Resolution", resolution, _over(resolution["due_on"]),
                       organization_id=resolution["owner_id"], seat_id=resolution["owner_seat_id"])
        elif resolution["state"] == "COMPLETED":
            yield _row("CONFIRM_RESOLUTION", "Resolution", resolution, secretary_of=resolution["committee_id"])
    for table, name, kind, sides in (("agreement", "Agreement", "SIGN_AGREEMENT", {"HOST": "unit_id", "UNIT": "host_id"}),
                                     ("pairing", "Pairing", "CONFIRM_PAIRING", {"HOST": "partner_id", "PARTNER": "host_id"})):
        for row in tables.of(table):
            if row["state"] == "PROPOSED":
                yield _row(kind, name, row, organization_id=row[sides[row["proposed_by"]]])
    for report in tables.of("dual_report"):
        if report["state"] == "PROPOSED":
            yield _row("CONFIRM_DUAL_REPORT", "DualReport", report, organization_id=report["community_id"])
    for opinion in tables.of("opinion"):
        if opinion["state"] == "ASKED":
            yield _row("ANSWER_OPINION", "OpinionRequest", opinion, _over(opinion["due_on"]),
                       organization_id=opinion["community_id"])
    for admission in tables.of("admission"):
        if admission["state"] == "PROPOSED":
            yield _row("DECIDE_ADMISSION", "Admission", admission, organization_id=admission["decider_id"])
    for listed in tables.of("commitment_list"):
        due, own = _over(listed["due_on"]), listed["kind"] == "COMMITTEE"
        if listed["state"] == "ADOPTED":
            whose = {"organization_id": listed["above_id"]} if listed["kind"] == "SECRETARY" else {
                "secretary_of": listed["committee_id"]}
            yield _row("CHECK_COMMITMENT_LIST", "CommitmentList", listed, due, **whose)
        elif listed["state"] == "CHECKED":
            yield _row("REPORT_COMMITMENT_LIST", "CommitmentList", listed, due, seat_id=listed["seat_id"],
                       secretary_of=listed["committee_id"] if own else None)
    for given in tables.of("commitment"):
        if given["state"] == "OPEN":
            yield _row("REPORT_COMMITMENT", "Commitment", given, _over(given["due_on"]), organization_id=given["owner_id"],
                       seat_id=given["owner_seat_id"])
    for sign_up in tables.of("sign_up"):
        activity = tables.find("activity", sign_up["activity_id"])
        if activity is not None and (sign_up["state"], activity["state"]) == ("SIGNED_UP", "ENDED"):
            yield _row("CONFIRM_ATTENDANCE", "SignUp", sign_up, organization_id=activity["organization_id"])
    for report in tables.of("yearly_report"):
        if report["state"] == "CONTESTED":
            yield _row("ANSWER_YEARLY_REPORT", "YearlyReport", report, organization_id=report["community_id"])
    for place_ in tables.of("team_member"):
        if place_["state"] == "INVITED":
            yield _row("ANSWER_TEAM_MEMBER", "TeamMember", place_, member_id=place_["member_id"])
        elif place_["state"] == "REQUESTED":
            team = tables.find("team", place_["team_id"])
            yield _row("ANSWER_TEAM_MEMBER", "TeamMember", place_, member_id=team and team["leader_id"])
    for sent in tables.of("assignment"):
        if sent["state"] == "ASSIGNED":
            yield _row("ACKNOWLEDGE_ASSIGNMENT", "Assignment", sent, sent["starts_at"], member_id=sent["member_id"])
    for project in tables.of("joint_project"):
        if project["state"] in ("FORMED", "UNDER_WAY"):
            yield from _leads(project, "CARRY_OUT_PROJECT", "JointProject", project, _over(project["ends_on"]))
    yield from _of_projects(tables)
    yield from _of_wishes(tables)
    yield from _of_whistles(tables)


def _of_projects(tables: Tables) -> Iterator[Row]:
    """What of them waits, besides that they are carried out: their reports, their milestones; and cards of anything."""
    for row in tables.of("checkpoint"):
        project = tables.find("joint_project", row["project_id"])
        if project and row["state"] == "ASKED":
            yield from _leads(project, "ANSWER_CHECKPOINT", "Checkpoint", row, _over(row["due_on"]))
    for row in tables.of("milestone"):
        project = tables.find("joint_project", row["project_id"])
        if project and project["state"] == "UNDER_WAY" and row["state"] == "PLANNED":
            yield from _leads(project, "REPORT_MILESTONE", "Milestone", row, _over(row["due_on"]))
        elif project and project["state"] == "UNDER_WAY" and row["state"] == "REPORTED":
            yield _row("CONFIRM_MILESTONE", "Milestone", row, organization_id=project["host_id"])
    for row in tables.of("card"):
        of, going_on = cards.of_what(tables, row)
        if row["state"] == "PROPOSED" and of["state"] in going_on:
            yield _row("ANSWER_CARD", "Card", row, organization_id=row["asked_id"])


def _leads(project: Row, kind: str, type_: str, row: Row, due_at: Any) -> Iterator[Row]:
    """Of the unit's people; and of who has the seat, if he is none of them."""
    unit = project["lead_unit_id"]
    yield _row(kind, type_, row, due_at, organization_id=unit)
    if project["lead_seat_id"]:
        yield _row(kind, type_, row, due_at, seat_id=project["lead_seat_id"], unless_for=unit)


WISHES = {"OFFERED": ("ANSWER_WISH", "holder_id", "due_at"), "TAKEN": ("ANSWER_WISH", "community_id", "due_at"),
          "HELD": ("FULFIL_WISH", "holder_id", "due_at"), "FULFILLED": ("CONFIRM_WISH", "community_id", "")}


def _of_wishes(tables: Tables) -> Iterator[Row]:
    for wish in tables.of("micro_wish"):
        if wish["state"] in WISHES:
            kind, owner, due = WISHES[wish["state"]]
            whose = "member_id" if owner == "holder_id" else "organization_id"
            yield _row(kind, "MicroWish", wish, wish[due] if due else None, **{whose: wish[owner]})


WHISTLES = {"REPORTED": ("TRIAGE_WHISTLE", "street_id"), "TRIAGED": ("DISPATCH_WHISTLE", "street_id"),
            "RETURNED": ("DISPATCH_WHISTLE", "street_id"), "VERIFIED": ("CLOSE_WHISTLE", "street_id"),
            "DISPATCHED": ("ACCEPT_WHISTLE", "lead_id"), "ACCEPTED": ("HANDLE_WHISTLE", "lead_id"),
            "REWORK": ("HANDLE_WHISTLE", "lead_id"), "HANDLED": ("VERIFY_WHISTLE", "raiser_id")}


def _of_whistles(tables: Tables) -> Iterator[Row]:
    """Each its next step's; and whose reports are waited for, until it is handled."""
    for call in tables.of("whistle"):
        kind, owner = WHISTLES.get(call["state"], ("", ""))
        if call["state"] == "RETURNED" and call["disputed"]:
            kind, owner = "DIAGNOSE_WHISTLE", "district_id"
        if kind and call[owner]:
            yield _row(kind, "Whistle", call, call["due_at"], organization_id=call[owner])
        if call["state"] in ("HANDLED", "VERIFIED", "CLOSED") and call["for_resident"] and call["rated_at"] is None:
            yield _row("RATE_WHISTLE", "Whistle", call, organization_id=call["raiser_id"])
    for party in tables.of("whistle_party"):
        of = tables.find("whistle", party["whistle_id"])
        waits = of is not None and of["state"] in ("DISPATCHED", "ACCEPTED", "REWORK")
        if of is not None and waits and (party["role"], party["state"]) == ("ASSISTING", "ASKED"):
            yield _row("REPORT_WHISTLE", "WhistleParty", party, of["handle_by"], organization_id=party["organization_id"])


def _acts(tables: Tables, claim: Row, step: Step) -> Any:
    item = tables.find("item", claim["item_id"])
    assert item is not None
    known = Item(**{name: item[name] for name in (
        "list", "state", "publisher_id", "home_code", "scope", "quantity", "claimed", "deadline")})
    return actor(step, Claim(**{name: claim[name] for name in ("state", "claimant_id", "quantity", "answer_by")}), known)


def _over(day: Any) -> Any:
    return dates.next_day_starts(day).astimezone(UTC)  # as the database has it: cursors say it


def _row(kind: str, type_: str, row: Row, due_at: Any = None, **whose: Any) -> Row:
    empty = dict.fromkeys(("organization_id", "seat_id", "secretary_of", "member_of", "member_id", "unless_for", "since",
                           "until"))
    return Row("duty", {"id": row["id"], "kind": kind, "object_type": type_, "due_at": due_at, **empty, **whose}.items())


def is_owed(row: Row, now: datetime) -> bool:
    """By whomever: that its time has come, and is not over."""
    return not (row["since"] and now < row["since"]) and not (row["until"] and now >= row["until"])


def owed(world: World, row: Row) -> bool:
    """By the viewer."""
    if row["unless_for"] in world.viewer.acts_for or not is_owed(row, world.now):
        return False
    own = [seat for seat in world.tables.of("seat")
           if seat["member_id"] == world.viewer.member_id and world.is_current(seat)]
    seat = world.tables.find("seat", row["seat_id"])
    return (row["organization_id"] in world.viewer.acts_for
            or row["member_id"] == world.viewer.member_id
            or row["member_of"] in {each["committee_id"] for each in own}
            or row["secretary_of"] in {each["committee_id"] for each in own if each["kind"] == "SECRETARY"}
            or (seat is not None and place(seat) in {place(each) for each in own}))


def owed_by(world: World, seat: Row, row: Row) -> bool:
    """By a seat, as far as the viewer is told."""
    committee_id = seat["committee_id"]
    of = world.tables.find("joint_committee", committee_id)
    told = of is not None and (of["organization_id"] in world.viewer.acts_for or committee_id in world.viewer.sits_on)
    first = world.tables.find("seat", place(seat))
    owner = world.tables.find("seat", row["seat_id"])
    return told and world.is_current(seat) and is_owed(row, world.now) and (
        row["member_of"] == committee_id
        or (row["secretary_of"] == committee_id and first is not None and first["kind"] == "SECRETARY")
        or (owner is not None and place(owner) == place(seat)))


def overdue(world: World, row: Row) -> bool:
    return row["due_at"] is not None and row["due_at"] <= world.now


def subject(world: World, row: Row, _: Arguments) -> Any:
    table = {"Claim": "claim", "Topic": "topic", "JointConference": "joint_conference", "Resolution": "resolution",
             "Agreement": "agreement", "Pairing": "pairing", "JointProject": "joint_project",
             "Card": "card", "Milestone": "milestone", "Checkpoint": "checkpoint",
             "DualReport": "dual_report", "SignUp": "sign_up", "TeamMember": "team_member", "Assignment": "assignment",
             "MicroWish": "micro_wish", "Whistle": "whistle", "WhistleParty": "whistle_party",
             "YearlyReport": "yearly_report",
             "Admission": "admission",
             "CommitmentList": "commitment_list",
             "Commitment": "commitment",
             "OpinionRequest": "opinion"}[row["object_type"]]
    return world.seen(world.tables.find(table, row["id"]))


def committee(world: World, row: Row, _: Arguments) -> Any:
    return world.tables.find("joint_committee", row["secretary_of"] or row["member_of"])


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Viewer": {"duties": lambda world, _, given: page(world, "duty", lambda each: owed(world, each), given)},
    "Seat": {"duties": lambda world, row, given: page(world, "duty", lambda each: owed_by(world, row, each), given)},
    "Duty": {"overdue": lambda world, row, _: overdue(world, row), "subjectType": object_type("object_type"),
             "subject": subject, "organization": one("organization", "organization_id"), "committee": committee},
}
