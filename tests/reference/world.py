"""Who looks at the rows, and what of them they see: all that the reference knows of sight."""
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import UUID

from domain import attached, dates
from domain.viewer import Viewer
from tests.reference.stored import Row, Tables

SUBJECTS = ("agreement", "joint_conference", "topic", "resolution",
            "pairing", "dual_report", "commitment_list", "commitment",
            "joint_project", "community_fund", "webhook", "system",
            "micro_wish",
            "whistle",
            "admission", "opinion",
            "activity", "sign_up", "service_duty",
            "team", "yearly_report",
            "mobilization", "assignment",
            )
"""In whose history events stand that are seen by who sees it, beside items."""

ATTACHED = {of.type: of.table for of in attached.ALL.values()}
"""The tables of what has attachments, by type."""
TOLD_APART = ("item.drafted", "item.redrafted", "item.revised", "item.shared", "item.unshared")
"""What is told of an item to not all who see it."""


@dataclass(frozen=True)
class World:
    """One operation's surroundings."""

    tables: Tables
    viewer: Viewer
    now: datetime
    seen_items: dict[UUID, bool] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return dates.day(self.now)

    # -- who sees what

    def sees_item(self, item: Row) -> bool:
        if item["id"] not in self.seen_items:
            self.seen_items[item["id"]] = self._sees_item(item)
        return self.seen_items[item["id"]]

    def _sees_item(self, item: Row) -> bool:
        mine = self.viewer.acts_for
        if item["publisher_id"] in mine:
            return True
        if item["state"] == "DRAFT":
            return False
        return (any(code.startswith(item["scope_code"]) for code in self.viewer.belongs_to) or self.is_paired(item)
                or self.is_officer_around(item["home_code"][:12])  # a grid's office is no office above
                or any(claim["claimant_id"] in mine for claim in self.tables.on("claim", item["id"]))
                or self.is_shown(item))

    def is_paired(self, item: Row) -> bool:
        """Whether it is in the stage of who is paired with its publisher, and the viewer is today."""
        own = item["publisher_id"]
        return item["scope"] == "PAIRED" and any(
            own in each and not (set(each) - {own}).isdisjoint(self.viewer.acts_for) for each in self._pairs)

    @cached_property
    def _pairs(self) -> list[tuple[UUID, UUID]]:
        """Both sides of each pairing that holds."""
        return [(row["host_id"], row["partner_id"]) for row in self.tables.of("pairing")
                if row["state"] == "PAIRED" and row["starts_on"] <= self.today <= row["ends_on"]]

    def is_shown(self, row: Row) -> bool:
        """Whether an item, a topic or a joint project is shared with the viewer now."""
        shares = self.tables.on("share", row["id"]) if row.table == "item" else [
            each for each in self.tables.of("share") if row["id"] in (each["topic_id"], each["project_id"])]
        return any(self.is_guest(share) and (share["ends_at"] is None or share["ends_at"] > self.now) for share in shares)

    def is_guest(self, share: Row) -> bool:
        return share["organization_id"] in self.viewer.acts_for or self.sits_on(share["guest_id"])

    def sits_on(self, committee_id: UUID | None) -> bool:
        return committee_id in self._committees

    @cached_property
    def _committees(self) -> set[UUID | None]:
        """On which the viewer sits."""
        return {seat["committee_id"] for seat in self.tables.of("seat")
                if seat["member_id"] == self.viewer.member_id and self.is_current(seat)}

    def is_officer_around(self, code: str | None) -> bool:
        return code is not None and any(code.startswith(office) for office in self.viewer.officer_of)

    def sees(self, row: Row) -> bool:
        mine = self.viewer.acts_for
        item = self.tables.find("item", row.get("item_id", row.get("subject_id")))
        if row.table == "item":
            return self.sees_item(row)
        if row.table == "card" and row["joint_project_id"] is not None:
            return self.seen(self.tables.find("joint_project", row["joint_project_id"])) is not None
        if row.table in ("claim", "card"):
            return item is not None and self.sees_item(item)
        if row.table == "share":
            if self.is_guest(row):
                return True
            if row["topic_id"] is not None:
                return self.seen(self.tables.find("topic", row["topic_id"])) is not None
            if row["project_id"] is not None:
                return self.seen(self.tables.find("joint_project", row["project_id"])) is not None
            assert item is not None
            return item["publisher_id"] in mine or self.is_officer_around(item["home_code"])
        if row.table == "agreement":
            return self.sees_agreement(row)
        if row.table == "pairing":
            return self.sees_pairing(row)
        if row.table in ("dual_report", "sign_up", "assignment"):
            own = row["community_id" if row.table == "dual_report" else "organization_id"]
            return (own in mine or row["unit_id"] in mine or self.is_officer_around(row["home_code"])
                    or row["member_id"] == self.viewer.member_id)
        if row.table in ("webhook", "system"):
            return row["organization_id"] in mine or self.is_officer_around(row["home_code"])
        if row.table == "delivery":
            return self.seen(self.tables.find("webhook", row["webhook_id"])) is not None
        if row.table == "micro_wish":
            return (row["community_id"] in mine or self.is_officer_around(row["home_code"])
                    or any(code.startswith(row["scope_code"]) for code in self.viewer.belongs_to))
        if row.table == "yearly_report":
            return (row["community_id"] in mine or row["unit_id"] in mine
                    or row["member_id"] == self.viewer.member_id)
        if row.table == "team":
            return (row["organization_id"] in mine or self.is_officer_around(row["home_code"])
                    or any(code.startswith(row["scope_code"]) for code in self.viewer.belongs_to))
        if row.table == "team_member":
            return self.seen(self.tables.find("team", row["team_id"])) is not None
        if row.table == "opinion":
            return row["asker_id"] in mine or row["community_id"] in mine
        if row.table == "admission":
            return (row["department_id"] in mine or self.is_officer_around(row["home_code"])
                    or any(code.startswith(row["home_code"]) for code in self.viewer.belongs_to))
        if row.table == "mobilization_post":
            return self.seen(self.tables.find("mobilization", row["mobilization_id"])) is not None
        if row.table in ("mobilization", "shift") and any(
                row["id"] == each[f"{row.table}_id"] and each["unit_id"] in mine for each in self.tables.of("assignment")):
            return True
        if row.table in ("community_fund", "activity", "service_duty", "mobilization", "shift"):
            return (row["organization_id"] in mine or self.is_officer_around(row["home_code"])
                    or any(code.startswith(row["home_code"]) for code in self.viewer.belongs_to))
        if row.table == "whistle":
            return self.sees_whistle(row)
        if row.table == "whistle_party":
            return self.seen(self.tables.find("whistle", row["whistle_id"])) is not None
        if row.table == "whistle_message":
            call = self.tables.find("whistle", row["whistle_id"])
            return call is not None and (self.sees_inside_call(call) if row["internal"] else self.sees_whistle(call))
        if row.table == "joint_project":
            return self.sees_project(row)
        if row.table in ("project_part", "milestone", "checkpoint", "progress_note", "funding", "expense"):
            return self.seen(self.tables.find("joint_project", row["project_id"])) is not None
        if row.table in ("topic", "resolution"):
            party = row["raised_for_id"] if row.table == "topic" else row["owner_id"]
            return (party in mine or self.sees_inside(row) or (row.table == "topic" and self.is_shown(row))
                    or any(code.startswith(row["open_to"] or "-") for code in self.viewer.belongs_to))
        if row.table in ("commitment_list", "commitment"):
            return row["above_id" if row.table == "commitment_list" else "owner_id"] in mine or self.sees_inside(row)
        if row.table == "joint_conference":
            return any(code.startswith(row["home_code"]) for code in self.viewer.belongs_to) or self.sees_inside(row)
        if row.table == "attendance":
            conference = self.tables.find("joint_conference", row["conference_id"])
            return conference is not None and self.sees_inside(conference)
        if row.table == "attachment":
            return self.sees_file_of(row["object_type"], row["object_id"])
        if row.table in ("notice", "upload"):
            return bool(row["member_id"] == self.viewer.member_id)
        if row.table == "event":
            if item is not None:
                return self.sees_item(item) and self._is_told(row, item)
            if row["subject_type"] == "whistle_inside":
                call = self.tables.find("whistle", row["subject_id"])
                return call is not None and self.sees_inside_call(call)
            if row["subject_type"] in SUBJECTS:
                return self.seen(self.tables.find(row["subject_type"], row["subject_id"])) is not None
            around = row["subject_type"] != "item" and self.is_officer_around(row["home_code"])
            return around or row["organization_id"] in mine
        return True

    def sees_file_of(self, object_type: str, object_id: UUID) -> bool:
        row = self.tables.find(ATTACHED[object_type], object_id)
        if row is not None and object_type == "JointConference":
            return self.sees_inside(row) or (row["state"] == "PUBLISHED" and self.sees(row))
        if row is not None and object_type == "MicroWish":
            return row["community_id"] in self.viewer.acts_for or row["holder_id"] == self.viewer.member_id
        return self.seen(row) is not None

    def sees_agreement(self, row: Row) -> bool:
        mine = self.viewer.acts_for
        return row["host_id"] in mine or row["unit_id"] in mine or self.is_officer_around(row["home_code"])

    def sees_pairing(self, row: Row) -> bool:
        mine = self.viewer.acts_for
        return (row["host_id"] in mine or row["partner_id"] in mine or self.is_officer_around(row["home_code"])
                or any(code.startswith(row["home_code"]) for code in self.viewer.belongs_to))

    def sees_project(self, row: Row) -> bool:
        mine = self.viewer.acts_for
        return (row["host_id"] in mine or row["lead_unit_id"] in mine or self.sits_on(row["committee_id"])
                or self.is_officer_around(row["home_code"])
                or any(part["organization_id"] in mine for part in self.tables.on("project_part", row["id"]))
                or self.is_shown(row))

    def sees_whistle(self, row: Row) -> bool:
        mine = self.viewer.acts_for
        return (row["raiser_id"] in mine or row["lead_id"] in mine or self.is_officer_around(row["home_code"])
                or any(party["organization_id"] in mine for party in self.tables.on("whistle_party", row["id"])))

    def sees_inside_call(self, row: Row) -> bool:
        """Of one that a community or a grid raised who is over its street, of a street's who is over its district."""
        parties = {row["lead_id"], *(party["organization_id"] for party in self.tables.on("whistle_party", row["id"]))} - {
            row["raiser_id"]}
        digits = 9 if len(row["home_code"]) > 9 else 6
        return not parties.isdisjoint(self.viewer.acts_for) or self.is_officer_around(row["home_code"][:digits])

    def sees_inside(self, conference: Row) -> bool:
        """Whether the viewer is of its committee, acts for its street or community, or is an officer above."""
        return (self.sits_on(conference["committee_id"]) or conference["organization_id"] in self.viewer.acts_for
                or self.is_officer_around(conference["home_code"]))

    def _is_told(self, event: Row, item: Row) -> bool:
        if event["kind"] not in TOLD_APART or item["publisher_id"] in self.viewer.acts_for:
            return True
        its = (not event["kind"].endswith("shared") or self.is_officer_around(item["home_code"])
               or UUID(event["after"]["organization_id"]) in self.viewer.acts_for
               or self.sits_on(UUID(event["after"].get("guest_id", str(item["id"])))))
        return bool(its and event["object_version"] > item["draft_version"])

    def seen(self, row: Row | None) -> Row | None:
        return row if row is not None and self.sees(row) else None

    # -- what more than one rule asks

    def communities_of(self, unit_id: UUID) -> list[str]:
        """The codes of the communities that a unit is stationed in."""
        found = [self.tables.find("organization", station["community_id"]) for station in self.tables.of("station")
                 if station["unit_id"] == unit_id and station["state"] == "CONFIRMED"]
        return [community["division_code"] for community in found if community]

    def is_current(self, term: Row) -> bool:
        return bool(term["starts_on"] <= self.today and (term["ends_on"] is None or term["ends_on"] >= self.today))


def world(tables: Tables, viewer: Viewer) -> World:
    return World(tables, viewer, datetime.now(UTC))
