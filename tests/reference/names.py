"""What rows are called outside: their types, and their ids."""
import re

from planner import ids
from tests.reference.stored import Row

TAGS = {"organization": "or", "station": "st", "joint_committee": "jc", "member": "me", "office": "of", "seat": "se",
        "claim": "cl", "card": "cd", "upload": "up", "attachment": "fi", "share": "sh", "event": "ev", "notice": "no",
        "joint_conference": "co", "attendance": "at", "agreement": "ag", "topic": "to",
        "resolution": "rs", "commitment_list": "yl", "commitment": "cm",
        "pairing": "pa", "lead_consent": "lc", "dual_report": "dr",
        "admission": "ad", "opinion": "op",
        "activity": "ac", "sign_up": "su", "service_duty": "sd",
        "team": "tm", "yearly_report": "yr", "team_member": "tp",
        "mobilization": "mo", "mobilization_post": "po", "shift": "sf", "assignment": "as",
        "joint_project": "jp", "project_part": "pp", "milestone": "ms", "checkpoint": "cp", "progress_note": "pn",
        "funding": "fg", "expense": "ex", "community_fund": "cf",
        "webhook": "wh", "delivery": "dl", "system": "sy",
        "micro_wish": "mw",
        "whistle": "ca", "whistle_party": "wp", "whistle_message": "wm", "route": "rt",
        }
TYPES = {"organization": "Organization", "station": "Station", "joint_committee": "JointCommittee", "member": "Member",
         "office": "Office", "seat": "Seat", "claim": "Claim", "card": "Card",
         "upload": "Upload", "attachment": "Attachment", "share": "Share", "event": "Event",
         "notice": "Notice",
         "joint_conference": "JointConference", "attendance": "Attendance", "agreement": "Agreement",
         "topic": "Topic", "resolution": "Resolution",
         "commitment_list": "CommitmentList", "commitment": "Commitment",
         "pairing": "Pairing", "lead_consent": "LeadConsent", "dual_report": "DualReport",
         "admission": "Admission", "opinion": "OpinionRequest",
         "activity": "Activity", "sign_up": "SignUp", "service_duty": "ServiceDuty",
         "team": "Team", "yearly_report": "YearlyReport", "team_member": "TeamMember",
         "mobilization": "Mobilization", "mobilization_post": "MobilizationPost", "shift": "Shift", "assignment": "Assignment",
         "joint_project": "JointProject", "project_part": "ProjectPart", "milestone": "Milestone", "checkpoint": "Checkpoint",
         "progress_note": "ProgressNote", "funding": "Funding", "expense": "Expense",
         "community_fund": "CommunityFund",
         "webhook": "Webhook", "delivery": "Delivery", "system": "System",
         "micro_wish": "MicroWish",
         "whistle": "Whistle", "whistle_party": "WhistleParty", "whistle_message": "WhistleMessage", "route": "Route",
         }
LISTS = {"RESOURCE": ("Resource", "re"), "DEMAND": ("Demand", "de"), "PROJECT": ("Project", "pr")}
TABLES = {**{name: table for table, name in TYPES.items()}, **{name: "item" for name, _ in LISTS.values()}}


def snake_case(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name)


def type_of(row: Row) -> str:
    return LISTS[row["list"]][0] if row.table == "item" else TYPES[row.table]


def global_id(row: Row) -> str:
    return str(ids.encoder(LISTS[row["list"]][1] if row.table == "item" else TAGS[row.table])(row["id"]))
