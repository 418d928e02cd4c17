"""Cadences: how often a joint committee holds a conference, and what the clock makes of it when it does not.

A period runs over a week from Monday, a calendar month or a quarter, by China's days. A committee that held none in a period
has missed it; that is told to the level above, and shows until one is held.
"""
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain import dates, process
from domain.conferences import Role
from domain.process import CLOCK, Deadline, Process, State
from domain.words import Worded, Words


class Cadence(Worded):
    WEEKLY = "WEEKLY", Words("每周", "Once a week, as a three-party office does.", "，如三联办")
    MONTHLY = "MONTHLY", Words("每月", "Once a month.")
    QUARTERLY = "QUARTERLY", Words("每季度", "Once a quarter.")


class FiguresUnit(Worded):
    MONTH = "MONTH", Words("月", "A calendar month.")
    QUARTER = "QUARTER", Words("季度", "A quarter.")
    YEAR = "YEAR", Words("年", "A calendar year.")


class CommitteeStep(StrEnum):
    SET_CADENCE = "SET_CADENCE"
    SET_LEAD_QUOTA = "SET_LEAD_QUOTA"


FOUNDED, MISS = "FOUNDED", "MISS"
PROCESS = Process(
    table="joint_committee", type="JointCommittee", words=Words("联合党委", "A joint committee.", "（大工委、大党委）"),
    begins={FOUNDED: "committee.founded"}, state=None,
    states={FOUNDED: State(Words("已成立", "Founded."))},
    steps={
        CommitteeStep.SET_CADENCE: process.Step(Words("定会议频次", "Say how often it holds a conference, by setCadence."),
                                                Role.SECRETARY, (FOUNDED,), None, "committee.cadence_set"),
        CommitteeStep.SET_LEAD_QUOTA: process.Step(
            Words("定领办额度", "Say how many projects its part-time members lead in a year, by setLeadQuota."),
            Role.SECRETARY, (FOUNDED,), None, "committee.lead_quota_set"),
        MISS: process.Step(Words("缺会", "It held no conference in a period of its cadence."), CLOCK,
                           (FOUNDED,), None, "committee.cadence_missed"),
    },
    deadlines=(Deadline("conference_due_at", (FOUNDED,), MISS),))


def period_starts(cadence: str, day: date) -> date:
    """The first day of the period in which a day lies."""
    if cadence == Cadence.WEEKLY:
        return day - timedelta(days=day.weekday())
    return date(day.year, day.month if cadence == Cadence.MONTHLY else day.month - (day.month - 1) % 3, 1)


def period_ends(cadence: str, day: date) -> date:
    """The last day of it."""
    first = period_starts(cadence, day)
    days = {Cadence.WEEKLY: 6, Cadence.MONTHLY: 31, Cadence.QUARTERLY: 92}[Cadence(cadence)]
    return first + timedelta(days=6) if cadence == Cadence.WEEKLY else period_starts(
        cadence, first + timedelta(days=days)) - timedelta(days=1)


def due_at(cadence: str, now: datetime) -> datetime:
    """Until when a conference has to be held: the end of the period that runs."""
    return dates.next_day_starts(period_ends(cadence, dates.day(now)))
