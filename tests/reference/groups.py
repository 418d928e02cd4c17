"""Counts by group of a page's list: what each table's rows may be counted by."""
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from domain import dates
from domain.languages import Bilingual
from domain.refusals import BadInput
from tests.reference.conditions import claim_status
from tests.reference.stored import Row

Key = Callable[[Row], str | None]
DIGITS = {"PROVINCE": 2, "CITY": 4, "DISTRICT": 6, "STREET": 9, "COMMUNITY": 12}


def column(name: str) -> Key:
    return lambda row: row[name]


def within(digits: int, code: str = "home_code") -> Key:
    return lambda row: row[code][:digits] if len(row[code]) >= digits else None


def month(name: str) -> Key:
    return lambda row: f"{dates.day(row[name]):%Y-%m}"


ITEM: Mapping[str, Key] = {
    "STATE": column("state"), "CATEGORY": column("category"), "CLAIM_STATUS": claim_status, "MONTH": month("listed_at"),
    **{level: within(digits) for level, digits in DIGITS.items()}}
STATE: Mapping[str, Key] = {"STATE": column("state")}
GROUPS: Mapping[str, Mapping[str, Key]] = {
    "ListItem": {**ITEM, "LIST": column("list")}, "Resource": {**ITEM, "KIND": column("resource_kind")},
    "Demand": {**ITEM, "URGENCY": column("urgency")}, "Project": ITEM, "Claim": {**STATE, "MONTH": month("proposed_at")},
    "Event": {"KIND": lambda row: row["kind"].replace(".", "_").upper(), "MONTH": month("at")},
    "Organization": {"KIND": column("kind")}, "Notice": {"KIND": column("kind")}, "Card": STATE,
    "JointConference": STATE, "Agreement": STATE,
    "Duty": {"KIND": column("kind")},
    "Delivery": {**STATE, "KIND": column("kind")},
    "OpinionRequest": STATE, "System": STATE,
    "Admission": {**STATE, "CATEGORY": column("category")},
    "YearlyReport": STATE,
    "Team": {**STATE, "KIND": column("kind"), **{level: within(digits) for level, digits in DIGITS.items()}},
    "Pairing": {**STATE, "KIND": column("kind")},
    **{name: {**STATE, "MONTH": month("starts_at"), **{level: within(digits) for level, digits in DIGITS.items()}}
       for name in ("Activity", "SignUp", "Mobilization", "Assignment")},
    "Shift": {**STATE, "MONTH": month("starts_at"),
              **{level: within(digits, "division_code") for level, digits in DIGITS.items()}},
    "DualReport": {**STATE, "MONTH": month("proposed_at"), **{level: within(digits) for level, digits in DIGITS.items()}},
    "JointProject": {**STATE, "MONTH": month("formed_at"), **{level: within(digits) for level, digits in DIGITS.items()}},
    "MicroWish": {**STATE, "CATEGORY": column("category")},
    "Whistle": {**STATE, "KIND": column("kind"), "CATEGORY": column("category"), "MONTH": month("reported_at"),
                **{level: within(digits) for level, digits in DIGITS.items()}},
    "Funding": {"KIND": column("source")},
    "Milestone": STATE, "Checkpoint": {**STATE, "KIND": column("kind")},
    "CommitmentList": {**STATE, "KIND": column("kind")},
    "Commitment": {**STATE, "FINDING": column("finding"), "OUTCOME": column("outcome")},
    "Resolution": STATE, "Topic": {"STATE": column("stage")}}
"""By the connection's type of rows."""


def groups(type_name: str, page: Mapping[str, Any], by: str) -> list[dict[str, Any]]:
    """raises   BadInput where the list has no such groups"""
    if by not in GROUPS.get(type_name, {}):
        raise BadInput("by", Bilingual.alike("no such groups"))
    counts = Counter(map(GROUPS[type_name][by], page["found"]))
    return [{"key": key, "count": count} for key, count in sorted(
        counts.items(), key=lambda each: (-each[1], each[0] is None, each[0] or ""))]
