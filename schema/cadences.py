"""How often committees hold conferences, and what these came to."""
from datetime import date

import strawberry

from domain.cadences import Cadence as Cadence
from domain.cadences import FiguresUnit as FiguresUnit
from domain.sight import OPEN
from resolvers import cadences as use_cases
from schema.days import day_of
from schema.declare import column, entity
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import ACommittee
from schema.words import described
from schema.writes import Shown, mutation

described(Cadence, "会议频次。How often a committee holds a conference.")
described(FiguresUnit, "统计期。What period figures are of.")
OF_PERIOD = ("{t}.committee_id = {p}.id AND {t}.unit = {unit:text} "
             "AND {t}.starts_on = date_trunc(lower({unit:text}), {day:date}::timestamp)::date")
DUE_ON = day_of("{t}.conference_due_at") + " - 1"  # its moment is the day's end


@entity("联席会议统计：一个委员会在一段时期内。What a committee's conferences came to in a period.", table="conference_figures", visible=OPEN)
class ConferenceFigures:
    unit: FiguresUnit = column("统计期。What period it is.")
    starts_on: date = column("首日。Its first day.")
    ends_on: date = column("末日。Its last day.", "{t}.ends_before - 1")
    due: int = column("按频次应开的会。Conferences due by the committee's cadence.")
    held: int = column("已开的会。Conferences held.")
    topics: int = column("征集与列入的议题。Topics collected, or put on an agenda by themselves.")
    resolutions: int = column("作出的决议。Resolutions made.")
    solved: int = column("解决的问题：已确认办结的决议。Problems solved: resolutions confirmed as done.")


@strawberry.input(description="定会议频次。Say how often a committee holds a conference.")
class SetCadenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    committee_id: strawberry.ID = identifier("委员会。The committee.", "JointCommittee")
    cadence: Cadence = strawberry.field(description="频次。How often.")


SET = mutation("定会议频次（书记）。Say how often a committee holds a conference; the secretary's.", use_cases.set_, SetCadenceInput,
               Shown("committee", ACommittee, "该委员会。The committee.", "committee"))
