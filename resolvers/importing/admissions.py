"""The list of admitted tasks, many at once, as it was decided on paper: by the rules that each would have here, all or none."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import admissions
from db.admissions import Known
from db.bulk import loading, merging
from db.bulk.merging import Named
from domain import admissions as rules
from domain import dates, funds, terms
from domain.admissions import PROCESS, AdmissionState, AdmissionStep
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.importing.rows import Row, one_named, repeated
from resolvers.writing.by_hand import IMPORTED, ByHand

ADMISSIONS = 7_304_207  # the advisory lock of imports of admissions; see db.bulk.merging.DIVISIONS
COLUMN_OF = {"division_id": "division", "department_id": "department"}
SAID = ("basis", "category", "funded_per", "asked_yuan", "approved_yuan", "voucher", "starts_on", "ends_on", "decided_on")
_NEEDED = ("approved_yuan", "voucher", "decided_on")


@dataclass(frozen=True)
class Taken:
    """left_out   a line for each row that is there already, just so"""

    added: int
    left_out: Sequence[Problem] = ()


@dataclass(frozen=True)
class Made:
    """A row, and what it says: whose, for which division, what is SAID; `decider` is the division that decided."""

    row: Row
    department: UUID
    division: UUID
    home_code: str
    decider: UUID
    said: Mapping[str, Any]

    @property
    def about(self) -> tuple[UUID, UUID, str]:
        return self.department, self.division, self.row.values["title"]

    def is_there(self, known: Known) -> bool:
        return all(getattr(known, name) == self.said[name] for name in SAID)


async def take_in(hand: ByHand, rows: Sequence[Row], unreadable: Sequence[Problem], progress: Progress) -> Taken:
    """Take in what was approved on paper, with its money and by whom, or none of it; what is there already is left out.

    unreadable   what is wrong with other rows: then nothing is written
    raises       Rejected with everything that is wrong, columns by their fields' names
    writes       admission, events admission.proposed and admission.approved of each
    """
    await loading.lock(hand.connection, ADMISSIONS)
    made, problems = await _made(hand, rows)
    there = await admissions.of_titles(hand.connection, {one.department for one in made}, {one.about[2] for one in made})
    new = [one for one in made if not any(map(one.is_there, there.get(one.about, ())))]
    problems += [problem for one in new for problem in _problems(hand, one, there.get(one.about, ()))]
    problems += repeated([(one.row, (one.about, one.said["starts_on"]) if one in new else (one.about, *one.said.values()))
                          for one in made])
    if unreadable or problems:
        raise Rejected([*unreadable, *problems])
    for number, one in enumerate(new):
        progress("写入 writing", number, len(new))
        await _write(hand, one)
    return Taken(len(new), [one.row.problem(None, "已有，未再导入。It is there already, and was left out.")
                            for one in made if one not in new])


async def _made(hand: ByHand, rows: Sequence[Row]) -> tuple[list[Made], list[Problem]]:
    named = await merging.named(hand.connection, {
        code for row in rows
        for code in (row.values["department"], row.values["division"], rules.decided_by(row.values["division"]))})
    made, problems = list[Made](), list[Problem]()
    for row in rows:
        try:
            made.append(_one(row, named))
        except BadInput as bad:
            problems += row.problems(bad, COLUMN_OF)
    return made, problems


def _one(row: Row, named: Mapping[str, Sequence[Named]]) -> Made:
    """raises   BadInput"""
    values, code = row.values, row.values["division"]
    with Faults() as faults:
        department = faults.of(one_named, "department_id", values["department"], named)
        division = faults.of(one_named, "division_id", code, named)
    with Faults() as faults:
        faults.of(rules.check_department, department.kind)
        faults.of(rules.check_division, division.kind)
    decider = rules.decided_by(code)
    if decider not in named:
        raise rules.without_decider(decider)
    said = {name: values.get(name) for name in SAID}
    if said["asked_yuan"] is None:
        said["asked_yuan"] = said["approved_yuan"]
    return Made(row, department.id, division.id, code, named[decider][0].id, said)


def _problems(hand: ByHand, new: Made, there: Sequence[Known]) -> list[Problem]:
    """Why a row that is not there yet cannot come in."""
    try:
        _check_decides(hand, new)
        if differing := [each for each in there if each.state_at(hand.now) in rules.OPEN
                         and each.starts_on <= new.said["ends_on"] and new.said["starts_on"] <= each.ends_on]:
            return _differences(new, differing[0], differing[0].state_at(hand.now))
        _check_decided(new, dates.day(hand.now))
    except BadInput as bad:
        return new.row.problems(bad, COLUMN_OF)
    return []


def _check_decides(hand: ByHand, new: Made) -> None:
    """raises   BadInput"""
    try:
        if hand.viewer is not None:
            rules.check_decides(hand.viewer, AdmissionStep.APPROVE, new.home_code)
    except NotAllowed:
        raise BadInput("division_id", Bilingual(
            f"导入人不是 {new.home_code} 的审批层级的工作人员。",
            f"The member in whose name this is imported is no officer of who decides for {new.home_code}.")) from None


def _check_decided(new: Made, today: date) -> None:
    """Let in what was approved, with its money and the document, and is not over.

    raises   BadInput
    """
    said = new.said
    if new.row.values.get("state", AdmissionState.APPROVED) != AdmissionState.APPROVED:
        raise BadInput("state", Bilingual("只能导入已准入的事项；其他请以 proposeAdmission 提出。",
                                          "Only what is approved comes in: ask for what is not by proposeAdmission."))
    with Faults() as faults:
        for missing in (name for name in _NEEDED if said[name] is None):
            faults.note(BadInput(missing, Bilingual("已准入的须填写。", "It must be filled in for what is approved.")))
    with Faults() as faults:
        faults.of(funds.check_yuan, "asked_yuan", said["asked_yuan"])
        faults.of(funds.check_yuan, "approved_yuan", said["approved_yuan"])
        faults.of(terms.check_agreed, said["starts_on"], said["ends_on"], today, rules.LONGEST)
        if said["decided_on"] > today:
            faults.note(BadInput("decided_on", Bilingual("批准日期不能晚于今日。", "It was approved today or earlier.")))


def _differences(new: Made, known: Known, state: str) -> list[Problem]:
    """An admission is not revised: what a row says otherwise of one that is open is a slip, or has to be decided here."""
    words = PROCESS.words_of_states[AdmissionState(state)].chinese
    return [new.row.problem(name, f"已有这一事项（{words}），此处登记的是“{getattr(known, name)}”；待审批的请以 "
                                  f"approveAdmission 批准，已准入的不能修改，须先 revokeAdmission。It is registered ({state}), "
                                  f"with {getattr(known, name)} here: what is proposed is approved by approveAdmission; what "
                                  "is approved is not revised: revoke it first, by revokeAdmission.")
            for name in SAID if getattr(known, name) != new.said[name]]


async def _write(hand: ByHand, one: Made) -> None:
    """As if it had been asked for on the day on which it was decided; of what was before, the paper tells nothing."""
    decided_at = datetime.combine(one.said["decided_on"], time(), dates.CHINA)
    row = {"id": uuid7(), "department_id": one.department, "division_id": one.division, "decider_id": one.decider,
           "home_code": one.home_code, "title": one.row.values["title"],
           **{name: value for name, value in one.said.items() if name != "decided_on"},
           "ends_at": dates.next_day_starts(one.said["ends_on"]), "state": AdmissionState.APPROVED, "proposed_at": decided_at,
           "decided_at": decided_at, "version": 2}
    await admissions.insert(hand.connection, row)
    proposed, approved = {"state": AdmissionState.PROPOSED}, {"state": AdmissionState.APPROVED}
    hand.record(PROCESS.begins[AdmissionState.PROPOSED], object_type="Admission", object_id=row["id"], object_version=1,
                organization_id=one.department, home_code=one.home_code,
                after={**{name: row[name] for name in ("department_id", "division_id", "category", "asked_yuan", "starts_on",
                                                       "ends_on")}, **proposed, **IMPORTED})
    acting = hand.viewer.division_over(one.home_code) if hand.viewer else None
    hand.record(PROCESS.steps[AdmissionStep.APPROVE].event, object_type="Admission", object_id=row["id"], object_version=2,
                organization_id=acting or one.decider, home_code=one.home_code, before=proposed,
                after={**approved, "approved_yuan": one.said["approved_yuan"], "voucher": None, **IMPORTED})
